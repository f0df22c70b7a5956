"""
Rows of the snapshot tables: the last conclusion about a thing, versioned by its origin.

The version is (generation of the log, offset of the origin) in one number, so that a snapshot
that comes again, or late, never displaces a newer one. A thing that vanished is said once more
with what is known of it and ``status`` cancelled: a clock stays visible as cancelled, any
other thing is marked ``deleted``. Things that keep a status of their own (a cancelled visit)
come with their whole row, by which they are told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from events.jsonbytes import dumps
from events.record import Record, origin_of
from events.topics import generation_of
from projections import values
from projections.heads import PLACE, place
from projections.tables import Kind, Row, Table, table

_HEAD = {
    "id": Kind.TEXT,
    "version": Kind.WHOLE,
    "generation": Kind.WHOLE,
    **PLACE,
    "deleted": Kind.WHOLE,
}
_GENERATION_BITS = 48
"""Offsets stay below 2**48: a partition would take a million records a second for nine years."""

_READERS: dict[Kind, Callable[[values.Json, str], Any]] = {
    Kind.TEXT: values.text,
    Kind.TEXTS: values.texts,
    Kind.WHOLE: values.whole,
    Kind.MAYBE_WHOLE: values.maybe_whole,
    Kind.NUMBER: values.number,
    Kind.MAYBE_TIME: values.time,
}


class _Thing(NamedTuple):
    """``mark``: a field that every whole row has and a vanished thing's stub has not."""

    table: Table
    fields: tuple[tuple[str, Callable[[values.Json, str], Any]], ...]
    mark: str
    kinds: Mapping[str, Kind]


def _thing(name: str, mark: str, /, **kinds: Kind) -> _Thing:
    fields = tuple((field, _READERS[kind]) for field, kind in kinds.items())
    return _Thing(table(name, **_HEAD, **kinds, document=Kind.BYTES), fields, mark, kinds)


THINGS = {
    "share": _thing(
        "share_snapshots",
        "passes",
        case_id=Kind.TEXT,
        department=Kind.TEXT,
        bounced=Kind.WHOLE,
        unowned=Kind.WHOLE,
        passes=Kind.WHOLE,
    ),
    "case": _thing(
        "case_snapshots",
        "opened_at",
        case_id=Kind.TEXT,
        party_id=Kind.TEXT,
        cluster_id=Kind.TEXT,
        kind=Kind.TEXT,
        channel=Kind.TEXT,
        category=Kind.TEXT,
        area=Kind.TEXT,
        opened_at=Kind.MAYBE_TIME,
        responded_at=Kind.MAYBE_TIME,
        closed_at=Kind.MAYBE_TIME,
        status=Kind.TEXT,
        episode=Kind.WHOLE,
        outcome=Kind.TEXT,
        lead_department=Kind.TEXT,
        hops=Kind.WHOLE,
        returns=Kind.WHOLE,
        platform=Kind.TEXT,
        item=Kind.TEXT,
        colour=Kind.TEXT,
        hard=Kind.WHOLE,
        response=Kind.TEXT,
        first_responded_at=Kind.MAYBE_TIME,
        first_closed_at=Kind.MAYBE_TIME,
        handled=Kind.WHOLE,
        flags=Kind.TEXTS,
        parts=Kind.WHOLE,
        parts_open=Kind.WHOLE,
        parent_case_id=Kind.TEXT,
        parents=Kind.TEXTS,
        recurrence_of=Kind.TEXT,
        named_officer=Kind.TEXT,
        menu=Kind.TEXT,
        menu_item=Kind.TEXT,
        menu_category=Kind.TEXT,
        menu_department=Kind.TEXT,
        visit_id=Kind.TEXT,
        lead_at_answer=Kind.TEXT,
    ),
    "assignment": _thing(
        "assignment_snapshots",
        "assigned_at",
        assignment_id=Kind.TEXT,
        case_id=Kind.TEXT,
        department=Kind.TEXT,
        role=Kind.TEXT,
        assigned_at=Kind.MAYBE_TIME,
        accepted_at=Kind.MAYBE_TIME,
        ended_at=Kind.MAYBE_TIME,
        ended_by=Kind.TEXT,
        basis=Kind.TEXT,
        from_department=Kind.TEXT,
        episode=Kind.WHOLE,
        acted_at=Kind.MAYBE_TIME,
        answered_at=Kind.MAYBE_TIME,
        awaited=Kind.WHOLE,
    ),
    "clock": _thing(
        "clock_snapshots",
        "",
        case_id=Kind.TEXT,
        episode=Kind.WHOLE,
        clock=Kind.TEXT,
        assignment_id=Kind.TEXT,
        department=Kind.TEXT,
        unit=Kind.TEXT,
        target=Kind.WHOLE,
        started_at=Kind.MAYBE_TIME,
        deadline=Kind.MAYBE_TIME,
        stopped_at=Kind.MAYBE_TIME,
        consumed=Kind.WHOLE,
        paused=Kind.WHOLE,
        extended=Kind.WHOLE,
        status=Kind.TEXT,
        provisional=Kind.WHOLE,
        policy=Kind.TEXT,
        calendar=Kind.TEXT,
        percent=Kind.WHOLE,
        overturned=Kind.WHOLE,
        net_deadline=Kind.MAYBE_TIME,
        used=Kind.NUMBER,
        owner=Kind.TEXT,
    ),
    "evaluation": _thing(
        "evaluation_snapshots",
        "outcome",
        case_id=Kind.TEXT,
        episode=Kind.WHOLE,
        level=Kind.MAYBE_WHOLE,
        solved=Kind.MAYBE_WHOLE,
        collected_by=Kind.TEXT,
        collector=Kind.TEXT,
        outcome=Kind.TEXT,
        time=Kind.MAYBE_TIME,
        revisit=Kind.WHOLE,
        own=Kind.WHOLE,
        event_id=Kind.TEXT,
        department=Kind.TEXT,
        channel=Kind.TEXT,
        standing=Kind.TEXT,
        asked_at=Kind.MAYBE_TIME,
        attempts=Kind.WHOLE,
        verified_at=Kind.MAYBE_TIME,
        upheld=Kind.MAYBE_WHOLE,
        verifier=Kind.TEXT,
        appealed_at=Kind.MAYBE_TIME,
        excluded_at=Kind.MAYBE_TIME,
        excluded_by=Kind.TEXT,
        excluded_for=Kind.TEXT,
        excluded_reason=Kind.TEXT,
    ),
    "rectification": _thing(
        "rectification_snapshots",
        "ground",
        case_id=Kind.TEXT,
        episode=Kind.WHOLE,
        department=Kind.TEXT,
        ground=Kind.TEXT,
        level=Kind.MAYBE_WHOLE,
        since=Kind.MAYBE_TIME,
        verified_at=Kind.MAYBE_TIME,
        upheld=Kind.MAYBE_WHOLE,
        second_at=Kind.MAYBE_TIME,
        second_department=Kind.TEXT,
        measure=Kind.TEXT,
        answered_at=Kind.MAYBE_TIME,
        heard_at=Kind.MAYBE_TIME,
        status=Kind.TEXT,
        confirmed=Kind.WHOLE,
    ),
    "visit": _thing(
        "visit_snapshots",
        "visit_id",
        visit_id=Kind.TEXT,
        party_id=Kind.TEXT,
        cluster_id=Kind.TEXT,
        departments=Kind.TEXTS,
        purpose=Kind.TEXT,
        ground=Kind.TEXT,
        start=Kind.MAYBE_TIME,
        end=Kind.MAYBE_TIME,
        status=Kind.TEXT,
        event_id=Kind.TEXT,
        department=Kind.TEXT,
        officers=Kind.TEXTS,
        campaign_id=Kind.TEXT,
    ),
    "party": _thing("party_snapshots", "party_id", party_id=Kind.TEXT, cluster_id=Kind.TEXT),
    "cluster": _thing(
        "cluster_snapshots",
        "cluster_id",
        cluster_id=Kind.TEXT,
        case_id=Kind.TEXT,
        lead=Kind.WHOLE,
        lead_case=Kind.TEXT,
        score=Kind.NUMBER,
        status=Kind.TEXT,
    ),
    "identity_question": _thing(
        "identity_question_snapshots",
        "question_id",
        question_id=Kind.TEXT,
        party_id=Kind.TEXT,
        other_party_id=Kind.TEXT,
        name=Kind.TEXT,
        other_name=Kind.TEXT,
        area=Kind.TEXT,
        other_area=Kind.TEXT,
        score=Kind.NUMBER,
        policy=Kind.TEXT,
        asked_at=Kind.MAYBE_TIME,
    ),
    "late": _thing(
        "late_snapshots",
        "event_id",
        event_id=Kind.TEXT,
        time=Kind.MAYBE_TIME,
        late_days=Kind.WHOLE,
    ),
}

TABLES = tuple(thing.table for thing in THINGS.values())


def snapshot_rows(record: Record) -> tuple[Row, ...]:
    """Return the row of a record of topic ``conclusions``; none for a kind we do not know."""
    said = orjson.loads(record.value) if record.value else _tombstone(record.key)
    thing = THINGS.get(said["kind"])
    if thing is None:
        return ()
    row = said.get("row") or {}
    generation, offset = version_of(record)
    version = (generation << _GENERATION_BITS) | offset
    head = (said["id"], version, generation, *place(record), _deleted(thing, row))
    fields = (read(row, name) for name, read in thing.fields)
    document = dumps(row, option=orjson.OPT_SORT_KEYS)
    return (Row(thing.table, (*head, *fields, document)),)


def columns_of(thing: _Thing, row: values.Json) -> Iterator[tuple[str, Kind, Any]]:
    """Yield (name, kind, value) of each column that shows what the document *row* says."""
    yield "deleted", Kind.WHOLE, _deleted(thing, row)
    for name, read in thing.fields:
        yield name, thing.kinds[name], read(row, name)


def version_of(record: Record) -> tuple[int, int]:
    """Return (generation, offset) of what *record* was made from, itself if it does not say."""
    origin = origin_of(record.headers)
    if origin is None:
        return 0, record.offset
    return generation_of(origin.topic), origin.offset


def _deleted(thing: _Thing, row: Mapping[str, Any]) -> int:
    return int(not row or (bool(thing.mark) and thing.mark not in row))


def _tombstone(key: bytes) -> dict[str, Any]:
    kind, _, id = key.decode().partition(":")
    return {"kind": kind, "id": id}
