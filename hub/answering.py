"""Answers of a warehouse as the rest of the hub has them: rows by column, values as in JSON."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from events.instant import from_datetime, render
from projections.warehouse import Result


def documents(found: Result) -> list[dict[str, Any]]:
    """Return the rows of *found*, each by column."""
    return [dict(zip(found.columns, map(plain, row), strict=True)) for row in found.rows]


def plain(value: Any) -> Any:
    """Return *value* of an answer as JSON has it: instants as RFC 3339 in UTC."""
    match value:
        case datetime():
            return render(from_datetime(value))
        case date() | Decimal() | UUID():
            return str(value)
        case bytes():
            return value.decode("latin-1")
        case list() | tuple():
            return [plain(one) for one in value]
        case dict():
            return {str(name): plain(one) for name, one in value.items()}
        case _:
            return value
