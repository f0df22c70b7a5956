"""Asking a running ``hub serve``: the other side of ``hub.embedded.door``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from events.closing import Closing
from hub.embedded.door import ADDRESS, FILE
from hub.failure import Failure
from hub.loading.files import Raw

_REFUSED = 409
_DONE = 200


class Serving(NamedTuple):
    """Where a running serve listens."""

    pid: int
    port: int
    secret: str


def find_serving(data: Path) -> Serving | None:
    """Return the serve that holds *data*, or None; a file left by a dead process is none."""
    try:
        serving = Serving(**orjson.loads((data / FILE).read_bytes()))
    except (FileNotFoundError, TypeError, orjson.JSONDecodeError):
        return None
    return serving if _alive(serving.pid) else None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class ServeClient(Closing):
    """
    A ``hub.client.Client``: one connection to a serve, which holds the files.

    Raises the failures the serve answers with. Raw bytes travel as Latin-1 text, which maps them
    all.
    """

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self._connection = HTTPConnection(ADDRESS, serving.port, timeout=None)

    def ask(self, operation: str, **arguments: Any) -> Any:
        """Return the JSON document of *operation*; raise ``Failure`` as the serve says."""
        try:
            status, body = self._post(operation, orjson.dumps(arguments, default=str))
        except (OSError, HTTPException) as error:
            raise self._lost(error) from error
        if status == _REFUSED:
            said = orjson.loads(body)
            raise Failure(said["key"], said["exit_code"], **said["values"])
        if status != _DONE:
            raise self._lost(body.decode(errors="replace"))
        return orjson.loads(body)

    def accept(self, raws: Sequence[Raw], clock: str | None) -> dict[str, Any]:
        texts = [(department, raw.decode("latin-1")) for department, raw in raws]
        counts: dict[str, Any] = self.ask("accept", raws=texts, clock=clock)
        return counts

    def followed(self, lines: int) -> AbstractContextManager[None]:  # noqa: ARG002 - it does
        return nullcontext()

    def _post(self, operation: str, body: bytes) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {self._serving.secret}"}
        self._connection.request("POST", f"/ask/{operation}", body, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def _lost(self, reason: object) -> Failure:
        return Failure("serve-lost", pid=self._serving.pid, reason=reason)

    def close(self) -> None:
        self._connection.close()
