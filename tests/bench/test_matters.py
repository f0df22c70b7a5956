"""The measurement of matters: a small one to its end."""

from __future__ import annotations

from bench.matters import measure
from processors.policies.matter_policy import Compare


def test_a_mark_tells_comparisons_cost_and_memory_of_one_more_opening() -> None:
    """Of one text told again and again: all lists are full, and the cap holds."""
    first, second = measure((60, 120), sample=10, one=True, same=True)

    assert (60, 120) == (first["cases"], second["cases"])
    assert 0 < first["comparisons"] <= second["most comparisons"] <= Compare().most
    assert all(row["microseconds"] > 0 for row in (first, second))
