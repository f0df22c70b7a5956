"""A department's system in the tests: plain HTTP, and events as it would say them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPConnection
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import orjson

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
LINES = "application/x-ndjson"


class Answer(NamedTuple):
    """What came back. ``said`` is the JSON body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        return orjson.loads(self.body)


class System(NamedTuple):
    """A department's system: where it sends, with which key."""

    url: str
    key: str = ""
    department: str = "fire"

    def ask(
        self, method: str, path: str, body: bytes | None = None, media: str = "", **headers: str
    ) -> Answer:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.key:
            said["Authorization"] = f"Bearer {self.key}"
        if media:
            said["Content-Type"] = media
        parts = urlsplit(self.url)
        with closing(HTTPConnection(parts.hostname or "", parts.port or 80, timeout=30)) as line:
            line.request(method, path, body, said)
            answer = line.getresponse()
            return Answer(answer.status, dict(answer.headers.items()), answer.read())

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, "", **headers)

    def send(self, said: Any, media: str = STRUCTURED) -> Answer:
        return self.ask("POST", "/events", orjson.dumps(said), media)

    def event(self, id: str, **changed: Any) -> dict[str, Any]:
        """Return a visit that this department recorded."""
        visit = {
            "visit_id": id,
            "party_id": "P-1",
            "departments": [self.department],
            "purpose": "fire-safety",
            "ground": "routine",
            "start": "2026-09-28T09:00:00+08:00",
            "end": "2026-09-28T10:30:00+08:00",
        }
        return {
            "specversion": "1.0",
            "id": id,
            "source": f"/departments/{self.department}/visits",
            "type": "visit.recorded.v1",
            "time": "2026-09-28T10:30:00+08:00",
            "subject": f"{self.department}/{id}",
            "data": visit,
        } | changed
