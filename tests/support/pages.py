"""Pages of the docs, run as they stand: their ``sh`` blocks, in a folder beside the examples."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support.part import ROOT

_HUB = """#!/bin/sh
PYTHONPATH={root} exec {python} -m hub "$@"
"""


def script(page: str) -> str:
    """Return the commands of *page* (below ``docs``), in order."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return "\n".join(re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL))


def follow(page: str, folder: Path, **environment: str) -> str:
    """
    Do what *page* says in *folder*, as a reader would; return what was printed.

    Raises:
        AssertionError: a command failed; with what it said.
    """
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script(page)],
        cwd=beside_the_examples(folder),
        env=readers_environment(folder) | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def beside_the_examples(folder: Path) -> Path:
    (folder / "examples").symlink_to(ROOT / "examples")
    return folder


def readers_environment(folder: Path) -> dict[str, str]:
    """Return an environment with ``hub`` and ``python`` of this very tree, and a hub of its own."""
    programs = folder / "bin"
    programs.mkdir()
    (programs / "hub").write_text(_HUB.format(root=ROOT, python=sys.executable))
    (programs / "hub").chmod(0o755)
    path = f"{programs}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "HUB_DATA": str(folder / "hub"), "HUB_LANG": "en"}
