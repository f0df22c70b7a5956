"""
The door of a running ``hub serve``: other commands ask here instead of opening the files.

HTTP on the loopback address only. ``POST /ask/<operation>`` with a JSON object of arguments
gives the operation's JSON document, or a failure (its key and values) to be told by the
asking command. The port and a secret stand in ``serve.json``, readable by the owner alone,
so that no other user of the machine can ask. Departments do not come in here: what they
send over HTTP has a gateway of its own, with its own paths beside ``/ask/``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_hex
from threading import Thread
from typing import Any, Final

import orjson

from hub.failure import Failure

Ask = Callable[[str, Mapping[str, Any]], Any]
"""Takes an operation's name and arguments, returns its JSON document, raises ``Failure``."""

ADDRESS: Final = "127.0.0.1"
FILE: Final = "serve.json"
_PATH: Final = "/ask/"
_LONGEST_BODY: Final = 512 * 1024 * 1024


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        stated = self.headers.get("Authorization", "")
        if not self.path.startswith(_PATH) or length > _LONGEST_BODY:
            self._reply(404, {"error": "no such door"}, close=True)
        elif not compare_digest(stated, f"Bearer {self.server.secret}"):
            self._reply(401, {"error": "the secret stands in serve.json"}, close=True)
        else:
            self._answer(self.path.removeprefix(_PATH), self.rfile.read(length))

    def _answer(self, operation: str, body: bytes) -> None:
        try:
            document = self.server.ask(operation, orjson.loads(body))
        except Failure as failure:
            values = {name: str(value) for name, value in failure.values.items()}
            said = {"key": failure.key, "exit_code": failure.exit_code, "values": values}
            self._reply(409, said)
        except Exception as error:  # noqa: BLE001 - a failed question must not stop the door
            self._reply(500, {"error": f"{type(error).__name__}: {error}"})
        else:
            self._reply(200, document)

    def _reply(self, status: int, document: Any, close: bool = False) -> None:
        body = orjson.dumps(document, default=str)
        self.close_connection = self.close_connection or close
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: the serving command reports what matters."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, ask: Ask) -> None:
        super().__init__((ADDRESS, 0), _Handler)
        self.ask = ask
        self.secret = token_hex(16)


@contextmanager
def open_door(data: Path, ask: Ask) -> Iterator[str]:
    """Answer questions with *ask* while the body runs; yields the door's address."""
    server = _Server(ask)
    port = server.server_address[1]
    _announce(data, port, server.secret)
    Thread(target=server.serve_forever, name="door", daemon=True).start()
    try:
        yield f"http://{ADDRESS}:{port}"
    finally:
        (data / FILE).unlink(missing_ok=True)
        server.shutdown()
        server.server_close()


def _announce(data: Path, port: int, secret: str) -> None:
    """Write ``serve.json`` in one step, so that no reader meets half of it."""
    draft = data / f"{FILE}.{os.getpid()}"
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.write(file, orjson.dumps({"pid": os.getpid(), "port": port, "secret": secret}))
    os.close(file)
    draft.replace(data / FILE)
