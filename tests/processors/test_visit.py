"""A visit built from its events: which holds, since when, and what a late plan can do."""

from __future__ import annotations

import orjson
import pytest

from events.event import Event
from processors.visits.visit import FOREVER, Visit, build, load_event, read, write
from tests.processors.visit_history import at, cancelled, incrementally, planned, policy, recorded

PLAN = planned("1", "fire", 20, told=at(1))
MOVED = planned("1", "fire", 25, told=at(3))
RECORD = recorded("1", "fire", 20, told=at(21))
CORRECTION = recorded("1", "fire", 20, told=at(22), purpose="corrected")
END = cancelled("1", "fire", at(23))


def visit(*events: Event) -> Visit:
    return build("fire/1", map(read, events))


@pytest.mark.parametrize(
    "events, status",
    [
        ([PLAN], "planned"),
        ([PLAN, RECORD], "recorded"),
        ([PLAN, END], "cancelled"),
        ([PLAN, RECORD, END], "cancelled"),
        ([END, recorded("1", "fire", 24, told=at(25))], "recorded"),
        ([END, planned("1", "fire", 40, told=at(25))], "planned"),
    ],
)
def test_the_last_word_in_order_says_what_a_visit_is(events: list[Event], status: str) -> None:
    """Whatever order the words came in."""
    assert (status, status) == (visit(*events).status, visit(*events[::-1]).status)


def test_a_plan_told_after_the_record_changes_nothing() -> None:
    """Some systems send their plans at night; the visit has taken place."""
    late = planned("1", "fire", 30, told=at(22))

    assert visit(RECORD).statements == visit(RECORD, late).statements
    assert "recorded" == visit(RECORD, late).status


def test_a_correction_is_known_since_the_first_record() -> None:
    """That the visit took place was known; only its content was wrong."""
    (corrected,) = visit(RECORD, CORRECTION).statements

    assert (at(21), "corrected") == (corrected.known, corrected.purpose)


def test_a_plan_stands_until_it_is_told_anew_or_carried_out() -> None:
    """Each statement ends where the next begins."""
    spans = [(s.known, s.until, s.recorded) for s in visit(PLAN, MOVED, RECORD).statements]

    assert [(at(1), at(3), False), (at(3), at(21), False), (at(21), FOREVER, True)] == spans


@pytest.mark.parametrize("event", [PLAN, RECORD, END])
def test_an_event_is_read_back_as_it_was_sent_and_dumped(event: Event) -> None:
    """To another cluster, and into a checkpoint."""
    told = read(event)

    assert (told, told) == (read(write(told)), load_event(orjson.loads(orjson.dumps(list(told)))))


def test_a_late_visit_reaches_those_of_its_year_far_outside_the_window() -> None:
    """The third visit of a year is over the cap when the first is told last."""
    strict = policy(window_days=3, cap_per_year=2)
    visits = [recorded(str(n), "fire", 100 * n) for n in range(3)]

    found = incrementally([visits[1], visits[2], visits[0]], strict)

    assert ["fire/2"] == list(found)


def test_a_late_visit_reaches_those_that_it_lasts_into() -> None:
    """Over New Year, where neither the window nor the year reaches back to it."""
    long = recorded("1", "fire/desk", 360, minutes=10 * 24 * 60)
    again = recorded("2", "fire/mobile", 369)

    found = incrementally([again, long], policy(window_days=3))

    assert ["fire/2"] == list(found)


def test_a_late_visit_of_last_year_does_not_touch_this_year() -> None:
    """Nor does it conclude anything of it anew."""
    strict = policy(window_days=3, cap_per_year=2)
    visits = [recorded(str(n), "fire", day) for n, day in enumerate([370, 470, 300])]

    assert {} == incrementally(visits, strict)
