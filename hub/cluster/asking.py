"""Questions to the warehouse of a cluster, answered as rows, or with a failure that says why."""

from __future__ import annotations

from typing import Any

from hub.answering import documents
from hub.failure import Failure
from projections.warehouse import QueryError, Warehouse, WarehouseError


def rows_of(
    warehouse: Warehouse, sql: str, params: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Return the rows that answer *sql*, by column; raise ``Failure``."""
    try:
        found = warehouse.query(sql, params)
    except QueryError as error:
        raise Failure("query-failed", reason=error) from error
    except WarehouseError as error:
        raise Failure("warehouse-away", reason=error) from error
    return documents(found)
