"""
The rights of readers on a ClickHouse server, made of the departments that stand in its warehouse.

The statements themselves are ``projections.access``; an office has what stands below it now.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from urllib.parse import urlsplit

from hub.failure import FOUND_WRONG, Failure
from hub.settings import Settings
from projections import access
from projections.clickhouse import ClickHouseWarehouse
from projections.offices import below
from projections.rows import TABLES
from projections.warehouse import WarehouseError

_PARENTS = "SELECT department_id, parent_id FROM departments"


def rights(settings: Settings, offices: Sequence[str]) -> list[str]:
    """
    Return the statements for analysts and *offices*.

    Raises:
        Failure: the warehouse is away, or has no such department.
    """
    parents = _parents(settings) if offices else {}
    for office in offices:
        if office not in parents:
            raise Failure("unknown-department", department=office)
    database = urlsplit(settings.clickhouse).path.lstrip("/") or "default"
    own = {office: below(office, parents) for office in offices}
    return list(access.statements(database, sorted(table.name for table in TABLES), own))


def tell(settings: Settings, statements: Sequence[str]) -> None:
    """Run *statements*; raise ``Failure`` where the server has no roles or we no right to them."""
    try:
        with closing(ClickHouseWarehouse(settings.clickhouse)) as warehouse:
            warehouse.tell(statements)
    except WarehouseError as error:
        raise Failure("warehouse-refused", FOUND_WRONG, reason=error) from error


def _parents(settings: Settings) -> dict[str, str]:
    try:
        with closing(ClickHouseWarehouse(settings.clickhouse)) as warehouse:
            return {str(one): str(above) for one, above in warehouse.query(_PARENTS).rows}
    except WarehouseError as error:
        raise Failure("warehouse-away", FOUND_WRONG, reason=error) from error
