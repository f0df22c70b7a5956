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

from tests.support.daemon import free_port

_CHUNK = 65_536


class Proxy:
    """Listens at ``port`` of the loopback address and passes on to *target*, a port there."""

    def __init__(self, target: int) -> None:
        self.target, self.port = target, free_port()
        self.delay_s = 0.0
        self.refusing = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._on_answer: Callable[[], None] | None = None
        self._on_request: Callable[[], None] | None = None
        self._ready = Event()
        self._loop = asyncio.new_event_loop()
        Thread(target=self._run, name=f"proxy {self.port}", daemon=True).start()
        self._ready.wait(10)

    def cut(self) -> None:
        """Cut every connection that stands."""
        self._loop.call_soon_threadsafe(self._cut)

    def at_next_request(self, act: Callable[[], None] | None) -> None:
        """Call *act* once, when bytes next go to the server, before they are passed on."""
        self._on_request = act

    def at_next_answer(self, act: Callable[[], None] | None) -> None:
        """Call *act* once, when the server next answers, before anyone hears it."""
        self._on_answer = act

    def heal(self) -> None:
        self.delay_s, self.refusing = 0.0, False
        self._on_answer = self._on_request = None

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
                self._tell(asking)
                if self.delay_s:
                    await asyncio.sleep(self.delay_s)
                sink.write(chunk)
                await sink.drain()
        sink.transport.abort()

    def _tell(self, asking: bool) -> None:
        act = self._on_request if asking else self._on_answer
        if act is not None:
            if asking:
                self._on_request = None
            else:
                self._on_answer = None
            act()
