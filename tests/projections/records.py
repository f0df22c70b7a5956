"""
Build log records in tests: each builder names only what the test is about.

Offsets count up per topic and partition in a ``Log``, as in a real one. Times are written as
``"03-02 09:00"`` of 2026 in Shanghai.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from typing import Any

import orjson

from events import codec, ids
from events.event import Event
from events.instant import Instant, parse, render
from events.record import Headers, Origin, Record

TICK = "clock.ticked"


def at(text: str) -> Instant:
    """Return the instant of *text* (month-day hour:minute, 2026, Shanghai)."""
    day, time = text.split()
    return parse(f"2026-{day}T{time}:00+08:00")


def said(text: str) -> str:
    """Return *text* as snapshots write it: RFC 3339, '' for ''."""
    return render(at(text)) if text else ""


class Log:
    """The records appended so far, in order."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._ends: Counter[tuple[str, int]] = Counter()

    def append(
        self, topic: str, key: str, value: bytes, headers: Headers = (), partition: int = 0
    ) -> Record:
        offset = self._ends[topic, partition]
        self._ends[topic, partition] += 1
        record = Record(topic, partition, offset, key.encode(), value, headers, 1_772_413_200_000)
        self.records.append(record)
        return record

    def event(
        self,
        type: str,
        when: str,
        /,
        by: str = "centre",
        *,
        id: str = "",
        topic: str = "journal.cases",
        partition: int = 0,
        sequence: int = 0,
        version: int = 1,
        **data: Any,
    ) -> str:
        """Append an event and return its event_id."""
        id = id or f"e{len(self.records)}"
        source = f"/departments/{by}"
        event_id = ids.event_id(source, id)
        subject = str(data.get("case_id") or data.get("visit_id") or "")
        time = at(when)
        event = Event(event_id, type, version, time, sequence, source, id, subject, data, time)
        headers = (("hash", b"f" * 64), ("ingest", b"ingest.%s:0:7" % by.encode()))
        self.append(topic, subject, codec.encode(event), headers, partition)
        return event_id

    def tick(self, when: str, topic: str = "journal.cases", partition: int = 0) -> None:
        now = said(when)
        source = "/departments/hub/clock"
        id = f"{topic}/{partition}/{now}"
        event = Event(f"{source}#{id}", TICK, 1, at(when), 0, source, id, "", {"now": now})
        self.append(topic, "", codec.encode(event), (), partition)

    def finding(
        self,
        action: str,
        rule: str,
        *,
        origin: Origin,
        revision: int = 1,
        raised: str = "03-02 09:00",
        resolved: str = "",
        **fields: Any,
    ) -> str:
        """Append ``finding.<action>`` and return the finding's id."""
        subject = str(fields.get("subject", "K-1"))
        kind = str(fields.get("kind", "accept"))
        finding_id = ids.make(rule, kind, subject)
        words = ("party_id", "case_id", "department", "clock", "episode", "assignment_id", "rung")
        status = "resolved" if resolved else "open"
        data = {
            **dict.fromkeys(words, ""),
            "finding_id": finding_id,
            "rule": rule,
            "kind": kind,
            "subject": subject,
            "version": "1",
            "severity": "warning",
            "status": "retracted" if action == "retracted" else status,
            "raised_at": said(raised),
            "resolved_at": said(resolved),
            "evidence": [],
            "details": {},
            "revision": revision,
            **fields,
        }
        id = ids.make(finding_id, str(revision))
        source = "/departments/hub/findings"
        head = (f"{source}#{id}", f"finding.{action}", 1, at(raised), 0, source, id, subject)
        self.append("findings", finding_id, codec.encode(Event(*head, data)), (origin.header(),))
        return finding_id

    def snapshot(self, kind: str, id: str, offset: int, /, **row: Any) -> None:
        """Append a conclusion made from journal offset *offset*."""
        value = orjson.dumps({"kind": kind, "id": id, "row": row})
        origin = Origin("journal.cases", 0, offset)
        self.append("conclusions", f"{kind}:{id}", value, (origin.header(),))

    def receipt(self, offset: int, event_id: str, outcome: str, when: str, **more: Any) -> None:
        empty = {"code": "", "message": "", "field": "", "sha256": ""}
        value = empty | {
            "event_id": event_id,
            "outcome": outcome,
            "time": said(when),
            "topic": "ingest.water",
            "partition": 0,
            "offset": offset,
        }
        self.append("receipts.water", event_id, orjson.dumps(value | more))

    def rejection(self, offset: int, code: str, when: str) -> None:
        value = {
            "code": code,
            "message": "字段缺失",
            "field": "data.text",
            "department": "water",
            "topic": "ingest.water",
            "partition": 0,
            "offset": offset,
            "sha256": "ab",
            "raw": b64encode("坏".encode()).decode(),
            "time": said(when),
        }
        self.append("rejected", "water", orjson.dumps(value))
