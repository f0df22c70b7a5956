"""
The tables that may be taken out whole, a bucket at a time: the contract's, one row per thing.

``key`` names a row (or the rows that stay together), ``at`` is the instant by which the table
is narrowed to local dates, ``of`` the condition that narrows it to a department: '' where the
table tells nothing of departments. A table that is not ``shown`` no department gets: some tell
who rated (``projections.guarding``). What is sealed is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from typing import Final, NamedTuple

_BY = "department = {department:String}"
_GIVEN = "case_id IN (SELECT case_id FROM assignments WHERE department = {department:String})"


class Exported(NamedTuple):
    """``shown``: a department may have its own rows."""

    key: str
    at: str
    of: str = _BY
    shown: bool = False
    columns: str = "*"


TABLES: Final[Mapping[str, Exported]] = {
    "events": Exported("event_id", "time"),
    "visits": Exported("visit", "start", "has(departments, {department:String})", shown=True),
    "cases": Exported("case_id", "opened_at", _GIVEN, shown=True),
    "assignments": Exported("assignment_id", "assigned_at", shown=True),
    "clocks": Exported("clock_id", "started_at", shown=True),
    "evaluations": Exported("evaluation_id", "time"),
    "findings": Exported("finding_id", "raised_at", shown=True),
    "rejected": Exported("sha256", "time", columns="* EXCEPT (raw)"),
    "receipts": Exported("event_id", "time"),
    "parties": Exported("party_id", "valid_from", ""),
    "departments": Exported("department_id", "valid_from", "department_id = {department:String}"),
    "officers": Exported("officer_id", "valid_from", "department_id = {department:String}"),
}

_SELECT = Template("""
SELECT $columns
FROM $table
WHERE cityHash64($key) % {buckets:UInt64} = {bucket:UInt64}
    AND ({since:String} = '' OR toString(toDate($at, '$${zone}')) >= {since:String})
    AND ({until:String} = '' OR toString(toDate($at, '$${zone}')) < {until:String})
    AND ({department:String} = '' OR $of)
ORDER BY $at, $key
""")


def question(table: str) -> str:
    """Return the template of the SELECT of *table*; raise ``KeyError`` where there is none."""
    wanted = TABLES[table]
    return _SELECT.substitute(
        table=table, columns=wanted.columns, key=wanted.key, at=wanted.at, of=wanted.of or "1"
    )
