"""Real receivers on loopback: an HTTP server that keeps what it was sent, and a mail server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple

import orjson
from aiosmtpd.controller import Controller

from tests.support.daemon import free_port


class Got(NamedTuple):
    """One request a webhook received."""

    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        return orjson.loads(self.body)


class Webhook(ThreadingHTTPServer):
    """Keeps what it got; ``status`` is what it answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Keeper)
        self.got: list[Got] = []
        self.status = 200

    @property
    def url(self) -> str:
        return f"webhook+http://127.0.0.1:{self.server_address[1]}/hook"

    @property
    def texts(self) -> list[str]:
        return [got.said["text"] for got in self.got]


class _Keeper(BaseHTTPRequestHandler):
    server: Webhook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status < 300:
            self.server.got.append(Got(dict(self.headers.items()), body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def webhook() -> Iterator[Webhook]:
    """Give a server that takes webhooks while the body runs."""
    server = Webhook()
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Mailbox:
    """Takes every mail."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.port = 0

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        read: Any = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append(read)
        return "250 taken"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """Give a mail server while the body runs."""
    box = Mailbox()
    box.port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
