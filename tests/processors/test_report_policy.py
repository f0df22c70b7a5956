"""What reports may show is policy data, checked before it is published."""

from __future__ import annotations

from typing import Any

import pytest

from processors.published.defaults import default_publications
from processors.published.policy_check import check_policy


def published(**changes: Any) -> dict[str, Any]:
    """Return the reports policy every hub is given, with *changes* to its content."""
    data = next(d for n, d in default_publications() if d.get("policy_id") == "reports")
    return data | {"content": data["content"] | changes}


def test_the_default_hides_groups_of_fewer_than_five() -> None:
    """The default of the semantics; an office may hide more."""
    data = published()

    assert [] == check_policy(data, None)
    assert 5 == data["content"]["least_group"]


@pytest.mark.parametrize(("least", "refused"), [(1, True), (2, False), (3, False)])
def test_a_group_of_one_hides_nobody(least: int, refused: bool) -> None:
    """A group of one is a person."""
    problems = check_policy(published(least_group=least), None, "reports.yaml")

    assert refused == bool(problems)
    assert all("least_group" in problem for problem in problems)


@pytest.mark.parametrize("name", ["least_group", "supervised", "least_cases"])
def test_a_missing_or_misspelt_setting_is_refused(name: str) -> None:
    """Nothing would be shown, or nobody summoned, and nobody would know why."""
    misspelt = published()
    misspelt["content"][f"{name}s"] = misspelt["content"].pop(name)

    assert [] != check_policy(misspelt, None)


@pytest.mark.parametrize(("days", "refused"), [(0, True), (1, False), (3, False)])
def test_when_data_are_late_is_a_setting_that_may_be_missing(days: int, refused: bool) -> None:
    """A policy published before there was one still holds; then nothing is late."""
    older = published()
    del older["content"]["late_days"]

    assert refused == bool(check_policy(published(late_days=days), None))
    assert [] == check_policy(older, None)
