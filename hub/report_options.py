"""
Whether the value of an option is one the hub knows: an unknown one would give an empty answer.

Formulas, trees and levels are known beforehand; areas, officers and departments are those that
the log speaks of. An empty answer to a misspelt name looks like good news, so it is refused with
the names there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

from hub.failure import Failure
from hub.onboarding import LEVELS
from hub.port import Asked
from projections import scoring

_LISTED: Final = 20
_AREAS: Final = """
SELECT DISTINCT area AS known FROM (
    SELECT toString(area) AS area FROM parties
    UNION ALL SELECT toString(arrayJoin(site_areas)) FROM parties
    UNION ALL SELECT toString(area) FROM cases
) AS said WHERE area != '' ORDER BY known
"""
_OFFICERS: Final = """
SELECT DISTINCT officer_id AS known FROM (
    SELECT officer_id FROM officers UNION ALL SELECT officer_id FROM parties
) AS said WHERE officer_id != '' ORDER BY known
"""
_DEPARTMENTS: Final = """
SELECT DISTINCT department AS known FROM (
    SELECT department_id AS department FROM departments
    UNION ALL SELECT toString(department) FROM assignments
    UNION ALL SELECT toString(department) FROM events
) AS said WHERE department != '' ORDER BY known
"""
_IN_THE_LOG: Final = {"area": _AREAS, "officer": _OFFICERS, "for": _DEPARTMENTS}
_DAYS: Final = frozenset({"from", "to"})


def check(options: Mapping[str, str], hub: Asked) -> None:
    """
    Return when every value of *options* is known; '' is always (the option is left out).

    Raises:
        Failure: naming the option and the values there are.
    """
    for option, value in options.items():
        if value and option in _DAYS:
            _day(value)
        elif value and option == "support":
            _number(option, value)
        elif value:
            one_of(option, value, _known(option, hub))


def one_of(option: str, value: str, known: Collection[str] | None) -> None:
    """Raise ``Failure`` where *value* of ``--option`` is none of *known* (None: any is)."""
    if known is not None and value not in known:
        raise Failure("unknown-value", option=option, value=value, known=listed(known))


def listed(known: Iterable[str]) -> str:
    """Return *known* for a sentence: the first twenty, and how many more there are."""
    names = [name for name in known if name]
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" … (+{more})" if more > 0 else "") or "-"


def _known(option: str, hub: Asked) -> Collection[str] | None:
    if option in _IN_THE_LOG:
        return [row["known"] for row in hub.query(_IN_THE_LOG[option])]
    return {
        "formula": [formula.name for formula in scoring.formulas()],
        "level": LEVELS,
        "tree": ("then", "today"),
    }.get(option)


def _day(value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise Failure("day-wrong", value=value) from error


def _number(option: str, value: str) -> None:
    if not (value.isdecimal() and 0 < int(value) < 1 << 31):
        raise Failure("unknown-value", option=option, value=value, known="1, 2, 3 …")
