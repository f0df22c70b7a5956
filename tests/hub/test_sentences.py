"""Each finding in one sentence: nothing is left open, in either language."""

from __future__ import annotations

from typing import Any

import pytest

from bench.score.world import take_in
from hub import simulate
from hub.i18n.findings import entry, kinds, names
from hub.i18n.sentences import sentence, told
from processors.case_conclusions import stalled
from processors.case_conclusions.ping_pong import RULE as PING_PONG
from processors.matters import cluster, repeated_case, rising_topic
from processors.visits.visit_window import RULE as VISITS

FINDING: dict[str, Any] = {
    "rule": "stalled",
    "kind": "accept",
    "version": "1",
    "subject": "K-1",
    "case_id": "K-1",
    "party_id": "P-1",
    "department": "water",
    "rung": "",
    "raised_at": "2026-10-12T09:30:00Z",
    "evidence": ["/departments/dispatch#1"],
    "details": {
        "deadline": "2026-10-12T09:30:00Z",
        "target": 1,
        "unit": "working-days",
        "policy": "sla-135/1",
    },
}
NAMED = [(rule, kind) for rule, named in kinds().items() for kind in named]
RULES = (VISITS, stalled.RULE, PING_PONG, repeated_case.RULE, cluster.RULE, rising_topic.RULE)


def test_a_sentence_tells_what_was_seen_why_it_counts_and_by_which_rule() -> None:
    """Whoever is accused must be able to check the accusation by hand."""
    wanted = (
        "water had not accepted case K-1 by 2026-10-12 17:30, 1 working days after it was "
        "dispatched: the limit runs from dispatch, never from sign-off "
        "(rule stalled / accept, version 1, sla-135/1; 1 events)."
    )

    assert wanted == sentence(FINDING, "en")
    assert "water 到 2026-10-12 17:30 仍未受理事项 K-1" in sentence(FINDING, "zh")


@pytest.mark.parametrize(("rule", "kind"), NAMED)
def test_every_kind_has_words_of_its_own(rule: str, kind: str) -> None:
    """The general sentence is for rules to come: write what lacks into `hub/i18n/findings.yaml`."""
    general, words = entry("new-rule", "new"), entry(rule, kind)

    assert {"name", "en", "why_en", "zh", "why_zh"} == set(words)
    assert [] == [name for name in words if words[name] == general.get(name)]


def test_what_a_rule_is_called_in_code_it_is_called_in_its_words() -> None:
    """Else what it finds would be told in general words."""
    assert [] == [rule for rule in RULES if rule not in kinds()]
    assert set(stalled.KINDS) == set(kinds()[stalled.RULE])


def test_no_two_rules_call_different_things_by_one_name_of_a_kind() -> None:
    """Pages name a kind without its rule."""
    everything = [kind for named in kinds().values() for kind in named]

    assert len(everything) == len(set(everything))
    assert len(names()) == len(kinds()) + len(everything)


def test_a_kind_to_come_is_told_in_general_words() -> None:
    """A rule that was added without words must still be listed."""
    text = sentence({**FINDING, "rule": "new-rule", "kind": "new"}, "en")

    assert text.startswith("new-rule / new was found on K-1 at water")


def test_what_a_finding_does_not_say_is_a_question_mark() -> None:
    """An older finding may lack a detail of today's sentence."""
    assert "by ?, ? ?" in sentence({**FINDING, "details": {}}, "en")


def test_every_finding_of_a_city_is_told_without_a_gap(tmp_path: Any) -> None:
    """The words name only what the rules of today say."""
    city = simulate.sized(parties=300, days=100, seed=11)
    book = simulate.simulate(city)
    last = simulate.truth(city, book)["last_event"]
    found = take_in(book.lines(), last, tmp_path, lambda _: None).findings
    texts = [told(one) for one in found]

    assert len({(one["rule"], one["kind"]) for one in found}) > 15
    assert [] == [one["text"] for one in texts if "?" in one["text"] + one["text_zh"]]
