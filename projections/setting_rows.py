"""
Rows of published policies: one per setting, so that reports read their own limits as data.

A setting is a leaf of a policy's content, named by its path (``clocks.resolve.target``): a
number in ``amount``, anything else in ``text``. Lists are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from events.event import Event
from events.record import Record
from projections.heads import SAID, said, valid_from
from projections.tables import Kind, Row, table
from projections.values import text, whole

SETTINGS = table(
    "policy_settings",
    **SAID,
    policy_id=Kind.TEXT,
    policy_version=Kind.WHOLE,
    kind=Kind.TEXT,
    valid_from=Kind.TIME,
    name=Kind.TEXT,
    amount=Kind.NUMBER,
    text=Kind.TEXT,
)

NAME = "policy.published"
"""The event that has rows here."""


def setting_rows(record: Record, event: Event) -> Iterator[Row]:
    """Yield a row for each setting of the policy that *event* publishes; none for others."""
    if event.name != NAME:
        return
    data = event.data
    head = (
        *said(record, event),
        text(data, "policy_id"),
        whole(data, "version"),
        text(data, "kind"),
        valid_from(event),
    )
    for name, value in _leaves(data.get("content"), ""):
        number = isinstance(value, int | float)
        yield Row(
            SETTINGS, (*head, name, float(value) if number else 0.0, "" if number else str(value))
        )


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, below in value.items():
            yield from _leaves(below, f"{path}.{name}".lstrip("."))
    elif isinstance(value, str | int | float):
        yield path, value
