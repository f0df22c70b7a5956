"""
A server that a test started: a process, or a container, that can be stopped, killed, started.

A process is started under ``setpriv --pdeathsig KILL`` where the system has it: when the test
run dies, whatever the cause, the kernel ends the server too. Elsewhere an exit hook does.
Each is ended by its own id; no name is ever searched for.
"""

from __future__ import annotations

import atexit
import shutil
import socket
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from tests.support.waiting import wait_until

TAIL = 2_000
"""How many characters of a dead server's log are shown."""


def free_port() -> int:
    """Return a TCP port of the loopback interface that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Daemon(Protocol):
    """What a fault test does to a server. ``start`` returns when it answers."""

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def kill(self) -> None: ...


class Process:
    """
    A server run as a child process; its output goes to *log*.

    ``answers`` says whether it is ready to work; ``start`` waits for it at most *patience_s*.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        log: Path,
        answers: Callable[[], bool],
        environment: Mapping[str, str] | None = None,
        patience_s: float = 60,
    ) -> None:
        self.name = name
        self._command = [*_with_us(), *command]
        self._log = log
        self._answers = answers
        self._environment = environment
        self._patience_s = patience_s
        self._child: subprocess.Popen[bytes] | None = None
        atexit.register(self.kill)

    @property
    def pid(self) -> int | None:
        """The process id, or None while it does not run."""
        return self._child.pid if self._child and self._child.poll() is None else None

    @property
    def status(self) -> int | None:
        """The exit status, or None while it runs and before it was started."""
        return None if self._child is None else self._child.poll()

    def begin(self) -> None:
        """Start the server without waiting for it; do nothing when it already runs."""
        if self.pid is not None:
            return
        with self._log.open("ab") as output:
            self._child = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=self._environment,
            )

    def start(self) -> None:
        """Start the server and return when it answers; at once when it already does."""
        self.begin()
        try:
            wait_until(self._ready, f"{self.name} to answer", self._patience_s)
        except TimeoutError:
            self.kill()
            raise

    def ask_to_end(self) -> None:
        """Ask the server to end, without waiting for it."""
        if self._child is not None:
            self._child.terminate()

    def stop(self) -> None:
        """Ask the server to end and wait for it; after 20 seconds, kill it."""
        if self._child is None:
            return
        self.ask_to_end()
        try:
            self._child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End the server as a power cut does (kill -9)."""
        if self._child is not None and self._child.poll() is None:
            self._child.kill()
            self._child.wait(timeout=20)

    def output(self) -> str:
        """Return the end of what it wrote."""
        return self._log.read_text(errors="replace")[-TAIL:]

    def _ready(self) -> bool:
        if self.pid is None:
            raise RuntimeError(
                f"{self.name} ended before it answered; its last words:\n{self.output()}"
            )
        return self._answers()


class Container:
    """A server run by Docker under *name*; *arguments* are those of ``docker run``."""

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        answers: Callable[[], bool],
        patience_s: float = 120,
    ) -> None:
        self.name = name
        self._arguments = arguments
        self._answers = answers
        self._patience_s = patience_s
        self._made = False
        atexit.register(self.remove)

    def start(self) -> None:
        """Start the container and return when the server in it answers."""
        if self._made:
            _docker("start", self.name)
        else:
            _docker("run", "--detach", "--name", self.name, *self._arguments)
        self._made = True
        wait_until(self._answers, f"{self.name} to answer", self._patience_s)

    def stop(self) -> None:
        """Ask the server to end and wait for it."""
        _docker("stop", "--time", "20", self.name)

    def kill(self) -> None:
        """End the server as a power cut does (kill -9)."""
        _docker("kill", self.name)

    def remove(self) -> None:
        """Remove the container and what it kept."""
        if self._made:
            _docker("rm", "--force", "--volumes", self.name)
            self._made = False


def listens(port: int) -> bool:
    """Return whether something accepts connections at *port* of the loopback interface."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _with_us() -> list[str]:
    return ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []


def _docker(*arguments: str) -> None:
    subprocess.run(["docker", *arguments], check=True, capture_output=True, timeout=600)
