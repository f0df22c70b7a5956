"""A cluster that loses a party below what is asked for is none, until another one comes."""

from __future__ import annotations

import pytest

from events.event import Event
from tests.history import at, withdrawn
from tests.processors.interleaving import Interleaving
from tests.processors.matter_history import PIPE, case, find, of, rows, told

FIRST, SECOND, MISTAKEN = (
    case(f"K-{number}", at(number), PIPE, f"P-{number}") for number in range(3)
)
TAKEN_BACK = of("K-2", withdrawn(MISTAKEN, at(5)))
AGAIN = case("K-3", at(6), PIPE, "P-3")


def _read(*parts: list[Event], seed: int = 1) -> Interleaving:
    """Return what is concluded when each of *parts* is read to its end before the next comes."""
    run = told(parts[0], seed)
    for part in parts[1:]:
        run.tell((said.data["case_id"], said) for said in part)
        run.run()
    return run


@pytest.mark.parametrize("apart", [True, False])
def test_a_cluster_of_too_few_parties_has_no_rows(apart: bool) -> None:
    """Whether it was one for a moment must not matter: two parties hold no matter of many."""
    opened, back = [FIRST, SECOND, MISTAKEN], [TAKEN_BACK]
    run = _read(opened, back) if apart else _read([MISTAKEN, TAKEN_BACK, FIRST, SECOND])

    assert {} == rows(run, "cluster")
    assert {} == find(run, "cluster")


def test_with_another_party_it_has_all_its_rows_again() -> None:
    """Those that did not change are shown, too, under the name that it had."""
    run = _read([FIRST, SECOND, MISTAKEN], [TAKEN_BACK], [AGAIN])

    found = rows(run, "cluster")
    assert {"K-0", "K-1", "K-3"} == found.keys()
    assert {("like-cases", row["cluster_id"]) for row in found.values()} == {*find(run, "cluster")}
