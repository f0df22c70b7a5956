"""A noisy city: what was spoilt is written down, event by event, and nothing else is spoilt."""

from __future__ import annotations

from collections import Counter
from random import Random

import orjson
import pytest

from events.ids import event_id
from hub import simulate
from hub.simulation import wording
from hub.simulation.misspelling import namesake, written_again
from hub.simulation.names import Name, Names
from hub.simulation.sending import Sent
from hub.simulation.writing import Book

NOISY = simulate.sized(parties=60, days=100, seed=21, noise=True)


@pytest.fixture(scope="module", name="city")
def _city() -> tuple[Book, Sent]:
    book = simulate.simulate(NOISY)
    return book, simulate.arrived(NOISY, book)


def test_the_same_seed_spoils_the_same_bytes(city: tuple[Book, Sent]) -> None:
    """A benchmark that cannot be run again proves nothing."""
    assert city[1] == simulate.arrived(NOISY, simulate.simulate(NOISY))


def test_every_event_comes_and_repeats_are_written_down(city: tuple[Book, Sent]) -> None:
    """The lines are the events, those sent twice and those contradicted, and no others."""
    book, came = city
    ids = Counter(event_id(said["source"], said["id"]) for said in map(orjson.loads, came.lines))
    repeats = {id for id, count in ids.items() if count > 1}

    assert len(book.events) == len(ids)
    assert sorted(repeats) == sorted(came.truth["duplicates"] + came.truth["conflicts"])
    assert repeats


def test_the_true_content_comes_before_the_contradiction(city: tuple[Book, Sent]) -> None:
    """The hub keeps what it was told first: that must be what the truth is about."""
    book, came = city
    first = {orjson.loads(raw)["id"]: raw for raw in reversed(came.lines)}

    assert {raw for _, _, raw in book.events} == set(first.values())


def test_every_matter_is_of_cases_that_were_opened(city: tuple[Book, Sent]) -> None:
    """Pairs are scored by case ids; one that never was would be a miss for ever."""
    book, came = city
    opened = {
        said["data"]["case_id"]
        for said in map(orjson.loads, came.lines)
        if said["type"] == "case.opened.v1"
    }
    told = [case for matter in book.matters for case in matter["cases"]]

    assert set(told) <= opened
    assert len(told) == len(set(told))
    assert {10, 5} <= {len(m["cases"]) for m in book.matters if m["kind"] == "cluster"}


def test_a_recurrence_is_told_after_the_closing(city: tuple[Book, Sent]) -> None:
    """Told before it, the matter would still be open, and another rule's."""
    times = {
        (said["type"], said["data"]["case_id"]): said["time"]
        for said in map(orjson.loads, city[1].lines)
        if said["type"].startswith("case.")
    }
    for matter in city[0].matters:
        first, second = matter["cases"][:2]
        closed, opened = times["case.closed.v1", first], times["case.opened.v1", second]
        if matter["kind"] == "recurrence":
            assert closed < opened
        if matter["kind"] == "append":
            assert opened < closed


def test_no_two_parties_of_one_area_bear_one_name() -> None:
    """Two villages of one name would be one party to any reader."""
    book = simulate.simulate(simulate.Parameters(parties=3_000, villages=2_000))
    said = [orjson.loads(raw)["data"] for _, _, raw in book.events if b"party.registered" in raw]
    names = [data["name"] for data in said]

    assert len(names) == len(set(names))


def test_a_name_is_written_again_in_every_kind() -> None:
    """Each kind of the noise changes names, and leaves something of them."""
    random, name = Random(3), Name("义乌", "恒星达", "包装", "有限公司")
    written = {written_again(name, random) for _ in range(2_000)}
    kinds = {kinds[0] for _, kinds in written}

    assert 9 == len(kinds)
    assert all("包" in text or "装" in text for text, _ in written)
    assert len({text for text, _ in written}) > 30


def test_a_namesake_is_never_the_same_name() -> None:
    """What is another party must be told apart by somebody who looks closely."""
    names = Names(Random(4))
    for _ in range(300):
        name = names.enterprise("义乌")
        other, _ = namesake(name, names, ("义乌", "东阳"))
        assert name != other


@pytest.mark.parametrize("language", [wording.ZH, wording.EN])
def test_a_matter_told_again_still_names_its_place(language: str) -> None:
    """Without its place a complaint about a road could be about any road."""
    random = Random(5)
    for topic in wording.topics()[language]:
        text, _ = wording.retold(topic, "工业路8号", random)
        assert topic.placed == (sum(c in text for c in "工业路8号") >= 3)
