"""An upgrade while visits move: only the holder of a visit takes back what older detectors said."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings

from tests.processors.interleaving import Interleaving
from tests.processors.older import older
from tests.processors.test_hand_over import STRICT, Told, _histories, found, seeds, true
from tests.processors.visit_history import at


def upgraded(history: list[Told], seed: int, *, forgets: bool, torn: bool) -> Interleaving:
    """Kill every worker somewhere in the midst of *history*, and go on with today's."""
    draw = Random(seed)
    some = draw.randint(0, len(history))
    with older():
        run = Interleaving(draw, crashes=True, torn=torn)
        run.publish(STRICT)
        run.tell(history[:some])
        run.run(draw.randint(0, 60))
    for place in run.partitions:
        if forgets:
            run.saved[place].clear()
        run.crash(place)
    run.tell(history[some:])
    run.run()
    run.tick(at(90))
    run.run()
    return run


@pytest.mark.parametrize("torn", [False, True], ids=["", "torn"])
@pytest.mark.parametrize("forgets", [False, True], ids=["rules", "format-and-rules"])
@given(_histories(), seeds)
@settings(max_examples=100, deadline=None)
def test_after_an_upgrade_the_true_findings_stand_and_no_others(
    forgets: bool, torn: bool, history: list[Told], seed: int
) -> None:
    """Visits leave, arrive and come back meanwhile, and every worker crashes now and then."""
    run = upgraded(history, seed, forgets=forgets, torn=torn)

    assert true(run) == found(run)
