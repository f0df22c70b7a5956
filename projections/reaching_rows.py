"""
Rows of what reaches out: offers and campaigns; and of what was asked and answered, for looking up.

A campaign stands in every partition of both journals; the view takes each event once. ``plain``
of a text is what is looked up: without width, case, spaces and punctuation.
"""

from __future__ import annotations

from collections.abc import Callable

from events.event import Event
from events.record import Record
from events.routing import plain_name
from projections.heads import SAID, SAID_BY, said, said_by, valid_from
from projections.tables import Kind, Row, all_text, table
from projections.values import each_text, text, texts, time, whole

_OFFER = ("offer_id", "party_id", "menu_id", "item")

OFFERS = table(
    "offer_facts",
    **SAID_BY,
    **all_text(_OFFER),
    department=Kind.TEXT,
    campaign_id=Kind.TEXT,
)
CAMPAIGNS = table(
    "campaign_facts",
    **SAID,
    campaign_id=Kind.TEXT,
    version=Kind.WHOLE,
    valid_from=Kind.TIME,
    name=Kind.TEXT,
    departments=Kind.TEXTS,
    start=Kind.MAYBE_TIME,
    end=Kind.MAYBE_TIME,
    category=Kind.TEXT,
    cluster_id=Kind.TEXT,
    monthly_day=Kind.WHOLE,
)
TEXTS = table(
    "case_texts",
    **SAID,
    case_id=Kind.TEXT,
    part=Kind.TEXT,
    department=Kind.TEXT,
    kind=Kind.TEXT,
    said=Kind.TEXT,
    plain=Kind.TEXT,
)
TABLES = (OFFERS, CAMPAIGNS, TEXTS)

LONGEST = 4000
"""Characters of a text that are looked up: a letter of more says it in its beginning."""


def reaching_rows(record: Record, event: Event) -> tuple[Row, ...]:
    """Return the row of what *event* says: none for most events."""
    build = _BUILDERS.get(event.name)
    return () if build is None else (build(record, event),)


def _offer(record: Record, event: Event) -> Row:
    fields = each_text(event.data, _OFFER)
    by = text(event.data, "department") or event.department
    return Row(OFFERS, (*said_by(record, event), *fields, by, text(event.data, "campaign_id")))


def _campaign(record: Record, event: Event) -> Row:
    data = event.data
    values = (
        text(data, "campaign_id"),
        whole(data, "version"),
        valid_from(event),
        text(data, "name"),
        texts(data, "departments"),
        time(data, "start"),
        time(data, "end"),
        text(data, "category"),
        text(data, "cluster_id"),
        whole(data, "monthly_day"),
    )
    return Row(CAMPAIGNS, (*said(record, event), *values))


def _question(record: Record, event: Event) -> Row:
    plain = plain_name(text(event.data, "text")[:LONGEST])
    case = text(event.data, "case_id")
    return Row(TEXTS, (*said(record, event), case, "question", "", "", "", plain))


def _answer(record: Record, event: Event) -> Row:
    data = event.data
    words = text(data, "text")[:LONGEST]
    by = text(data, "department") or event.department
    values = (text(data, "case_id"), "answer", by, text(data, "kind"), words, plain_name(words))
    return Row(TEXTS, (*said(record, event), *values))


_BUILDERS: dict[str, Callable[[Record, Event], Row]] = {
    "offer.made": _offer,
    "offer.opened": _offer,
    "offer.applied": _offer,
    "campaign.scheduled": _campaign,
    "case.opened": _question,
    "case.responded": _answer,
}

NAMES = frozenset(_BUILDERS)
"""The events that have a row here."""
