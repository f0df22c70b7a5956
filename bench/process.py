"""What the system knows of a process: the CPU it used and the memory it holds (Linux)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_TICK_S: Final = 1 / os.sysconf("SC_CLK_TCK")
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(pid: int) -> float:
    """Return user and system time of process *pid* with its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * _TICK_S


def resident(pid: int) -> int:
    """Return the bytes of memory process *pid* holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
