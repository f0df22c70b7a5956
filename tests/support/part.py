"""
A real part: a server of somebody else's that the tests talk to, and why there is none.

A part comes from an address in the environment, else from Docker, else from a program on
this machine. Where none of these has it, ``Absent`` says how to get it: outside CI the
tests that need the part are skipped with that sentence, in CI they fail with it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
"""The top folder of the project."""


class Absent(Exception):  # noqa: N818 - not a fault: the part is not here
    """The part cannot be had here; the message says what was looked for and how to get it."""


class Source(NamedTuple):
    """One place a part can come from: what it is called, and how it is opened there."""

    name: str
    here: Callable[[], bool]


def lab() -> Path:
    """Return the folder that keeps what the tests fetch (``HUB_LAB``, else ``var/lab``)."""
    folder = Path(os.environ.get("HUB_LAB") or ROOT / "var" / "lab")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def required() -> bool:
    """Return whether a missing part is a failure: it is in CI."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


@cache
def docker_answers() -> bool:
    """Return whether a Docker engine answers, asked once and for at most five seconds."""
    if shutil.which("docker") is None:
        return False
    asked = ["docker", "version", "--format", "{{.Server.Version}}"]
    try:
        return subprocess.run(asked, capture_output=True, timeout=5, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False
