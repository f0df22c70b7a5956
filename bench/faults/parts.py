"""
The hub's parts as processes of a campaign, brought back when they end by themselves.

A part is what an operator starts (``hub intake``, ``hub worker``, ``hub project``). One that
ends without being asked is started again after a second, as the compose file does; how often
is counted. With libfaketime a part whose clock the run will move reads it from a file; the
monotonic clock runs true. The others go without: asking costs them a system call each time.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import sys
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from threading import Event, Thread
from typing import Final

from tests.support.clickhouse import Server
from tests.support.daemon import Process

log = logging.getLogger(__name__)

_FAKETIME = (
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
)
_AGAIN_S = 1.0


def faketime() -> str:
    """Return the library that moves a process's wall clock; '' where there is none."""
    return next((path for path in _FAKETIME if Path(path).exists()), "")


def environment_of(bootstrap: str, url: str, server: Server) -> dict[str, str]:
    """Return what parts must be told: where the brokers are, and the database at *url*."""
    where = {"HUB_KAFKA": bootstrap, "CLICKHOUSE_URL": url}
    return os.environ | where | {"FAULTS_OLD": "" if server.modern else "1"}


_ERROR: Final = re.compile(r"\S*(Error|Exception)\b")
"""How the last line of a traceback begins."""


class Part:
    """One process. ``wanted`` says whether it should run now."""

    def __init__(self, name: str, kind: str, process: Process, clock: Path) -> None:
        self.name, self.kind, self.process, self._clock = name, kind, process, clock
        self.wanted = False
        self.paused = False

    def start(self) -> None:
        self.process.begin()
        self.wanted = True

    def stop(self) -> None:
        """End it kindly; it stays away."""
        self.wanted = False
        self.process.stop()

    def kill(self) -> None:
        """End it as a power cut does; it stays away until it is started."""
        self.wanted = False
        self.process.kill()

    def pause(self) -> None:
        if (pid := self.process.pid) is not None:
            self.paused = True
            os.kill(pid, signal.SIGSTOP)

    def resume(self) -> None:
        if self.paused and (pid := self.process.pid) is not None:
            os.kill(pid, signal.SIGCONT)
        self.paused = False

    def shift_clock(self, seconds: int) -> None:
        """Move its wall clock to *seconds* from the true one."""
        self._clock.write_text(f"{seconds:+d}\n")

    def last_words(self) -> str:
        """Return the last line that names an error, else the last line it wrote."""
        lines = [line for line in self.process.output().split("\n") if line.strip()]
        errors = [line for line in lines if _ERROR.match(line)]
        return (errors or lines or [""])[-1]


class Parts:
    """All parts of a run, and the supervisor that brings back those that ended."""

    def __init__(
        self, environment: Mapping[str, str], folder: Path, broken: str, clocks: Collection[str]
    ) -> None:
        """*clocks*: the kinds of parts whose clock can be moved."""
        # Every start would compile the whole hub again.
        self._environment = {
            name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"
        }
        self._folder, self._broken, self._clocks = folder, broken, clocks
        self.all: list[Part] = []
        self.came_back = self._added = 0
        self._ended = Event()
        self._supervisor = Thread(target=self._supervise, name="supervisor", daemon=True)
        self._supervisor.start()

    def add(self, kind: str, *arguments: str, data: Path | None = None, older: str = "") -> Part:
        """
        Start one more part of *kind*.

        *data*: the folder of its files, else one of its own. *older*: see ``bench.faults.older``.
        """
        name = f"{kind}-{self._added}"
        self._added += 1
        clock = self._folder / f"{name}.clock"
        clock.write_text("+0\n")
        environment = self._environment | {
            "HUB_DATA": str(data or self._folder / name),
            "FAULTS_BROKEN": self._broken,
            "FAULTS_OLDER": older,
        }
        if kind in self._clocks and (library := faketime()):
            environment |= {
                "LD_PRELOAD": library,
                "FAKETIME_TIMESTAMP_FILE": str(clock),
                "FAKETIME_CACHE_DURATION": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            }
        command = [sys.executable, "-m", "bench.faults.part", kind, *arguments]
        log = self._folder / f"{name}.log"
        part = Part(name, kind, Process(name, command, log, lambda: True, environment), clock)
        part.start()
        self.all.append(part)
        return part

    def of(self, kind: str) -> list[Part]:
        return [part for part in self.all if part.kind == kind]

    def heal(self) -> None:
        """Let every part run, with a true clock."""
        for part in self.all:
            part.resume()
            part.shift_clock(0)
            part.start()

    def end(self) -> None:
        """End all parts and the supervisor; a second call does nothing."""
        self._ended.set()
        self._supervisor.join()
        for part in self.all:
            part.resume()
            part.process.ask_to_end()
        for part in self.all:
            part.stop()

    def _supervise(self) -> None:
        while not self._ended.wait(_AGAIN_S):
            for part in list(self.all):
                if part.wanted and part.process.pid is None:
                    self.came_back += 1
                    log.info("%s ended by itself: %s", part.name, part.last_words())
                    time.sleep(_AGAIN_S / 2)
                    part.start()
