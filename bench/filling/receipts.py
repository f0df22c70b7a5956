"""
What became of each record that was sent: as many receipts as events, and some more.

Every event was accepted once. One record in fifty was sent again, as many were refused: half of
those were mended and accepted under their id. A department has a topic of receipts of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bench.filling.drawn import DEPARTMENTS, Fill, Size, step_event, taken_in, visit_event

_SENDERS: Final = DEPARTMENTS - 2
_REFUSED: Final = "number % 2 = 0"


def fills(size: Size) -> Iterator[Fill]:
    steps = size.cases * 15 // 2
    yield Fill("receipt_records", size.visits, {**_accepted(size.visits), **_of_visits()})
    yield Fill("receipt_records", size.visits // 25, {**_other(size.visits), **_again()})
    yield Fill("receipt_records", steps, {**_accepted(steps), **_of_steps()})


def _accepted(events: int) -> dict[str, str]:
    return {"outcome": "'accepted'", "time": taken_in("number", events)}


def _of_visits() -> dict[str, str]:
    return {**_sent("number"), "event_id": visit_event("number")}


def _of_steps() -> dict[str, str]:
    return {
        "topic": "'receipts.centre'",
        "offset": "number",
        "event_id": step_event("number"),
        "department": "'centre'",
        "ingest_topic": "'ingest.centre'",
        "ingest_offset": "number",
    }


def _other(visits: int) -> dict[str, str]:
    return {
        "outcome": f"if({_REFUSED}, 'rejected', 'duplicate')",
        "code": f"if({_REFUSED}, 'unknown-field', 'duplicate')",
        "time": taken_in("number * 25", visits),
    }


def _again() -> dict[str, str]:
    """Return where what was refused or repeated stands: between the accepted."""
    mended = visit_event("number * 25")
    id = f"if(number % 4 = 2, concat('/departments/bureau#x', toString(number)), {mended})"
    return {**_sent("number * 25", 1), "event_id": id}


def _sent(number: str, beside: int = 0) -> dict[str, str]:
    """Return the place of the receipt of record *number*; *beside* 1: of the one after it."""
    sender = f"concat('d', toString(2 + ({number}) % {_SENDERS}))"
    offset = f"2 * intDiv({number}, {_SENDERS}) + {beside}"
    return {
        "topic": f"concat('receipts.', {sender})",
        "offset": offset,
        "department": sender,
        "ingest_topic": f"concat('ingest.', {sender})",
        "ingest_offset": f"toInt64({offset})",
    }
