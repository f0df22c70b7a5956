"""Texts that would choke a matter: each costs a bounded time and no event is lost."""

from __future__ import annotations

from random import Random

import pytest

from events import codec, topics
from events.instant import MINUTE, Instant
from processors.case_fold import CaseFold
from processors.matter_fold import MatterFold
from processors.matters import matter_pairs
from processors.matters.matter_state import Matter
from processors.matters.matter_words import told
from processors.policies.matter_policy import Compare
from processors.text.matter_bands import bands
from processors.text.matter_text import MOST, grams, likeness, sketch
from tests.history import at, reference
from tests.processors.matter_history import LAMP, case

LONG = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(100_000))


@pytest.mark.parametrize("text", ["", "啊" * 100_000, "a" * 100_000, LONG, LAMP, "\x00\ud800" * 9])
def test_a_sketch_has_bounded_room_whatever_the_text(text: str) -> None:
    """Nothing, one letter a hundred thousand times, 300 KB of letters, bytes that are none."""
    said = grams(sketch(text.encode("utf-8", "replace").decode()))

    assert len(said) <= MOST
    assert likeness(said, said, 4) in (0.0, 1.0)
    assert len(bands(said)) <= 24


def test_texts_that_say_nothing_are_like_nothing() -> None:
    """Two empty letters, or two of one letter repeated, are no matter told twice."""
    for text in ("", "啊" * 1000):
        said = grams(sketch(text))

        assert 0.0 == likeness(said, said, 4)


def test_a_sample_of_a_long_text_tells_how_much_two_share() -> None:
    """Half of a long text is half in it, give or take the sampling."""
    whole, half = (grams(sketch(text)) for text in (LONG[:8_000], LONG[4_000:12_000]))

    assert 0.4 < likeness(whole, half, 4) < 0.6


def _heard(number: int, text: str) -> list[bytes]:
    """Return what the matter is told of the opening of one of many cases."""
    opening = case(
        f"K-{number}", Instant(at(0) + number * MINUTE // 200), text, f"P-{number}", id=f"o{number}"
    )
    fold = CaseFold()
    before = fold.empty(f"K-{number}")
    after, _ = fold.step(before, opening, reference())
    words = told(before, after, opening)
    return [word.value for word in words if word.topic == topics.BY_MATTER and word.value]


def test_ten_thousand_identical_texts_are_one_cluster_and_none_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each is compared with so many at most, and all hang together."""
    compared = 0

    def counting(*texts: object) -> float:
        nonlocal compared
        compared += 1
        return 1.0

    monkeypatch.setattr(matter_pairs, "likeness", counting)
    fold, state = MatterFold(), Matter("water|清溪")
    most = 0
    for number in range(10_000):
        (word,) = _heard(number, LAMP)
        before = compared
        state, _ = fold.step(state, codec.decode(word), reference())
        most = max(most, compared - before)

    assert most <= Compare().most
    assert 10_000 == len(state.cards)
    ((_, number),) = state.groups.named.items()
    assert 10_000 == len(state.groups.by_number[number].members)


SENTENCES = (
    "我家楼下的垃圾堆了一个星期没人管",
    "天热了味道很大",
    "请尽快派人来清理",
    "已经打过两次电话",
    "老人小孩都受不了",
    "旁边还是小学",
    "希望有关部门重视",
    "夜里还有野狗翻找",
)


def test_a_case_that_comes_late_into_a_large_cluster_touches_few_of_it() -> None:
    """It takes the place of some others; each time the whole cluster was put together anew."""
    draw, fold, state = Random(3), MatterFold(), Matter("water|清溪")
    texts = ["，".join(draw.sample(SENTENCES, draw.randint(3, 5))) for _ in range(500)]
    late = set(draw.sample(range(500), 30))
    reached = []
    for number in sorted(range(500), key=lambda number: (number in late, number)):
        (word,) = _heard(number, texts[number])
        state, touched = fold.step(state, codec.decode(word), reference())
        reached += [len(touched or ())] * (number in late)

    assert [500] == [len(group.members) for group in state.groups.by_number.values()]
    assert max(reached) < 2 * Compare().most
