"""Who there is: departments in their tree, officers, parties; and the policy of reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bench.filling.drawn import BEGIN, DEPARTMENTS, FIRST, Fill, Size, party, place

_LEVEL: Final = (
    "multiIf(number = 0, 'province', number = 1, 'city', number < 12, 'county', "
    "number < 112, 'township', 'village')"
)
_PARENT: Final = (
    "multiIf(number = 0, '', number < 12, concat('d', toString(number > 1)), number < 112, "
    "concat('d', toString(2 + number % 10)), concat('d', toString(12 + number % 100)))"
)


def fills(size: Size) -> Iterator[Fill]:
    yield Fill("department_facts", DEPARTMENTS, _department())
    yield Fill("officer_facts", size.officers, _officer())
    yield Fill("party_facts", size.parties, _party(size))
    yield Fill("policy_settings", 4, _setting())


def _department() -> dict[str, str]:
    return {
        **place("journal.cases"),
        **FIRST,
        "department_id": "concat('d', toString(number))",
        "name": "concat('单位', toString(number))",
        "level": _LEVEL,
        "parent_id": _PARENT,
        "valid_from": BEGIN,
        "area": "if(number >= 2 AND number < 12, concat('县', toString(number)), '')",
    }


def _officer() -> dict[str, str]:
    return {
        **place("journal.cases"),
        **FIRST,
        "officer_id": "concat('o', toString(number))",
        "department_id": f"concat('d', toString(2 + number % {DEPARTMENTS - 2}))",
    }


def _party(size: Size) -> dict[str, str]:
    return {
        **place("journal.visits"),
        **FIRST,
        "weight": "1",
        "party_id": party("number"),
        "kind": "if(number % 3 = 0, 'village', 'enterprise')",
        "name": "concat('宏达食品有限公司', toString(number))",
        "area": "concat('县', toString(2 + number % 10))",
        "stage": "['', 'start', 'growth', 'mature'][1 + number % 4]",
        "officer_id": f"concat('o', toString(number % {size.officers}))",
    }


def _setting() -> dict[str, str]:
    return {
        **place("journal.cases"),
        **FIRST,
        "policy_id": "'reports'",
        "policy_version": "1",
        "kind": "'reports'",
        "valid_from": BEGIN,
        "name": "['least_group', 'supervised', 'least_cases', 'late_days'][1 + number]",
        "amount": "[5, 3, 10, 3][1 + number]",
    }
