"""
uvicorn around the gateway: the only file that imports it.

Loopback unless an address is named. A connection must say its request's head in time: uvicorn
itself would wait for ever for a client that sends one letter a minute.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import monotonic, sleep
from typing import Any, Final

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from hub.failure import Failure
from hub.gateway.place import must_be_free, place

_STARTING_S: Final = 20.0
_STOPPING_S: Final = 5
_KEEP_ALIVE_S: Final = 30
_HEAD_BYTES: Final = 32 * 1024


def _impatient(head_s: float) -> type[asyncio.Protocol]:
    class Impatient(H11Protocol):
        """Hangs up on who does not finish a request's head within *head_s*."""

        _giving_up: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is not h11.IDLE:
                self._calm()
            elif self._giving_up is None:
                self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._calm()
            super().connection_lost(exc)

        def _wait(self) -> None:
            self._giving_up = self.loop.call_later(head_s, self.transport.abort)

        def _calm(self) -> None:
            if self._giving_up is not None:
                self._giving_up.cancel()
                self._giving_up = None

    return Impatient


@contextmanager
def listening(app: FastAPI, address: str, head_s: float = 10.0) -> Iterator[str]:
    """
    Serve *app* while the body runs; yields its URL.

    Args:
        app: the gateway.
        address: ``host:port`` or ``port``; port 0 takes any that is free.
        head_s: seconds a client has to say the head of a request.

    Raises:
        Failure: the address cannot be listened at.
    """
    must_be_free(address)
    host, port = place(address)
    server = uvicorn.Server(_config(app, host, port, head_s))
    thread = Thread(target=server.run, name="gateway", daemon=True)
    thread.start()
    until = monotonic() + _STARTING_S
    while not server.started:
        if not thread.is_alive() or monotonic() > until:
            raise Failure("cannot-listen", address=address)
        sleep(0.01)
    try:
        yield f"http://{host}:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(_STOPPING_S * 2)


def _config(app: FastAPI, host: str, port: int, head_s: float) -> uvicorn.Config:
    protocol: Any = _impatient(head_s)
    return uvicorn.Config(
        app,
        host,
        port,
        http=protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_STOPPING_S,
        h11_max_incomplete_event_size=_HEAD_BYTES,
    )
