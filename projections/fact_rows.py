"""
Rows of the fact tables: what single journal events say of parties, departments, officers,
findings, other events and returned cases, in columns.

``weight`` of a party fact: 1 for a registration or update, 0 for a party that was only named
beside a visit or case, so that a mention never displaces what was registered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from events.event import Event
from events.record import Record
from projections.heads import PLACE, SAID, SAID_BY, place, said, said_by, valid_from
from projections.tables import Kind, Row, table
from projections.values import number, text, texts, times

PARTIES = table(
    "party_facts",
    **SAID_BY,
    weight=Kind.WHOLE,
    party_id=Kind.TEXT,
    kind=Kind.TEXT,
    name=Kind.TEXT,
    uscc=Kind.TEXT,
    area=Kind.TEXT,
    industry=Kind.TEXT,
    stage=Kind.TEXT,
    size=Kind.TEXT,
    officer_id=Kind.TEXT,
    site_areas=Kind.TEXTS,
)
DEPARTMENTS = table(
    "department_facts",
    **SAID_BY,
    department_id=Kind.TEXT,
    name=Kind.TEXT,
    level=Kind.TEXT,
    parent_id=Kind.TEXT,
    valid_from=Kind.TIME,
    successors=Kind.TEXTS,
    area=Kind.TEXT,
)
OFFICERS = table(
    "officer_facts",
    **SAID,
    officer_id=Kind.TEXT,
    department_id=Kind.TEXT,
    role=Kind.TEXT,
    area=Kind.TEXT,
    channel_ref=Kind.TEXT,
    substitute=Kind.TEXT,
    away_from=Kind.TIMES,
    away_to=Kind.TIMES,
    duty=Kind.TEXTS,
)
JUDGEMENTS = table("judgements", **SAID, finding_id=Kind.TEXT, status=Kind.TEXT)
WITHDRAWALS = table(
    "withdrawals",
    **PLACE,
    event_id=Kind.TEXT,
    time=Kind.TIME,
    withdrawn_id=Kind.TEXT,
    reason=Kind.TEXT,
)
RETURNS = table(
    "case_returns",
    **SAID,
    case_id=Kind.TEXT,
    assignment_id=Kind.TEXT,
    department=Kind.TEXT,
    reason_code=Kind.TEXT,
    basis=Kind.TEXT,
    better_owner=Kind.TEXT,
)

LINKS = table(
    "party_link_facts",
    **SAID,
    name=Kind.TEXT,
    source=Kind.TEXT,
    party_id=Kind.TEXT,
    same_as=Kind.TEXT,
    score=Kind.NUMBER,
    rule=Kind.TEXT,
    rule_version=Kind.TEXT,
)

TABLES = (PARTIES, DEPARTMENTS, OFFICERS, JUDGEMENTS, WITHDRAWALS, LINKS, RETURNS)

_PARTY_FIELDS = ("kind", "name", "uscc", "area", "industry", "stage", "size", "officer_id")
_DEPARTMENT_FIELDS = ("department_id", "name", "level", "parent_id")
_OFFICER_FIELDS = ("officer_id", "department_id", "role", "area", "channel_ref", "substitute")
_RETURN_FIELDS = (
    "case_id",
    "assignment_id",
    "department",
    "reason_code",
    "basis",
    "better_owner",
)


def fact_rows(record: Record, event: Event) -> Iterator[Row]:
    """Yield the rows of what *event* says: none for most events, at most two."""
    build = _BUILDERS.get(event.name)
    if build is not None:
        yield build(record, event)
    named = event.data.get("party")
    if isinstance(named, Mapping) and event.data.get("party_id"):
        yield _party(record, event, named, weight=0)


def _registered_party(record: Record, event: Event) -> Row:
    return _party(record, event, event.data, weight=1)


def _party(record: Record, event: Event, told: Mapping[str, Any], weight: int) -> Row:
    fields = (text(told, name) for name in _PARTY_FIELDS)
    party_id = text(event.data, "party_id")
    areas = [text(site, "area") for site in told.get("sites") or () if isinstance(site, Mapping)]
    values = (*said_by(record, event), weight, party_id, *fields, areas)
    return Row(PARTIES, values)


def _department(record: Record, event: Event) -> Row:
    data = event.data
    fields = (text(data, name) for name in _DEPARTMENT_FIELDS)
    successors = texts(data, "successors")
    governed = (valid_from(event), successors, text(data, "area"))
    values = (*said_by(record, event), *fields, *governed)
    return Row(DEPARTMENTS, values)


def _officer(record: Record, event: Event) -> Row:
    fields = (text(event.data, name) for name in _OFFICER_FIELDS)
    away = [times(interval) for interval in event.data.get("away") or ()]
    whole = [interval for interval in away if len(interval) == 2]
    absent = ([since for since, _ in whole], [until for _, until in whole])
    duty = texts(event.data, "duty")
    return Row(OFFICERS, (*said(record, event), *fields, *absent, duty))


def _judgement(record: Record, event: Event) -> Row:
    status = event.name.removeprefix("finding.")
    return Row(JUDGEMENTS, (*said(record, event), text(event.data, "finding_id"), status))


def _withdrawal(record: Record, event: Event) -> Row:
    withdrawn = (text(event.data, "event_id"), text(event.data, "reason"))
    return Row(WITHDRAWALS, (*place(record), event.event_id, event.time, *withdrawn))


def _link(record: Record, event: Event) -> Row:
    data = event.data
    pair = (text(data, "party_id"), text(data, "same_as"))
    why = (number(data, "score"), text(data, "rule"), text(data, "version"))
    return Row(LINKS, (*said(record, event), event.name, event.source, *pair, *why))


def _return(record: Record, event: Event) -> Row:
    fields = (text(event.data, name) for name in _RETURN_FIELDS)
    return Row(RETURNS, (*said(record, event), *fields))


_BUILDERS: dict[str, Callable[[Record, Event], Row]] = {
    "party.registered": _registered_party,
    "party.updated": _registered_party,
    "department.registered": _department,
    "department.reorganised": _department,
    "officer.registered": _officer,
    "finding.confirmed": _judgement,
    "finding.dismissed": _judgement,
    "event.withdrawn": _withdrawal,
    "party.linked": _link,
    "party.unlinked": _link,
    "case.returned": _return,
}

NAMES = frozenset(_BUILDERS)
"""The events that say a fact; any other may name a party beside what it says."""
