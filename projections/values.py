"""
JSON values as columns want them: missing text is '', a missing time is None.

The log's writers validated what they wrote; these functions only settle what is absent, and
take a value of another shape as absent rather than stop a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from events import instant
from events.instant import Instant

Json = Mapping[str, Any]


def text(values: Json, name: str) -> str:
    """Return *name* as text; '' when absent or null, numbers as they are written."""
    value = values.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else str(value)


def each_text(values: Json, names: Iterable[str]) -> Iterator[str]:
    """Yield each of *names* as ``text`` does."""
    return (text(values, name) for name in names)


def texts(values: Json, name: str) -> list[str]:
    """Return the list *name* as text; [] when absent."""
    value = values.get(name)
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def whole(values: Json, name: str) -> int:
    """Return *name* as a whole number from 0; 0 when absent, '' or negative."""
    return max(maybe_whole(values, name) or 0, 0)


def maybe_whole(values: Json, name: str) -> int | None:
    """Return *name* as a whole number (true is 1), or None when absent or ''."""
    value = values.get(name)
    if value is None or value == "":
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def number(values: Json, name: str) -> float:
    """Return *name* as a number; 0.0 when absent or ''."""
    try:
        return float(values.get(name) or 0.0)
    except (TypeError, ValueError):
        return 0.0


def flag(values: Json, name: str) -> int:
    """Return 1 when *name* is true, a number but 0, or a word but ''; else 0."""
    return 1 if values.get(name) else 0


def time(values: Json, name: str) -> Instant | None:
    """Return the RFC 3339 text *name* as an instant, or None when absent, '' or no time."""
    value = values.get(name)
    return _parsed(value) if isinstance(value, str) and value else None


def times(items: Any) -> list[Instant]:
    """Return the RFC 3339 texts in the list *items* as instants, leaving out what is no time."""
    found = [_parsed(item) for item in items or () if isinstance(item, str)]
    return [at for at in found if at is not None]


@lru_cache(maxsize=65536)
def _parsed(text: str) -> Instant | None:
    try:
        return instant.parse(text)
    except ValueError:
        return None
