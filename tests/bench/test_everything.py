"""Everything at once: what is drawn, and how pages and recovery are judged."""

from __future__ import annotations

from random import Random

import pytest

from bench.faults.breaking import Made
from bench.faults.everything import astray
from bench.faults.person import Asked, figures
from bench.faults.recovering import reached
from bench.faults.table import table
from bench.faults.year import ALL, Plan, draw_loads, draw_plan
from hub.cluster.standing import Lag
from hub.simulate import START
from hub.simulation.writing import at

GONE = Made("kill -9 gateway", 100.0, 110.0)
AWAY = Made("ClickHouse away", 100.0, 110.0)


def _asked(end: str, at_s: float = 105.0, seconds: float = 1.0) -> Asked:
    return Asked(at_s, "/pages/cases", end, seconds, False, "")


def test_one_fault_a_minute_and_each_before_any_comes_again() -> None:
    """Half an hour is long enough for all of them."""
    plan = draw_plan(7, 30, 0, list(ALL))

    assert sorted(ALL) == sorted(name for _, name in plan.faults)
    assert list(range(30)) == [int(due // 60) for due, _ in plan.faults]
    assert plan == draw_plan(7, 30, 0, list(ALL))
    assert ["kill -9 worker"] * 3 == [one for _, one in draw_plan(7, 3, 0, ["kill -9 worker"])[3]]


def test_the_city_is_registered_before_its_year_begins() -> None:
    """A department that nobody knows would be refused nothing, but be nobody's in every report."""
    base, living = draw_loads(Plan(7, 30, 400, ()), Random(7))

    assert any(b"party.registered" in one.raw for one in base)
    assert max(one.time for one in base) < at(START, 0) <= min(one.time for one in living)
    assert any(one.poison for one in living)
    assert not any(one.poison for one in base)


@pytest.mark.parametrize(
    ("end", "made", "failed"),
    [
        ("shown", AWAY, False),
        ("told", AWAY, False),
        ("unreached", AWAY, True),
        ("unreached", GONE, False),
        ("wrong", GONE, True),
        ("late", GONE, True),
    ],
)
def test_a_page_may_say_that_it_cannot_answer_but_not_fail(
    end: str, made: Made, failed: bool
) -> None:
    """Only a gateway that was taken away is not there; everything else is said in words."""
    assert failed == bool(astray([_asked(end)], [made]))


@pytest.mark.parametrize(
    ("at_s", "failed"), [(98.0, True), (99.5, False), (170.0, False), (170.1, True)]
)
def test_a_gateway_is_missed_only_while_it_is_away_or_begins(at_s: float, failed: bool) -> None:
    """A click that ended in the fault, or began at most a minute after it."""
    assert failed == bool(astray([_asked("unreached", at_s)], [GONE]))


def test_a_fault_is_over_when_what_stood_in_the_log_is_done_by_every_part() -> None:
    """What came later does not count: the load goes on."""
    ends = {("ingest.tax", 0): 7, ("alerts", 0): 3}
    done = Lag("intake", "ingest.tax", 0, 7, 20)

    assert reached(ends, [done, Lag("worker", "journal.cases", 0, 1, 9)])
    assert not reached(ends, [done._replace(committed=6)])


def test_pages_are_counted_by_how_they_ended() -> None:
    """The slowest is one that was shown: a page that says it cannot answer has not answered."""
    told = figures([_asked("shown"), _asked("shown", seconds=3.0), _asked("told", seconds=9.0)])

    assert (3, 2, 1, 3.0) == (told["asked"], told["shown"], told["told"], told["slowest_s"])
    assert "/pages/cases" == told["slowest"]


def test_the_page_tells_of_events_pages_alerts_and_recovery() -> None:
    """What the issue asks of everything at once stands in one place."""
    run = {
        "seed": 7, "everything": 30, "city": "Jinhua", "registered": 100, "acknowledged": 900,
        "rate": 32.0, "poison": 9, "lost": 0, "twice": 0, "wrong": 0, "alerts": 12, "codes": {},
        "rested_s": 31.0, "pages": figures([_asked("shown"), _asked("told"), _asked("unreached")]),
        "faults": [
            {"fault": "kill -9 worker", "lasted_s": 9.0, "recovered_s": 4.0},
            {"fault": "ClickHouse away", "lasted_s": 9.0, "recovered_s": 14.0},
        ],
        "problems": [],
    }  # fmt: skip

    made = table([run])

    assert "900 events acknowledged, 9 of them poison; lost 0, twice 0, otherwise wrong 0" in made
    assert "asked for 3 pages: 1 shown" in made
    assert "1 told in words that they cannot answer now, 1 not reached" in made
    assert "Alerts: 12 told, 0 twice, 0 missing" in made
    assert "9 s (median), at worst 14 s (ClickHouse away)" in made
    assert "0 runs, 0 with balanced accounts" in made
