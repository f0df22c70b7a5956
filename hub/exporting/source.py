"""
Where an export takes its rows: from the client, one bucket after the other.

A bucket holds a case with all that belongs to it, some forty thousand records in all, so that
the memory of an export does not grow with the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from hub.client import Client
from hub.exporting.selection import Selection

Row = dict[str, Any]
Advance = Callable[[int], None]
"""Told how many buckets are done."""

_RECORDS: Final = 40_000
"""About how many records of the log a bucket holds."""


class Source:
    """The rows of *selection*; ``buckets`` is how many steps a walk over all of it takes."""

    def __init__(self, client: Client, selection: Selection, records: int = _RECORDS) -> None:
        self._client, self.selection, self.buckets = client, selection, 1
        [size] = self.rows("size")
        self.buckets = 1 + int(size["records"]) // records

    def rows(self, name: str, bucket: int = 0) -> list[Row]:
        """Return one bucket of the SELECT *name* of ``projections.exports``."""
        given = {"bucket": bucket, "buckets": self.buckets}
        narrowed = self.selection.narrowed()
        found: list[Row] = self._client.ask("export_rows", name=name, narrowed=narrowed, **given)
        return found

    def each(self, name: str) -> Iterator[Row]:
        """Yield every row of the SELECT *name*, bucket by bucket."""
        for bucket in range(self.buckets):
            yield from self.rows(name, bucket)
