"""Identity's checkpoint: a party is an entry of its own, and only who was touched is written."""

from __future__ import annotations

import pytest

from events import codec, topics
from events.record import Record
from processors.folding.checkpoint import POSITION
from processors.folding.partition import Partition
from processors.folding.parts import SEPARATOR
from processors.identity.identity_state import Identity
from processors.identity.party import PARTIES
from processors.identity_fold import IdentityFold
from tests.processors.test_identity_by_name import NAME, RULES, registered
from tests.processors.test_identity_fold import CODE

_WORDS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
EVENTS = [
    *(
        registered(f"P{n}", f"浦江{w}{v}建材厂", n)
        for n, (w, v) in enumerate(zip(_WORDS[:-5], _WORDS[5:], strict=True))
    ),
    registered("A", NAME, 30, CODE),
    registered("B", "浦江华圣机械有限公司", 31),
    registered("C", "浦江华盛机械", 32),
]


def partition(saved: dict[str, bytes] | None = None) -> Partition[Identity]:
    """Return the partition of identity as *saved*, that knows the default policy."""
    subject = Partition(IdentityFold(), topics.IDENTITY, 0)
    subject.reference = RULES
    subject.restore((saved or {}).items())
    return subject


def taken(subject: Partition[Identity], first: int, last: int) -> dict[str, bytes]:
    """Return what is saved after the events from *first* on, below *last*, a batch each."""
    for offset in range(first, last):
        key, value = PARTIES.encode(), codec.encode(EVENTS[offset])
        subject.take(Record(topics.IDENTITY, 0, offset, key, value))
        subject.flush()
    return {key: value for key, value in subject.changed().items() if value is not None}


def named(saved: dict[str, bytes]) -> set[str]:
    return {key.partition(SEPARATOR)[2] for key in saved if SEPARATOR in key}


COUNT = len(EVENTS)


def test_a_new_party_is_written_with_those_it_touches_and_nobody_else() -> None:
    """A million parties must not be written anew for each."""
    subject = partition()
    taken(subject, 0, COUNT - 1)

    assert {"C"} <= named(taken(subject, COUNT - 1, COUNT)) <= {"A", "B", "C"}


def test_no_entry_grows_with_the_number_of_parties() -> None:
    """The largest record of a log has a limit."""
    saved = taken(partition(), 0, COUNT)

    assert {event.data["party_id"] for event in EVENTS} == named(saved)
    assert max(len(packed) for key, packed in saved.items() if SEPARATOR in key) < 1024
    assert max(len(packed) for key, packed in saved.items() if key != POSITION) < 8192


@pytest.mark.parametrize("written", range(8))
def test_a_writer_that_dies_between_two_entries_leaves_identity_as_it_was(written: int) -> None:
    """Some parties are ahead of the rest then: they are taken back, and told again."""
    subject = partition()
    first = taken(subject, 0, COUNT - 2)
    second = taken(subject, COUNT - 2, COUNT)
    torn = first | dict(list(second.items())[: min(written, len(second) - 2)])

    before, after = partition(first), partition(torn)

    assert before.entries[PARTIES].state == after.entries[PARTIES].state
    again = taken(after, COUNT - 2, COUNT)
    whole = partition(torn | again)
    assert subject.entries[PARTIES].state == whole.entries[PARTIES].state
