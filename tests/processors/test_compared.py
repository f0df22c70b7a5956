"""With whom a case is compared: so many at most, by policy, and the likest by estimate."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from events.instant import Instant
from processors.matters import matter_pairs
from processors.matters.matter_card import Card
from processors.matters.matter_pairs import Known, Pairs, added
from processors.matters.matter_place import spot
from processors.matters.matter_said import Said
from processors.policies.matter_policy import Compare, MatterPolicy, parse_matters
from processors.policies.policy import PolicyError, contents
from processors.published.defaults import default_publications
from processors.text.matter_text import sketch
from tests.processors.matter_history import LAMP, LAMP_AGAIN

CONTENT = next(contents(d) for _, d in default_publications() if d.get("kind") == "matters")


def policy(**compare: int) -> MatterPolicy:
    return parse_matters({**CONTENT, "compare": {**CONTENT["compare"], **compare}})


def told(number: int, text: str, rules: MatterPolicy, party: str = "") -> Known:
    """Return the *number*-th case, told by a party of its own unless said."""
    card = Card(f"K-{number:03}", party or f"P-{number}", Instant(number), 0, f"o-{number}")
    return matter_pairs.known(card, Said(sketch(text), spot("", text)), rules)


def compared(cases: Iterable[Known], reach: Compare) -> list[str]:
    """Return the cases that the last of *cases* was looked up with."""
    pairs, known, looked = Pairs(), dict[str, Known](), list[str]()

    def look(case_id: str) -> Known:
        looked.append(case_id)
        return known[case_id]

    for case in cases:
        looked.clear()
        known[case.order[3]] = case
        pairs, _ = added(pairs, case, look, reach)
    return sorted(looked)


@pytest.mark.parametrize(("most", "expected"), [(1, 1), (7, 7), (8, 8), (64, 22)])
def test_no_more_are_compared_than_the_policy_says(most: int, expected: int) -> None:
    """Forty told it at one place, of which twenty-two are looked at: the cap is below or above."""
    rules = policy(most=most, place=22)
    cases = [told(number, LAMP, rules) for number in range(40)]

    assert expected == len(compared(cases, rules.compare))


def test_of_many_those_of_its_party_go_first_and_then_those_that_share_most() -> None:
    """The same party may tell it in any words; of all others the words must do."""
    rules = policy(most=2, party=1, place=1)
    texts = ["噪声扰民整夜不停没有人管", LAMP, *["井盖丢失行人跌倒受伤无人处理"] * 9]
    cases = [told(number, text, rules) for number, text in enumerate(texts)]
    own = told(50, "垃圾堆积多日发出臭味影响居民", rules, "P-1")
    last = told(60, LAMP_AGAIN, rules, "P-0")

    assert ["K-000", "K-001"] == compared([*cases, last], rules.compare)
    assert "K-001" in compared([*cases, own], rules.compare)


def test_a_policy_that_says_nothing_compares_as_the_default_does() -> None:
    """Some were published before they could say."""
    silent = {name: value for name, value in CONTENT.items() if name != "compare"}

    assert policy().compare == parse_matters(silent).compare


def test_a_misspelt_bound_is_refused() -> None:
    """It would count for nothing, and nobody would know."""
    with pytest.raises(PolicyError, match="compare"):
        policy(bands=3)
