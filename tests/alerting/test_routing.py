"""Who hears of a finding, at which rung, and what hides it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.instant import DAY, Instant, parse
from hub.alerting.duty import next_duty, shifts
from hub.alerting.policy import matchers
from hub.alerting.routing import NOBODY, Known, Notice, Silence, notices
from tests.alerting.telling import (
    CHEN,
    LI,
    MORNING,
    NIGHT,
    POLICY,
    WANG,
    ZHAO,
    duplicate,
    hours,
    person,
    stalled,
    who,
)


def _heard(*found: Notice) -> dict[str, str]:
    return {one.receiver: one.rung for one in found}


@pytest.mark.parametrize(
    ("percent", "heard"),
    [
        (79, {}),
        (80, {"li": "80"}),
        (99, {"li": "80"}),
        (100, {"li": "100", "wang": "100"}),
        (200, {"li": "100", "wang": "100", "chen": "200"}),
        (300, {"li": "100", "wang": "100", "chen": "200", "zhao": "300"}),
    ],
)
def test_each_rung_climbs_one_step_up_the_tree(percent: int, heard: dict[str, str]) -> None:
    """Handler, then the party's contact (特派员), the supervisor, and the one above (督办)."""
    assert heard == _heard(*notices(stalled(percent), Known(), POLICY, who(), hours()))


def test_a_rung_that_was_said_is_not_said_again() -> None:
    """An alert that repeats itself is one nobody reads."""
    known = Known(said=frozenset({"80", "100"}))

    assert {} == _heard(*notices(stalled(150), known, POLICY, who(), hours()))
    assert {"chen": "200"} == _heard(*notices(stalled(200), known, POLICY, who(), hours()))


def test_taken_over_no_further_rung_is_told() -> None:
    """Whoever said 'I deal with it' need not have their supervisor woken."""
    known = Known(said=frozenset({"80", "100"}), acknowledged=True)

    assert () == notices(stalled(300), known, POLICY, who(), hours())


def test_who_is_on_leave_is_stood_in_for() -> None:
    """From the first instant of the leave until its last, excluded."""
    away = replace(LI, substitute="chen", away=((MORNING, Instant(MORNING + DAY)),))
    people = who(away, CHEN, ZHAO)

    for now, heard in (
        (Instant(MORNING - 1), "li"),
        (MORNING, "chen"),
        (Instant(MORNING + DAY), "li"),
    ):
        assert {heard: "80"} == _heard(*notices(stalled(80), Known(), POLICY, people, hours(now)))


def _heard_at(now: Instant, percent: int, *people: Any) -> dict[str, Instant]:
    found = notices(stalled(percent), Known(), POLICY, who(*people), hours(now))
    return {one.receiver: one.due for one in found}


def test_who_is_on_duty_hears_and_not_who_comes_later() -> None:
    """Two handlers in shifts: by day Li, by night Hu, and the night is no quiet hour for Hu."""
    li = replace(LI, duty=shifts(["1-7 08:00-20:00"]))
    hu = person("hu", duty=shifts(["1-7 20:00-08:00"]))

    assert {"li": MORNING} == _heard_at(MORNING, 80, li, hu, CHEN)
    assert {"hu": NIGHT} == _heard_at(NIGHT, 80, li, hu, CHEN)


def test_where_nobody_is_on_duty_it_waits_for_who_is_next() -> None:
    """Wednesday night: Li is on duty from half past nine; what is urgent wakes the supervisor."""
    li = replace(LI, duty=shifts(["4 09:30-12:00"]))
    chen = replace(CHEN, duty=shifts(["1-5 08:30-17:30"]))

    assert {"li": parse("2026-10-15T09:30:00+08:00")} == _heard_at(NIGHT, 80, li, chen)
    assert NIGHT == _heard_at(NIGHT, 200, li, chen)["chen"]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-10-17T19:59", "2026-10-17T20:00"),
        ("2026-10-17T20:00", "2026-10-17T20:00"),
        ("2026-10-18T07:59", "2026-10-18T07:59"),
        ("2026-10-18T08:00", "2026-10-24T20:00"),
    ],
)
def test_a_shift_over_midnight_belongs_to_the_day_it_begins(now: str, due: str) -> None:
    """Saturday from eight in the evening until Sunday at eight, that instant excluded."""
    at, wanted = (parse(f"{text}:00+08:00") for text in (now, due))

    assert wanted == next_duty(shifts(["6 20:00-08:00"]), at, POLICY.zone)
    assert at == next_duty((), at, POLICY.zone)


def test_a_ring_of_absent_substitutes_is_nobody() -> None:
    """Two who stand in for each other, both away: their supervisor hears that."""
    gone = ((MORNING, Instant(MORNING + DAY)),)
    li = replace(LI, substitute="hu", away=gone)
    hu = person("hu", role="clerk", substitute="li", away=gone)
    [notice] = notices(stalled(80), Known(), POLICY, who(li, hu, CHEN), hours())

    assert ("chen", "no-receiver") == (notice.receiver, notice.reason)


@pytest.mark.parametrize(
    ("people", "heard"),
    [((CHEN, ZHAO), "chen"), ((ZHAO,), "zhao"), ((WANG,), NOBODY)],
    ids=["its own supervisor", "the one above", "nobody at all"],
)
def test_a_finding_without_a_receiver_is_itself_news(people: tuple[Any, ...], heard: str) -> None:
    """Up the tree to the first who can be told; who is left without anybody is shown as such."""
    [notice] = notices(stalled(80), Known(), POLICY, who(*people), hours())

    assert (heard, "no-receiver") == (notice.receiver, notice.reason)


def test_who_has_no_address_cannot_be_told() -> None:
    """A name without an address is no receiver."""
    [notice] = notices(stalled(80), Known(), POLICY, who(reachable=False), hours())

    assert NOBODY == notice.receiver


def test_a_silence_hides_what_it_names_while_it_lasts() -> None:
    """[since, until): the instant of its end is loud again."""
    silence = Silence(matchers({"department": "energy"}), MORNING, Instant(MORNING + 10))
    known = Known(silences=(silence,))

    for now, count in ((Instant(MORNING + 9), 0), (Instant(MORNING + 10), 2)):
        assert count == len(notices(stalled(), known, POLICY, who(), hours(now)))


def test_a_clock_inside_another_is_not_told_beside_it() -> None:
    """The case is late, that says all; its holding clock is late too."""
    beside = ({"rule": "stalled", "kind": "resolve"},)

    assert () == notices(stalled(kind="holding"), Known(beside=beside), POLICY, who(), hours())
    assert notices(stalled(kind="accept"), Known(beside=beside), POLICY, who(), hours())


@pytest.mark.parametrize("status", ["retracted", "dismissed"])
def test_what_was_wrong_is_taken_back_with_those_who_were_told(status: str) -> None:
    """Once, and with nobody else."""
    known = Known(said=frozenset({"100"}), told=("li", "wang"))
    found = notices(stalled(status=status), known, POLICY, who(), hours())
    again = replace(known, said=known.said | {"retracted"})

    assert {"li": "retracted", "wang": "retracted"} == _heard(*found)
    assert () == notices(stalled(status=status), again, POLICY, who(), hours())
    assert () == notices(stalled(status=status), Known(), POLICY, who(), hours())


def test_at_night_only_what_is_urgent_wakes_anybody() -> None:
    """A first breach waits for eight o'clock; twice the limit does not."""
    calm = notices(stalled(100), Known(), POLICY, who(), hours(NIGHT))
    urgent = [
        one
        for one in notices(stalled(200), Known(), POLICY, who(), hours(NIGHT))
        if one.receiver == "chen"
    ]

    assert {parse("2026-10-15T08:00:00+08:00")} == {one.due for one in calm}
    assert [NIGHT] == [one.due for one in urgent]


def test_a_visit_that_was_one_too_many_waits_for_the_digest() -> None:
    """It cannot be undone; tomorrow at half past eight is early enough."""
    [first, *_] = notices(duplicate(), Known(), POLICY, who(), hours())

    assert (parse("2026-10-15T08:30:00+08:00"), True) == (first.due, first.digest)


@given(
    percents=st.lists(st.integers(50, 350), min_size=1, max_size=6).map(sorted),
    cuts=st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_wherever_the_alerter_stopped_each_rung_is_told_once(
    percents: list[int], cuts: list[bool]
) -> None:
    """Told step by step, or after an outage: nobody hears a rung twice, none is forgotten."""
    said: frozenset[str] = frozenset()
    heard: list[tuple[str, str]] = []
    for percent, awake in zip(percents, cuts, strict=False):
        if not awake and percent != percents[-1]:
            continue
        found = notices(stalled(percent), Known(said=said), POLICY, who(), hours())
        heard += [(one.receiver, one.rung) for one in found]
        if found:
            said |= {str(band) for band in (80, 100, 200, 300) if percent >= band}

    assert len(heard) == len(set(heard))
    last = percents[-1]
    assert {r for _, r in heard} | said >= {str(b) for b in (80, 100, 200, 300) if last >= b}


@given(st.permutations([LI, CHEN, ZHAO, WANG]), st.integers(50, 400))
def test_the_order_in_which_people_were_registered_changes_nothing(
    people: list[Any], percent: int
) -> None:
    """A conclusion is of what is so, not of how it came."""
    expected = notices(stalled(percent), Known(), POLICY, who(), hours())

    assert expected == notices(stalled(percent), Known(), POLICY, who(*people), hours())
