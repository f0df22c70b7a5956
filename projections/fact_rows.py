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
from projections.tables import Kind, Row, all_text, table
from projections.values import each_text, number, text, texts, times

_PARTY = ("kind", "name", "uscc", "area", "industry", "stage", "size", "officer_id")
_DEPARTMENT = ("department_id", "name", "level", "parent_id")
_OFFICER = ("officer_id", "department_id", "role", "area", "channel_ref", "substitute")
_RETURN = ("case_id", "assignment_id", "department", "reason_code", "basis", "better_owner")

PARTIES = table(
    "party_facts",
    **SAID_BY,
    weight=Kind.WHOLE,
    party_id=Kind.TEXT,
    **all_text(_PARTY),
    site_areas=Kind.TEXTS,
)
DEPARTMENTS = table(
    "department_facts",
    **SAID_BY,
    **all_text(_DEPARTMENT),
    valid_from=Kind.TIME,
    successors=Kind.TEXTS,
    area=Kind.TEXT,
)
OFFICERS = table(
    "officer_facts",
    **SAID,
    **all_text(_OFFICER),
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
RETURNS = table("case_returns", **SAID, **all_text(_RETURN))
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
    party_id = text(event.data, "party_id")
    areas = [text(site, "area") for site in told.get("sites") or () if isinstance(site, Mapping)]
    values = (*said_by(record, event), weight, party_id, *each_text(told, _PARTY), areas)
    return Row(PARTIES, values)


def _department(record: Record, event: Event) -> Row:
    data = event.data
    successors = texts(data, "successors")
    governed = (valid_from(event), successors, text(data, "area"))
    values = (*said_by(record, event), *each_text(data, _DEPARTMENT), *governed)
    return Row(DEPARTMENTS, values)


def _officer(record: Record, event: Event) -> Row:
    fields = each_text(event.data, _OFFICER)
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
    return Row(RETURNS, (*said(record, event), *each_text(event.data, _RETURN)))


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
