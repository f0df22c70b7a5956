"""
``make audit``: is a hole known in anything that is locked?

pip-audit asks a database of advisories: PyPI's, else OSV's. A registry's mirror often has none, so
first it is asked for a release whose holes every database knows. Where none can be reached that
is said, and it is no failure: a check that was not made must neither pass silently nor stop those
who cannot make it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.request import Request, urlopen

import orjson

ROOT: Final = Path(__file__).parent.parent
PLACES: Final = {
    "pypi": "https://pypi.org/pypi/jinja2/2.4.1/json",
    "osv": "https://api.osv.dev/v1/query",
}
"""Databases by the name that pip-audit has for them, and where each tells of jinja2 2.4.1."""
_ASKED: Final = {"package": {"name": "jinja2", "ecosystem": "PyPI"}, "version": "2.4.1"}
_TOLD: Final = ("vulnerabilities", "vulns")
_PATIENCE_S: Final = 20
_TOOL: Final = ROOT / "var" / "audit"
_LOCKS: Final = ("requirements.lock", "requirements-dev.lock")


def main() -> int:
    """Return 1 where a hole is known; 0 also where nobody could be asked, which is said."""
    database = reachable(PLACES)
    if not database:
        print("audit: not checked: no advisory database can be reached from here")
        return 0
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--target"]
    subprocess.run([*install, str(_TOOL), "-r", "bench/audit.txt"], cwd=ROOT, check=True)
    asked = ["-s", database, "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    files = [word for lock in _LOCKS for word in ("-r", lock)]
    tool = [sys.executable, "-m", "pip_audit", *asked, *files]
    return subprocess.run(tool, cwd=ROOT, env={"PYTHONPATH": str(_TOOL)}, check=False).returncode


def reachable(places: Mapping[str, str]) -> str:
    """Return the first of *places* that tells of a known hole; '' where none does."""
    return next((name for name, url in places.items() if _told(name, url)), "")


def _told(name: str, url: str) -> bool:
    body = orjson.dumps(_ASKED) if name == "osv" else None
    try:
        with urlopen(Request(url, body), timeout=_PATIENCE_S) as answer:  # noqa: S310 - ours
            said: Any = orjson.loads(answer.read())
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and any(said.get(field) for field in _TOLD)


if __name__ == "__main__":
    sys.exit(main())
