"""A party with very many visits is saved visit by visit; one with few in one entry."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest

from events import codec, topics
from events.event import Event
from events.record import Record
from processors.folding.checkpoint import POSITION
from processors.folding.partition import Partition
from processors.folding.parts import SEPARATOR
from processors.topology import build_partition
from processors.visits import visit_parts
from tests.processors.visit_history import POLICY, recorded

MANY = 5
PARTY = "P-1"


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a state be large beyond five visits."""
    monkeypatch.setattr(visit_parts, "MANY", MANY)


def visits(count: int, first: int = 0) -> list[Event]:
    """Return the records of *count* visits by departments in turn, some hours apart."""
    return [
        recorded(str(number), f"bureau-{number % 3}", 1 + number, party_id=PARTY)
        for number in range(first, first + count)
    ]


def partition(topic: str, saved: dict[str, bytes] | None = None) -> Partition[object]:
    """Return a partition as *saved*, that knows the policy of visits."""
    subject = build_partition(topic, 0)
    subject.reference = POLICY
    subject.restore((saved or {}).items())
    return subject


def save(subject: Partition[object], events: list[Event]) -> dict[str, bytes | None]:
    """Return what is saved after *events*, each in a batch of its own."""
    for event in events:
        record = Record(subject.topic, 0, subject.position, PARTY.encode(), codec.encode(event), ())
        assert all(effect.topic != topics.REJECTED for effect in subject.take(record))
        subject.flush()
    return subject.changed()


def written(saved: Mapping[str, bytes | None]) -> set[str]:
    """Return the names of the parts in *saved*."""
    return {key.partition(SEPARATOR)[2] for key in saved if SEPARATOR in key}


def kept(*saved: Mapping[str, bytes | None]) -> dict[str, bytes]:
    """Return what a log keeps of several checkpoints, in their order."""
    entries: dict[str, bytes | None] = {}
    for one in saved:
        entries |= one
    return {key: value for key, value in entries.items() if value is not None}


FOLDED = pytest.mark.parametrize("topic", [topics.JOURNAL_VISITS, topics.BY_PARTY])


@FOLDED
@pytest.mark.parametrize(("count", "parts"), [(MANY - 1, 0), (MANY, 0), (MANY + 1, MANY + 1)])
def test_a_party_is_saved_in_parts_as_soon_as_it_has_too_many_visits(
    topic: str, count: int, parts: int
) -> None:
    """Exactly as many as may be saved whole are saved whole."""
    assert parts == len(written(save(partition(topic), visits(count))))


@FOLDED
def test_one_more_visit_saves_itself_alone(topic: str) -> None:
    """A hundred thousand visits must not be written anew for one."""
    subject = partition(topic)
    save(subject, visits(MANY + 3))

    one = recorded("late", "bureau-9", 300, party_id=PARTY)

    assert {"bureau-9/late"} == written(save(subject, [one]))


@FOLDED
def test_no_entry_grows_with_the_visits_of_its_party(topic: str) -> None:
    """The largest record of a log has a limit; a party's history has none."""
    subject = partition(topic)
    entries = kept(*(save(subject, visits(1, number)) for number in range(60)))
    largest = max(len(value) for key, value in entries.items() if PARTY in key)

    assert largest < 16_384


@FOLDED
@pytest.mark.parametrize("cut", range(0, 2 * MANY, 3))
def test_a_writer_that_dies_between_two_entries_leaves_the_party_as_it_was(
    topic: str, cut: int
) -> None:
    """At the first writing in parts, and at every later one."""
    first, second, third = visits(MANY), visits(2, MANY), visits(2, MANY + 2)
    subject = partition(topic)
    saves = [save(subject, first), save(subject, second), save(subject, third)]
    for number in (1, 2):
        entries = list(saves[number].items())
        torn = kept(*saves[:number], dict(entries[: min(cut, len(entries) - 2)]))
        before, after = partition(topic, kept(*saves[:number])), partition(topic, torn)

        assert before.entries[PARTY].state == after.entries[PARTY].state
        assert before.entries[PARTY].said == after.entries[PARTY].said

        again = save(after, [event for one in (second, third)[number - 1 :] for event in one])
        whole = partition(topic, kept(torn, again))
        assert subject.entries[PARTY].state == whole.entries[PARTY].state
        assert subject.entries[PARTY].said == whole.entries[PARTY].said


@FOLDED
def test_parts_of_a_writer_that_died_do_not_come_back(topic: str) -> None:
    """Its successor saves less: what the dead one wrote of a visit is nowhere any more."""
    first, second = visits(MANY), visits(1, MANY)
    subject = partition(topic)
    saved, torn = save(subject, first), save(subject, second)
    del torn[PARTY], torn[POSITION]

    successor = partition(topic, kept(saved, torn))
    again = save(successor, [first[0]])  # a repeat: nothing is added, the party is not large

    assert set() == written(kept(saved, torn, again))


@pytest.mark.parametrize("seed", range(6))
def test_packing_the_cold_keeps_what_is_saved_in_parts(seed: int) -> None:
    """A frame is not an entry: what is packed in memory must hold everything."""
    subject = partition(topics.JOURNAL_VISITS)
    subject.entries._bound = 0
    draw = Random(seed)
    events = visits(3 * MANY)
    while events:
        some = [events.pop(0) for _ in range(min(len(events), draw.randint(1, 4)))]
        save(subject, some)

    assert 3 * MANY == len(subject.entries[PARTY].state.visits)  # type: ignore[attr-defined]
