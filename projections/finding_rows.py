"""
Rows of ``finding_records``: each thing the hub said of a finding or a clock, in the order said.

``finding.*`` rows carry the whole finding and its revision; ``clock.warned`` and
``clock.rebased`` share the topic and leave the finding's columns empty. The
view ``findings`` takes the last record of each finding by its offset.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import orjson

from events import codec
from events.event import Event
from events.instant import Instant
from events.jsonbytes import dumps
from events.record import Origin, Record, origin_of
from projections.heads import PLACE, STORED, place, stored
from projections.tables import Kind, Row, all_text, table
from projections.values import each_text, number, text, texts, time, whole

NAMES: Final = (
    "finding_id",
    "rule",
    "kind",
    "version",
    "severity",
    "subject",
    "party_id",
    "case_id",
    "department",
    "clock",
    "episode",
    "assignment_id",
    "rung",
)
"""The texts of a finding, as its event and as the columns of its row name them."""

FINDINGS = table(
    "finding_records",
    **PLACE,
    **STORED,
    origin_topic=Kind.TEXT,
    origin_partition=Kind.WHOLE,
    origin_offset=Kind.WHOLE,
    origin_index=Kind.WHOLE,
    event_id=Kind.TEXT,
    name=Kind.TEXT,
    time=Kind.TIME,
    **all_text(NAMES),
    raised_at=Kind.TIME,
    resolved_at=Kind.MAYBE_TIME,
    status=Kind.TEXT,
    evidence=Kind.TEXTS,
    details=Kind.BYTES,
    revision=Kind.WHOLE,
    percent=Kind.NUMBER,
    reason=Kind.TEXT,
    deadline=Kind.MAYBE_TIME,
)


def finding_rows(record: Record) -> tuple[Row, ...]:
    """Return the one row of a record of topic ``findings``."""
    event = codec.decode(record.value)
    origin = origin_of(record.headers) or Origin("", 0, record.offset)
    said = (event.event_id, event.name, event.time)
    head = (*place(record), *stored(record), *origin)
    return (Row(FINDINGS, (*head, *said, *_finding(event))),)


def _finding(event: Event) -> tuple[Any, ...]:
    data = event.data
    return (
        *each_text(data, NAMES),
        time(data, "raised_at") or Instant(0),
        time(data, "resolved_at"),
        _status(event.name, data),
        texts(data, "evidence"),
        dumps(data.get("details") or {}, option=orjson.OPT_SORT_KEYS),
        whole(data, "revision"),
        number(data, "percent"),
        text(data, "reason"),
        time(data, "deadline"),
    )


def _status(name: str, data: Mapping[str, Any]) -> str:
    return "retracted" if name == "finding.retracted" else text(data, "status")
