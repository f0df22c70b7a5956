"""A late case that takes a place among those compared may give one to a third case."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from events import codec, topics
from events.event import Event
from processors.matter_fold import MatterFold
from processors.matters.matter_state import Matter
from processors.published.reference import Reference
from tests.history import at
from tests.processors.matter_history import case, comparing, told

SENTENCES = (
    "工业路8号门口的路灯坏了半个月",
    "晚上看不清路老人出行很不安全",
    "小区二期自来水管爆裂整栋楼停水",
    "物业一直没有派人来修请尽快处理",
    "企业反映用工困难希望协调解决",
    "厂区门口道路积水严重请修缮",
)
PARTIES = ("P-1", "P-2", "P-3", "P-4", "P-5")
LAST = at(60)
FOLD = MatterFold()


def _history(draw: Random) -> tuple[Reference, list[Event]]:
    """Draw rules that compare few, and the words that matters hear of eight to eighteen cases."""
    rules = comparing(
        party=draw.choice([1, 2]),
        place=draw.choice([1, 2]),
        band=draw.choice([1, 2]),
        most=draw.choice([2, 3, 4, 5]),
    )
    cases = [
        case(
            f"K-{number}",
            at(number + 1),
            "，".join(draw.sample(SENTENCES, draw.randint(2, 4))),
            draw.choice(PARTIES),
        )
        for number in range(draw.randint(8, 18))
    ]
    logs = (log for place, log in told(cases, rules=rules).logs.items() if _of_matters(place))
    return rules, [codec.decode(record.value) for log in logs for record in log if record.key]


def _of_matters(place: tuple[str, int]) -> bool:
    return place[0] == topics.BY_MATTER


def _seen(words: list[Event], rules: Reference) -> tuple[Any, Any]:
    """Return what is found, and each case's best score, after *words* in the order given."""
    state = Matter("water|清溪")
    for word in words:
        state, _ = FOLD.settled(state, rules)
        state, _ = FOLD.step(state, word, rules)
    state, _ = FOLD.settled(state, rules)
    findings = FOLD.conclude(state, None, LAST, rules).findings
    standing = sorted((f.rule, f.kind, *sorted(f.evidence)) for f in findings)
    return standing, {case: score for case, score in state.best.items() if score}


@pytest.mark.parametrize("seed", [1055, 1118, 7, 8])
def test_pairs_of_third_cases_are_known_whatever_came_first(seed: int) -> None:
    """The first two histories left a case without the score that a restart would give it."""
    rules, words = _history(Random(seed))
    in_order = _seen(words, rules)

    for lot in range(15):
        shuffled = words[:]
        Random(seed * 100 + lot).shuffle(shuffled)
        assert in_order == _seen(shuffled, rules), lot
