"""The measurement of identity: a small one to its end."""

from __future__ import annotations

import pytest

from bench.identity import measure


@pytest.mark.parametrize("at_once", [False, True])
def test_a_mark_tells_cost_and_memory_of_one_more_party(at_once: bool) -> None:
    """One by one, and after a restart."""
    first, second = measure((40, 80), (), at_once=at_once, sample=10)

    assert (40, 80) == (first["parties"], second["parties"])
    assert all(row["microseconds"] > 0 for row in (first, second))
