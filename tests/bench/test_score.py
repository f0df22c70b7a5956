"""The score: counts that add up, reasons for each miss, and one small city to the end."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.score import __main__ as command
from bench.score import bars, judging, page
from bench.score.judging import Tally, grouped, pairs, tally
from bench.score.world import Concluded


def test_precision_is_of_what_was_found_and_recall_of_what_was_planted() -> None:
    """Three planted, two of them found, and one false: 2/3 each."""
    counts = tally({"a", "b", "c"}, {"a", "b", "x"}, lambda _: "lost", lambda _: "made up")

    assert (3, 2, 1) == (counts.planted, counts.hit, counts.false)
    assert (2 / 3, 2 / 3) == (counts.precision, counts.recall)
    assert (Counter(lost=1), Counter({"made up": 1})) == (counts.missed, counts.wrong)


def test_nothing_planted_and_nothing_found_is_no_fault() -> None:
    """A small city may lack a kind; that must not fail a bar."""
    assert (1.0, 1.0, 1.0) == (Tally().precision, Tally().recall, Tally().f1)


def test_counts_of_two_cities_add_up() -> None:
    """Ten cities are judged as one; an average of rates would weigh a small one too much."""
    first, second = Tally(4, 4, 0), Tally(6, 1, 5, 0, Counter(late=5))
    first.add(second)

    assert Tally(10, 5, 5, 0, Counter(late=5)) == first


def test_pairs_are_named_one_way_round() -> None:
    """A with b is b with a."""
    assert {("a", "b"), ("a", "c"), ("b", "c")} == pairs([["c", "a", "b"]])
    assert [["a", "c"], ["b"]] == grouped({"a": 1, "b": 2, "c": 1})


@pytest.mark.parametrize(
    ("hit", "held"), [(96, False), (97, True), (98, True)], ids=["below", "at", "above"]
)
def test_a_bar_is_reached_exactly_at_it(hit: int, held: bool) -> None:
    """Recall 0.97 with as many false as missed gives F1 0.97: the bar itself is enough."""
    assert held == bars.BARS[bars.D1].held(Tally(100, hit, 100 - hit))


def test_a_party_linked_to_its_namesake_is_false_with_that_reason() -> None:
    """Whoever mends the rule must see what it fell for."""
    truth = {
        "identities": [{"parties": ["p1", "t1"], "how": ["legal-form"], "coded": False}],
        "namesakes": [{"parties": ["p1", "p2"], "how": "other-trade"}],
    }
    concluded = Concluded([], {"p1": "c", "p2": "c", "t1": "t1"}, {}, Counter())
    counts = judging.identity(truth, concluded)

    assert Counter({"namesake: other-trade": 1}) == counts.wrong
    assert Counter({"legal-form": 1}) == counts.missed


def test_one_small_city_is_scored_to_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    """Exact rules are right or wrong on any city; the page and the exit code follow the bars."""
    result = command.run([1], 0.12, (), jobs=1)
    exact = {name: t for name, t in result.tallies.items() if bars.bar(name) == bars.Bar(1, 1)}

    assert len(exact) > 15
    assert {} == {name: t for name, t in exact.items() if (t.missed or t.wrong)}
    assert all(t.planted for t in result.tallies.values())
    assert "| D1 double entry |" in page.markdown(result, "dev")
    assert [1] == result.document()["seeds"]


def test_held_seeds_are_ten_and_others_than_those_to_develop_on() -> None:
    """A detector that was tuned on the cities that judge it has learnt them by heart."""
    _, held = command.chosen("held")
    _, dev = command.chosen("dev")

    assert 10 == len(set(held))
    assert set() == set(held) & set(dev)
    assert ("chosen", [4, 5]) == command.chosen("4,5")
