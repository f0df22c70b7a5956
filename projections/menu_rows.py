"""
Rows of the items of a published menu: one per item, and one at position 0 for the menu itself.

A menu stands in every partition of both journals. It is read in one of them, so that two
thousand items are two thousand rows. A text that should be a mapping is taken as absent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from events.event import Event
from events.record import Record
from events.topics import JOURNAL_CASES, kind
from projections.heads import PLACE, place, valid_from
from projections.tables import Kind, Row, table
from projections.values import Json, number, text, texts, whole

MENU_ITEMS = table(
    "menu_item_facts",
    **PLACE,
    position=Kind.WHOLE,
    event_id=Kind.TEXT,
    time=Kind.TIME,
    sequence=Kind.WHOLE,
    menu_id=Kind.TEXT,
    version=Kind.WHOLE,
    valid_from=Kind.TIME,
    goal=Kind.NUMBER,
    item=Kind.TEXT,
    title=Kind.TEXT,
    title_en=Kind.TEXT,
    category=Kind.TEXT,
    category_title=Kind.TEXT,
    category_title_en=Kind.TEXT,
    department=Kind.TEXT,
    policy=Kind.TEXT,
    unit=Kind.TEXT,
    statutory=Kind.NUMBER,
    promised=Kind.NUMBER,
    kinds=Kind.TEXTS,
    areas=Kind.TEXTS,
    industries=Kind.TEXTS,
    stages=Kind.TEXTS,
    sizes=Kind.TEXTS,
)
_CRITERIA = ("kind", "area", "industry", "stage", "size")

NAME = "menu.published"
"""The event that has rows here."""


def menu_rows(record: Record, event: Event) -> Iterator[Row]:
    """Yield the rows of a ``menu.published``; none for other events and other copies of it."""
    first_copy = kind(record.topic) == JOURNAL_CASES and record.partition == 0
    if event.name != NAME or not first_copy:
        return
    content = _mapping(event.data.get("content"))
    nothing: Json = {}
    for position, (category, item) in enumerate(((nothing, nothing), *_items(content))):
        values = _values(event, content, category, item)
        yield Row(MENU_ITEMS, (*place(record), position, *values))


def _items(content: Json) -> Iterator[tuple[Json, Json]]:
    for category in _list(content.get("categories")):
        for item in _list(category.get("items")):
            yield category, item
    for item in _list(content.get("items")):
        yield {}, item


def _values(event: Event, content: Json, category: Json, item: Json) -> tuple[Any, ...]:
    data = event.data
    statutory, promised = _mapping(item.get("statutory")), _mapping(item.get("promised"))
    criteria = _mapping(item.get("criteria"))
    return (
        event.event_id,
        event.time,
        event.sequence,
        text(data, "menu_id"),
        whole(data, "version"),
        valid_from(event),
        number(content, "goal"),
        text(item, "item"),
        *_titles(item),
        text(category, "category"),
        *_titles(category),
        text(item, "department") or text(data, "department"),
        text(item, "policy"),
        text(promised, "unit") or text(statutory, "unit"),
        number(statutory, "target"),
        number(promised, "target"),
        *(texts(criteria, name) for name in _CRITERIA),
    )


def _titles(said: Json) -> tuple[str, str]:
    """Return the Chinese and the English title; a plain text is the first."""
    title = said.get("title")
    if isinstance(title, Mapping):
        return text(title, "zh") or text(title, "en"), text(title, "en")
    return text(said, "title"), ""


def _mapping(value: Any) -> Json:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Json]:
    return [_mapping(one) for one in value] if isinstance(value, list) else []
