"""
A part's own small door for those who look after it: ``/live``, ``/ready`` and ``/metrics``.

It is opened only where the settings say so (``HUB_HEALTH``, an address such as
``127.0.0.1:9464``), and answers nothing else. *Live* is a process that answers at all; *ready*
one whose part has its partitions and does its work. Metrics are in Prometheus' text form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Final

from hub.failure import Failure

Page = Callable[[], tuple[int, str]]
"""Gives a status and a body."""

_TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        page = self.server.pages.get(self.path)
        status, body = (404, "no such page\n") if page is None else page()
        said = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", _TEXT)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: a scrape every few seconds is no news."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], pages: dict[str, Page]) -> None:
        super().__init__(address, _Handler)
        self.pages = pages


@contextmanager
def open_health(
    address: str, ready: Callable[[], bool], metrics: Callable[[], str]
) -> Iterator[str]:
    """
    Answer at *address* (``host:port``; '' for nowhere) while the body runs; yield where.

    Raises:
        Failure: the address is none, or taken.
    """
    if not address:
        yield ""
        return
    pages: dict[str, Page] = {
        "/live": lambda: (200, "live\n"),
        "/ready": lambda: (200, "ready\n") if ready() else (503, "not ready\n"),
        "/metrics": lambda: (200, metrics()),
    }
    server = _opened(address, pages)
    Thread(target=server.serve_forever, name="health", daemon=True).start()
    try:
        yield f"http://{server.server_address[0]!s}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _opened(address: str, pages: dict[str, Page]) -> _Server:
    host, _, port = address.rpartition(":")
    try:
        return _Server((host or "127.0.0.1", int(port)), pages)
    except (OSError, ValueError, OverflowError) as error:
        raise Failure("health-address", address=address, reason=error) from error
