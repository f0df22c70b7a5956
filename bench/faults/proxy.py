"""
A TCP proxy that can cut, delay and refuse connections, and tell when bytes pass.

It runs in a thread with an event loop of its own. What it does to connections may be changed
at any time from outside.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from threading import Event, Thread
from typing import Literal

from tests.support.daemon import free_port

_CHUNK = 65_536
_DATA = 400
"""More bytes in one piece than any question of the hub has: rows are being inserted."""
_END_OF_STREAM = 5
"""The last byte of ClickHouse's answer to an insert that is done."""


Step = Literal["before the insert", "before its answer", "after its answer"]
"""Rows are on their way; they are stored, and the client does not know; it has just been told."""


class Proxy:
    """Listens at ``port`` of the loopback address and passes on to *target*, a port there."""

    def __init__(self, target: int) -> None:
        self.target, self.port = target, free_port()
        self.delay_s = 0.0
        self.refusing = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._acts: dict[Step, Callable[[], None]] = {}
        self._ready = Event()
        self._loop = asyncio.new_event_loop()
        Thread(target=self._run, name=f"proxy {self.port}", daemon=True).start()
        self._ready.wait(10)

    def cut(self) -> None:
        """Cut every connection that stands."""
        self._loop.call_soon_threadsafe(self._cut)

    def at_next(self, step: Step, act: Callable[[], None] | None) -> None:
        """Call *act* once, when an insert is next at *step*; None: no more."""
        self._acts.pop(step, None)
        if act is not None:
            self._acts[step] = act

    def heal(self) -> None:
        self.delay_s, self.refusing = 0.0, False
        self._acts.clear()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_server(self._accept, "127.0.0.1", self.port))
        self._ready.set()
        self._loop.run_forever()

    def _cut(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refusing:
            writer.transport.abort()
            return
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, back}
        await asyncio.gather(self._pass(reader, back, True), self._pass(there, writer, False))
        self._writers -= {writer, back}

    async def _pass(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, asking: bool
    ) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while chunk := await source.read(_CHUNK):
                inserting = asking and len(chunk) >= _DATA
                done = not asking and chunk[-1] == _END_OF_STREAM
                if inserting:
                    self._tell("before the insert")
                if done:
                    self._tell("before its answer")
                if self.delay_s:
                    await asyncio.sleep(self.delay_s)
                sink.write(chunk)
                await sink.drain()
                if done:
                    self._tell("after its answer")
        sink.transport.abort()

    def _tell(self, step: Step) -> None:
        if (act := self._acts.pop(step, None)) is not None:
            act()
