"""
What an office may ask in SQL: its own cases and visits, and no rating of any.

An office is a department and those that stand below it. In the embedded warehouse it has a
database of its own, whose views bear the contract's names and hold its own rows; an office's
question is asked there. Ratings stand in none of them: not the evaluations, not the events
that say them, not what is counted of them. Figures of ratings, in groups of at least k, are in
the reports (``projections.guarding``). That a bad evaluation was upheld an office must know, to
put it right: findings and the clock ``rectify`` of its own cases say so.

A question of an office is one SELECT that names no other database, calls no table function, and
hides nothing: no comments, no backslashes. A name without a database cannot be anything else
than a view of the office's.

On a server the same is told to the server itself: ``projections.access``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from projections.quoting import quoted_name, quoted_text

Places = Iterable[str]

ALL: Final = "1"
RATINGS: Final = "name NOT LIKE 'case.evaluat%' AND name NOT LIKE 'case.appeal%'"
"""Of events: those that say who rated, and how."""

VIEWS: Final[Mapping[str, str]] = {
    "now": ALL,
    "departments": ALL,
    "menu_items": ALL,
    "campaigns": ALL,
    "limits": ALL,
    "settings": ALL,
    "officers": "department_id IN {own}",
    "events": f"department IN {{own}} AND {RATINGS}",
    "receipts": "department IN {own}",
    "rejected": "department IN {own}",
    "visits": "hasAny(departments, {list})",
    "assignments": "department IN {own}",
    "cases": "lead_department IN {own} OR case_id IN "
    "(SELECT case_id FROM {database}.assignments WHERE department IN {own})",
    "clocks": "department IN {own}",
    "returns": "department IN {own}",
    "shares": "department IN {own}",
    "findings": "department IN {own}",
}
"""What an office sees of each view. What is not here it sees nothing of."""

_HIDING: Final = re.compile(r"--|/\*|#|\\|\$[A-Za-z_]*\$")
_FIRST: Final = re.compile(r"\s*\(*\s*(select|with)\b", re.IGNORECASE)
_FUNCTIONS: Final = re.compile(
    r"\b(\w*dictGet\w*|joinGet\w*|hasColumnInTable|catboostEvaluate|file|getSetting|"
    r"getServerSetting|currentDatabase)\b[`\"]?\s*\(",
    re.IGNORECASE,
)
_INTO: Final = re.compile(r"\b(into|format|settings)\b", re.IGNORECASE)
_SETTINGS_VIEW: Final = re.compile(r"\b(from|join)\s+settings\b", re.IGNORECASE)


def database_of(department: str) -> str:
    return f"office_{department}"


def statements(department: str, own: Places, database: str = "default") -> Iterator[str]:
    """Yield what makes the views of the office *department*, to which *own* belong."""
    office = quoted_name(database_of(department))
    yield f"CREATE DATABASE IF NOT EXISTS {office}"
    filled = conditions(VIEWS, own, database)
    for view, condition in filled.items():
        rows = f"SELECT * FROM {database}.{view} WHERE {condition}"  # noqa: S608 - names of ours
        yield f"CREATE OR REPLACE VIEW {office}.{view} AS {rows}"


def conditions(templates: Mapping[str, str], own: Places, database: str = "") -> dict[str, str]:
    """Return the conditions *templates* for the departments *own*."""
    names = ", ".join(quoted_text(name) for name in sorted(own))
    words = {"own": f"({names})", "list": f"[{names}]", "database": database}
    return {name: template.format(**words) for name, template in templates.items()}


def refusal(sql: str, databases: Iterable[str], functions: Iterable[str]) -> str | None:
    """
    Return why an office may not ask *sql*, in one line, or None when it may.

    *databases*: names of all there are; none may be named. *functions*: names of all table
    functions; none may be called.
    """
    if not _FIRST.match(sql):
        return "an office asks with SELECT"
    if found := _HIDING.search(sql):
        return f"leave {found.group()} out: no comments and no backslashes"
    if found := _INTO.search(_SETTINGS_VIEW.sub("", sql)):
        return f"leave {found.group().upper()} out"
    if found := _called(functions).search(sql) or _FUNCTIONS.search(sql):
        return f"{found.group(1)} reaches beyond the office's own: ask its views"
    if found := _qualified(databases).search(sql):
        return f"{found.group(1)} is not the office's: name views without a database"
    return None


def _called(functions: Iterable[str]) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, functions)))
    return re.compile(rf"\b({names})\b[`\"]?\s*\(", re.IGNORECASE)


def _qualified(databases: Iterable[str]) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, databases)))
    return re.compile(rf"(?<!\w)({names})[`\"]?\s*\.", re.IGNORECASE)


def below(department: str, parents: Mapping[str, str]) -> frozenset[str]:
    """Return *department* and all that stand below it; *parents*: department → the one above."""
    found, size = {department}, 0
    while len(found) > size:
        size = len(found)
        found |= {one for one, above in parents.items() if above in found}
    return frozenset(found)
