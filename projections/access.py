"""
Who may ask a ClickHouse server what: analysts everything, an office its own rows, nobody writes.

A modern server gets roles, a settings profile, a quota and row policies in SQL (``statements``).
The conditions are on the tables, below every view, so that no view and no join reaches past them.
A table that is not listed an office sees nothing of; ratings stand in none that is. A user of an
office has the role ``office_<department>``. Run again when departments change.

A server that is too old for roles (before 20.4) gets ``users.xml`` with profile, quota and
database for its analysts (``users_xml``). Ours of Debian, 18.16, knows no condition on rows: no
office is let in there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from projections.offices import ALL, RATINGS, conditions, database_of
from projections.quoting import quoted_name
from projections.warehouse import Limits

ANALYST: Final = "hub_analyst"
OFFICE: Final = "hub_office"
PROFILE: Final = "hub_reader"
QUOTA: Final = "hub_readers"

TABLES: Final[Mapping[str, str]] = {
    "journal_records": f"(department IN {{own}} AND {RATINGS}) OR name = 'clock.ticked'",
    "finding_records": "department IN {own}",
    "receipt_records": "department IN {own}",
    "rejected_records": "department IN {own}",
    "department_facts": ALL,
    "officer_facts": "department_id IN {own}",
    "withdrawals": ALL,
    "judgements": ALL,
    "case_returns": "department IN {own}",
    "case_snapshots": "lead_department IN {own}",
    "assignment_snapshots": "department IN {own}",
    "clock_snapshots": "department IN {own}",
    "visit_snapshots": "hasAny(departments, {list})",
    "share_snapshots": "department IN {own}",
    "party_facts": ALL,
    "party_snapshots": ALL,
    "menu_item_facts": ALL,
    "campaign_facts": ALL,
    "policy_settings": ALL,
}
"""What an office sees of each table."""
VIEWS: Final = (
    *("now", "ticks", "departments", "department_versions", "menu_items", "campaigns", "settings"),
    *("limits", "officers", "events", "receipts", "rejected", "visits", "assignments", "cases"),
    *("clocks", "returns", "shares", "findings", "parties"),
)
"""The views an office may ask: each reads tables of ``TABLES`` only."""


class Quota(NamedTuple):
    """What one reader may use in an hour."""

    queries: int = 2_000
    seconds: int = 1_800


def statements(
    database: str,
    tables: Iterable[str],
    offices: Mapping[str, Iterable[str]],
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
    quota: Quota = Quota(),  # noqa: B008 - a frozen value
) -> Iterator[str]:
    """
    Yield the SQL of a modern server; done twice, done once.

    *tables*: all of *database* that hold rows; who is no office sees all of each. *offices*:
    department → the departments that are its own. *limits* are of one question, *quota* of an hour.
    """
    yield (
        f"CREATE SETTINGS PROFILE OR REPLACE {PROFILE} SETTINGS readonly = 1, "
        f"max_execution_time = {limits.seconds}, max_result_rows = {limits.rows}, "
        f"max_memory_usage = {limits.memory_bytes}"
    )
    for role in (ANALYST, OFFICE):
        yield f"CREATE ROLE IF NOT EXISTS {role} SETTINGS PROFILE '{PROFILE}'"
    yield (
        f"CREATE QUOTA OR REPLACE {QUOTA} KEYED BY user_name FOR INTERVAL 1 hour "
        f"MAX queries = {quota.queries}, execution_time = {quota.seconds} TO {ANALYST}, {OFFICE}"
    )
    yield f"GRANT SELECT ON {quoted_name(database)}.* TO {ANALYST}"
    for table in tables:
        # Once a table has any policy, who has none would see nothing of it.
        yield (
            f"CREATE ROW POLICY OR REPLACE hub_others ON {quoted_name(database)}.{table} "
            f"USING 1 TO ALL EXCEPT {OFFICE}"
        )
    for name in (*TABLES, *VIEWS):
        yield f"GRANT SELECT ON {quoted_name(database)}.{name} TO {OFFICE}"
    for department, own in offices.items():
        yield from _office(database, department, own)


def _office(database: str, department: str, own: Iterable[str]) -> Iterator[str]:
    role = quoted_name(database_of(department))
    yield f"CREATE ROLE IF NOT EXISTS {role}"
    yield f"GRANT {OFFICE} TO {role}"
    for table, condition in conditions(TABLES, own).items():
        yield (
            f"CREATE ROW POLICY OR REPLACE {role} ON {quoted_name(database)}.{table} "
            f"AS PERMISSIVE USING {condition} TO {role}"
        )


class Analyst(NamedTuple):
    """Of an old server: ``sha256`` of the password, hex."""

    name: str
    sha256: str


def users_xml(
    database: str,
    analysts: Iterable[Analyst],
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
    quota: Quota = Quota(),  # noqa: B008 - a frozen value
) -> str:
    """Return the file that an old server reads beside its own, in ``users.d``."""
    return f"""<?xml version="1.0"?>
<yandex>
    <profiles><{PROFILE}>
        <readonly>1</readonly>
        <max_execution_time>{limits.seconds}</max_execution_time>
        <max_result_rows>{limits.rows}</max_result_rows>
        <max_memory_usage>{limits.memory_bytes}</max_memory_usage>
    </{PROFILE}></profiles>
    <quotas><{QUOTA}><keyed/><interval>
        <duration>3600</duration>
        <queries>{quota.queries}</queries><errors>0</errors>
        <result_rows>0</result_rows><read_rows>0</read_rows>
        <execution_time>{quota.seconds}</execution_time>
    </interval></{QUOTA}></quotas>
    <users>{"".join(_user(one, database) for one in analysts)}
    </users>
</yandex>
"""


def _user(one: Analyst, database: str) -> str:
    return f"""
        <{one.name}>
            <password_sha256_hex>{one.sha256}</password_sha256_hex>
            <networks><ip>::/0</ip></networks>
            <profile>{PROFILE}</profile><quota>{QUOTA}</quota>
            <allow_databases><database>{database}</database></allow_databases>
        </{one.name}>"""
