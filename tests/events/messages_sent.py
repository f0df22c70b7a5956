"""Helpers that make what departments send: each test names only what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from events.instant import Instant, parse
from events.intake import DEFAULT, Accepted, Judgement, Received, Rejected, Settings, judge
from events.record import Headers
from events.remembered import Remembered

NOON = parse("2026-10-09T04:00:00Z")
CLOSED: Mapping[str, Any] = {"case_id": "K-77", "outcome": "solved"}


def said(type: str = "case.closed.v1", /, **changes: Any) -> dict[str, Any]:
    """Return a CloudEvent as JSON values; ``absent`` as a value leaves the attribute out."""
    event = {
        "specversion": "1.0",
        "id": "e1",
        "source": "/departments/fire/cases",
        "type": type,
        "time": "2026-10-09T10:00:00+08:00",
        "data": CLOSED,
    } | changes
    return {name: held for name, held in event.items() if held is not absent}


absent = object()


def received(
    event: Mapping[str, Any] | bytes,
    offset: int = 0,
    department: str = "fire",
    headers: Headers = (),
    at: Instant = NOON,
) -> Received:
    value = event if isinstance(event, bytes) else orjson.dumps(event)
    return Received(department, value, headers, f"ingest.{department}", 0, offset, at)


class Intake:
    """Intake with a memory, as a host keeps one."""

    def __init__(self, settings: Settings = DEFAULT) -> None:
        self._settings = settings
        self._memory: dict[tuple[str, str], Remembered] = {}
        self._offset = -1

    def take(
        self, event: Mapping[str, Any] | bytes, offset: int | None = None, department: str = "fire"
    ) -> Judgement:
        """Judge *event* at the next offset (or at *offset*), and remember it when accepted."""
        self._offset += 1
        place = self._offset if offset is None else offset
        judgement = judge(received(event, place, department), self._recall, self._settings)
        if isinstance(judgement, Accepted):
            kept = judgement.remembered
            self._memory[kept.source, kept.id] = kept
        return judgement

    def _recall(self, source: str, id: str) -> Remembered | None:
        return self._memory.get((source, id))


def accepted(judgement: Judgement) -> Accepted:
    assert isinstance(judgement, Accepted), judgement.receipt
    return judgement


def refused(judgement: Judgement) -> tuple[str, str]:
    """Return (code, field) of a rejection."""
    assert isinstance(judgement, Rejected), judgement.receipt
    return judgement.receipt.code, judgement.receipt.field
