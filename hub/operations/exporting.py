"""Operations that give an export its rows, a bucket or a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.embedded.hub import Embedded
from hub.report_options import one_of
from projections import exports
from projections.exported import TABLES, question
from projections.schema import Dialect


def export_rows(
    hub: Embedded, name: str, bucket: int, buckets: int, narrowed: Mapping[str, str]
) -> list[dict[str, Any]]:
    """
    Return one bucket of what the export's SELECT *name* (``projections.exports``) gives.

    *narrowed*: since, until (local dates), department; '' for no bound.
    """
    params = {"bucket": str(bucket), "buckets": str(buckets), **narrowed}
    return hub.query(Dialect().render(exports.select(name)), params)


def export_table(
    hub: Embedded, table: str, bucket: int, buckets: int, narrowed: Mapping[str, str]
) -> list[dict[str, Any]]:
    """
    Return one bucket of the rows of *table*, by time.

    Raises:
        Failure: there is no such table.
    """
    one_of("table", table, TABLES)
    params = {"bucket": str(bucket), "buckets": str(buckets), **narrowed}
    return hub.query(Dialect().render(question(table)), params)
