"""A worker is stuck when its log goes on and its committed offsets do not."""

from __future__ import annotations

import pytest

from processors.watchdog import Place, Progress, Watchdog

HERE = Place("journal.cases", 0)
PATIENCE_S = 120.0


@pytest.mark.parametrize(("later", "stuck"), [(119, 0), (120, 0), (121, 1)])
def test_standing_still_longer_than_the_patience_is_stuck(later: float, stuck: int) -> None:
    """A hung client says nothing: only its offsets tell."""
    watchdog = Watchdog(PATIENCE_S)
    watchdog.judge({HERE: Progress(5, 9)}, 0)

    assert stuck == len(watchdog.judge({HERE: Progress(5, 9)}, later))


def test_a_partition_at_its_end_may_stand_still_for_ever() -> None:
    """Nothing to do is not stuck."""
    watchdog = Watchdog(PATIENCE_S)
    watchdog.judge({HERE: Progress(9, 9)}, 0)

    assert frozenset() == watchdog.judge({HERE: Progress(9, 9)}, 1000)


def test_a_partition_that_moves_is_not_stuck_however_far_behind() -> None:
    """A backlog of a day is work, not a fault."""
    watchdog = Watchdog(PATIENCE_S)
    for committed in range(10):
        assert frozenset() == watchdog.judge({HERE: Progress(committed, 999)}, 100.0 * committed)


def test_what_was_behind_in_another_life_does_not_count() -> None:
    """A partition that went away and came back starts anew."""
    watchdog = Watchdog(PATIENCE_S)
    watchdog.judge({HERE: Progress(5, 9)}, 0)
    watchdog.judge({}, 60)

    assert frozenset() == watchdog.judge({HERE: Progress(5, 9)}, 130)
