"""
Who holds the embedded files: one process at a time, named in the refusal.

The holder keeps an advisory lock on ``hub.lock`` (the kernel drops it when the process
ends, however it ends) and writes its process id there. chDB and the engine's memory both
demand a single owner, so every command that opens the files goes through here.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from typing import Final, Self

from events.closing import Closing
from hub.failure import Failure

_PAUSE_S: Final = 0.05


class Ownership(Closing):
    """Holds the folder *data* from ``__enter__`` to ``__exit__``."""

    def __init__(self, data: Path, patience_s: float = 0.0) -> None:
        """*patience_s*: how long to wait for another command to end before giving up."""
        self._data = data
        self._patience_s = patience_s
        self._file = -1

    def __enter__(self) -> Self:
        self._data.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self._data / "hub.lock", os.O_RDWR | os.O_CREAT, 0o600)
        until = time.monotonic() + self._patience_s
        while not self._taken():
            if time.monotonic() >= until:
                raise Failure("data-in-use", data=self._data, pid=self._holder())
            time.sleep(_PAUSE_S)
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, str(os.getpid()).encode(), 0)
        return self

    def _taken(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _holder(self) -> str:
        pid = os.pread(self._file, 32, 0).decode(errors="replace") or "?"
        os.close(self._file)
        return pid

    def close(self) -> None:
        os.close(self._file)
