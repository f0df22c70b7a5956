"""Checkpoints in parts: what a matter saves of its cases, and what a writer's death leaves."""

from __future__ import annotations

import pytest

from events import codec, topics
from events.record import Record
from processors.folding.checkpoint import POSITION
from processors.folding.partition import Partition
from processors.folding.parts import SEPARATOR
from processors.matter_fold import MatterFold
from processors.matters.matter_state import Matter
from tests.history import at, reference
from tests.processors.matter_history import LAMP, PIPE, case, told

KEY = "water|清溪"


def partition(saved: dict[str, bytes] | None = None) -> Partition[Matter]:
    """Return a partition of matters as *saved*, that knows what every hub is given."""
    subject = Partition(MatterFold(), topics.BY_MATTER, 0)
    subject.reference = reference()
    subject.restore((saved or {}).items())
    return subject


@pytest.fixture(scope="module")
def words() -> list[Record]:
    """What a matter hears of thirty cases: one is told twice, by two parties."""
    texts = [f"{number}号楼{PIPE[number % 9 :]}{number * 7}" for number in range(28)]
    cases = [
        case(f"K-{number}", at(number), text, f"P-{number}", platform="12345")
        for number, text in enumerate([*texts, LAMP, LAMP])
    ]
    run = told(cases)
    logs = [log for place, log in run.logs.items() if place[0] == topics.BY_MATTER]
    return [
        record._replace(offset=offset)
        for offset, record in enumerate(
            sorted((r for log in logs for r in log if r.key.decode() == KEY), key=_number)
        )
    ]


def _number(record: Record) -> int:
    return int(codec.decode(record.value).data["case_id"].removeprefix("K-"))


def taken(subject: Partition[Matter], records: list[Record]) -> dict[str, bytes]:
    """Return what is saved after *records* were taken, each in a batch of its own."""
    for record in records:
        subject.take(record)
        subject.flush()
    return {key: value for key, value in subject.changed().items() if value is not None}


def names(saved: dict[str, bytes]) -> set[str]:
    """Return the names of the parts in *saved*, without those of openings' words."""
    parts = (key.partition(SEPARATOR)[2] for key in saved if SEPARATOR in key)
    return {name for name in parts if not name.startswith("\x1d")}


def test_a_case_that_is_like_no_other_saves_itself_alone(words: list[Record]) -> None:
    """A matter of many thousand cases must not be written anew for each."""
    subject = partition()
    taken(subject, words[:-2])

    assert {"K-28"} == names(taken(subject, words[-2:-1]))


def test_no_entry_grows_with_the_cases_of_its_matter(words: list[Record]) -> None:
    """The largest record of a log has a limit; a matter's history has none."""
    saved = taken(partition(), words)

    assert {f"K-{number}" for number in range(30)} <= names(saved)
    assert max(map(len, saved.values())) < 4096


def test_nothing_changed_saves_nothing_but_the_place(words: list[Record]) -> None:
    """Ticks and repeats are the most frequent records of all."""
    subject = partition()
    taken(subject, words)

    assert {POSITION} == {*subject.changed()}


@pytest.mark.parametrize("written", range(0, 40, 3))
def test_a_writer_that_dies_between_two_entries_leaves_the_matter_as_it_was(
    words: list[Record], written: int
) -> None:
    """Some parts are ahead of their key then: they are taken back, and told again."""
    subject = partition()
    first = taken(subject, words[:20])
    second = taken(subject, words[20:])
    torn = first | dict(list(second.items())[: min(written, len(second) - 2)])

    before, after = partition(first), partition(torn)

    assert before.entries[KEY].state == after.entries[KEY].state
    assert before.entries[KEY].said == after.entries[KEY].said
    again = taken(after, words[20:])
    whole = partition(torn | again)
    assert subject.entries[KEY].state == whole.entries[KEY].state
    assert subject.entries[KEY].said == whole.entries[KEY].said
