"""One matter on two platforms: one case leads, the other needs no handling of its own."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from events.event import Event
from tests.history import assigned, at, event, reference
from tests.processors.interleaving import Interleaving
from tests.processors.matter_history import (
    CASES,
    LAMP,
    LAMP_AGAIN,
    PIPE,
    case,
    ended,
    find,
    of,
    rows,
    told,
)

FIRST = case("K-1", at(0), LAMP, platform="12345")
SECOND = case("K-2", at(0, 10), LAMP_AGAIN, platform="mayor")
SENT = [of("K-1", assigned("water", at(0, 9, 20))), of("K-2", assigned("power", at(0, 10, 20)))]


def link(name: str, day: float, case_id: str = "K-2", other: str = "K-1") -> Event:
    """Return what people said of the two cases."""
    facts: dict[str, Any] = {"other_case_id": other, "relation": "duplicate"}
    return of(case_id, event(f"case.{name}", at(day), **facts))


def late(run: Interleaving) -> set[str]:
    """Return the cases that are found to be late, a month on."""
    return {f["case_id"] for f in find(ended(run, at(30)), "stalled").values()}


def running(run: Interleaving) -> set[str]:
    return {row["case_id"] for row in rows(ended(run, at(30)), "clock").values()}


def test_the_same_matter_from_two_platforms_is_linked_and_only_the_lead_is_late() -> None:
    """The earlier one leads; the other's clocks are cancelled and its findings retracted."""
    run = told([FIRST, SECOND, *SENT])

    assert ({"K-1"}, {"K-1"}) == (late(run), running(run))
    assert ["duplicate-of K-1"] == rows(run, "case")["K-2"]["flags"]


@pytest.mark.parametrize("crashes", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_cases_that_overtake_the_policies_are_linked_as_soon_as_these_come(
    seed: int, crashes: bool
) -> None:
    """At a start departments' events may be read first; nothing may come after the policies."""
    run = Interleaving(Random(seed), crashes, CASES, torn=crashes)
    run.tell((said.data["case_id"], said) for said in [FIRST, SECOND, *SENT])
    run.run()
    run.publish(reference())
    run.run()

    assert ({"K-1"}, {"K-1"}) == (late(run), running(run))
    assert ["duplicate-of K-1"] == rows(run, "case")["K-2"]["flags"]


def test_on_one_platform_both_are_handled_until_somebody_links_them() -> None:
    """A repeat on one platform is only found; people decide."""
    second = case("K-2", at(0, 10), LAMP_AGAIN, platform="12345")

    assert {"K-1", "K-2"} == late(told([FIRST, second, *SENT]))
    assert {"K-1"} == late(told([FIRST, second, *SENT, link("linked", 20)]))


def test_what_people_say_of_two_cases_goes_before_what_the_hub_says() -> None:
    """A wrong link is undone, and not made again."""
    assert {"K-1", "K-2"} == late(told([FIRST, SECOND, *SENT, link("unlinked", 2)]))


def test_a_link_is_taken_back_when_what_it_stood_on_is() -> None:
    """The first case was entered by mistake: the second must be handled after all."""
    taken = of("K-1", event("event.withdrawn", at(1), event_id=FIRST.event_id, reason="no"))
    run = told([FIRST, SECOND, *SENT, taken])

    assert "K-2" in late(run)
    assert {} == find(run, "repeated-case")


def test_nobody_is_a_duplicate_of_itself() -> None:
    """An absurd link cancels nothing."""
    assert "K-1" in late(told([FIRST, *SENT[:1], link("linked", 1, "K-1", "K-1")]))


@pytest.mark.parametrize("seed", range(6))
def test_a_link_falls_that_an_earlier_opening_contradicts(seed: int) -> None:
    """The word that takes it back bears an earlier time than the link, and is the later word."""
    doubled = case("K-2", at(5, 10), LAMP_AGAIN, platform="mayor")
    first = case("K-2", at(0, 10), LAMP_AGAIN, platform="12345")
    run = told([FIRST, doubled, *SENT], seed)
    run.tell([("K-2", first)])
    run.run()

    assert {"K-1", "K-2"} == late(run)


@pytest.mark.parametrize("day", [-1, 7])
def test_of_two_links_that_of_people_counts(day: float) -> None:
    """Whenever they said it: the hub's own word has the time of an opening, which may move."""
    other = case("K-3", at(0, 9), PIPE, platform="12345")
    run = told([FIRST, other, SECOND, *SENT, link("linked", day, other="K-3")])
    ended(run, at(30))

    flags = rows(run, "case")["K-2"]["flags"]
    assert ["duplicate-of K-3"] == [flag for flag in flags if flag.startswith("duplicate-of")]
