"""A partition that does not know what it has said learns it from the log, and what to take back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events import codec, topics
from events.comparison import fingerprint
from events.finding import Finding, canonical
from events.record import Outgoing, Record
from processors.folding import checkpoint
from processors.folding.conclusion import Conclusion
from processors.folding.last_words import Listener
from processors.folding.partition import Partition
from tests.processors.toy_fold import Log, Quiet, QuietFold, names

Subject = Partition[Quiet]
Saved = dict[str, bytes]
Change = Callable[[Finding], Iterable[Finding]]

END = 90
"""The minute of the last tick."""


class Version(QuietFold):
    """Detectors that make of each finding whatever *change* does."""

    def __init__(self, change: Change) -> None:
        self._change = change

    def conclude(self, *asked: Any) -> Conclusion:
        said = super().conclude(*asked)
        found = (other for one in said.findings for other in self._change(one))
        return replace(said, findings=tuple(found))


AS_IS = Version(lambda found: (found,))
LESS = Version(lambda found: () if found.resolved_at else (found,))
MORE = Version(lambda found: (found, replace(found, kind="seen-once")))
VERSIONS = {
    "as it is": AS_IS,
    "less": LESS,
    "more": MORE,
    "in other words": Version(lambda found: (replace(found, version="2"),)),
    "another": Version(lambda found: (replace(found, kind="silence"),)),
    "nothing": Version(lambda _: ()),
}


@contextmanager
def version(number: int) -> Iterator[None]:
    """Let the detectors be of version *number* while the body runs."""
    before, checkpoint.RULES = checkpoint.RULES, number
    yield
    checkpoint.RULES = before


class Hub:
    """The log of one partition, what was said, and what was saved; workers come and are killed."""

    def __init__(self, records: list[Record]) -> None:
        self.records, self.said, self.saved = records, list[Record](), Saved()

    def worker(self, fold: QuietFold) -> Subject:
        """Return a partition that goes on from what was saved, as a host restores it."""
        subject: Subject = Partition(fold, topics.JOURNAL_CASES, 0)
        subject.restore(self.saved.items(), len(self.records))
        if subject.unheard is not None:
            listener = Listener[str](lambda origin: origin.topic)
            for record in self.said:
                listener.hear(record)
            subject.hush(listener.words(topics.JOURNAL_CASES), len(self.records))
        return subject

    def fold(self, subject: Subject, to: int, batch: int = 1, share: float = 1.0) -> list[Outgoing]:
        """Fold on to offset *to*; of the last batch only a *share* was published."""
        effects = list[Outgoing]()
        while (start := subject.position) < to:
            records = self.records[start : min(to, start + batch)]
            effects = [*(e for one in records for e in subject.take(one)), *subject.flush()]
            last = subject.position == to
            self._publish(effects[: int(share * len(effects))] if last else effects)
        return effects

    def _publish(self, effects: Iterable[Outgoing]) -> None:
        for told in effects:
            if told.topic == topics.FINDINGS:
                self.said.append(Record(told.topic, 0, len(self.said), *told[1:4]))

    def save(self, subject: Subject) -> None:
        for key, value in subject.changed().items():
            self.saved.pop(key, None)
            if value is not None:
                self.saved[key] = value

    def stories(self) -> dict[bytes, list[bytes]]:
        """Return, by finding, each thing that was said of it, without the revision."""
        stories = dict[bytes, list[bytes]]()
        for record in self.said:
            event = codec.decode(record.value)
            if event.name.startswith("finding."):
                words = {n: held for n, held in event.data.items() if n != "revision"}
                stories.setdefault(record.key, []).append(canonical(words))
        return stories


def concluded(hub: Hub) -> bytes:
    return fingerprint(record.value for record in hub.said)


def clean(fold: QuietFold, records: list[Record]) -> bytes:
    """Return what one process finds that folds *records* undisturbed."""
    hub = Hub(records)
    hub.fold(hub.worker(fold), len(records))
    return concluded(hub)


def history(heard: list[tuple[str, int]]) -> list[Record]:
    log, greatest = Log(), -1
    for key, minute in heard:
        if minute > greatest:
            log.tick(minute)
            greatest = minute
        log.event(key, minute)
    log.tick(END)
    return log.records


class Upgrade(NamedTuple):
    """
    Shares of the log: ``saved`` ≤ ``reached`` by the old worker, ``came`` before the new one came.

    ``forgets``: the format of states is another. ``begun``: how far a first new worker gets,
    which is killed after it saved.
    """

    old: str
    new: str
    forgets: bool
    saved: int
    reached: int
    came: int
    begun: int
    share: float
    batch: int

    def carried_out(self, records: list[Record]) -> Hub:
        ends = sorted(min(len(records) - 1, at) for at in (self.saved, self.reached, self.came))
        hub = Hub(records[: ends[2]])
        with version(1):
            old = hub.worker(VERSIONS[self.old])
            hub.fold(old, ends[0], self.batch)
            hub.save(old)
            hub.fold(old, ends[1], self.batch, self.share)
        with version(2):
            if self.forgets:
                hub.saved.clear()
            first = hub.worker(VERSIONS[self.new])
            hub.save(first)
            hub.fold(first, min(self.begun, max(0, ends[2] - 1)), self.batch)
            hub.save(first)
            hub.records = records
            second = hub.worker(VERSIONS[self.new])
            hub.fold(second, len(records), self.batch)
        return hub


shares = st.integers(0, 40)
upgrades = st.builds(
    Upgrade,
    st.sampled_from(sorted(VERSIONS)),
    st.sampled_from(sorted(VERSIONS)),
    st.booleans(),
    shares,
    shares,
    shares,
    shares,
    st.sampled_from([0.0, 0.5, 1.0]),
    st.sampled_from([1, 3, 50]),
)
minutes = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 60)), min_size=1, max_size=20)


@given(minutes, upgrades)
@settings(max_examples=500, deadline=None)
def test_after_an_upgrade_there_stands_what_the_new_version_finds_by_itself(
    heard: list[tuple[str, int]], upgrade: Upgrade
) -> None:
    """Whatever the old one said and did not save, and wherever either of them was killed."""
    records = history(heard)

    hub = upgrade.carried_out(records)

    with version(2):
        assert clean(VERSIONS[upgrade.new], records) == concluded(hub)
    for story in hub.stories().values():
        assert not any(before == after for before, after in pairwise(story)), "told twice"


def _killed(
    old: QuietFold, *, forgets: bool, heard: Iterable[tuple[str, int]] = (("a", 0), ("b", 5))
) -> Hub:
    """A worker of an older version said what it found of what was *heard*, and saved nothing."""
    hub = Hub(history(list(heard)))
    with version(1):
        worker = hub.worker(old)
        hub.save(worker)
        hub.fold(worker, len(hub.records))
    if forgets:
        hub.saved.clear()
    return hub


@pytest.mark.parametrize("forgets", [False, True], ids=["rules", "format and rules"])
def test_what_only_the_older_detectors_found_is_taken_back(forgets: bool) -> None:
    """It stood open for ever: nobody knew that it had been said."""
    hub = _killed(MORE, forgets=forgets)
    with version(2):
        worker = hub.worker(AS_IS)
        said = hub.fold(worker, len(hub.records))
        later = hub.fold(worker, len(hub.records))

    assert ["finding.retracted"] * 2 == names(said)
    assert [] == names(later)


def test_nothing_is_said_before_all_is_folded_that_was_spoken_of() -> None:
    """Half way through the log a finding that stands looks as if it did not."""
    hub = _killed(AS_IS, forgets=True, heard=[("a", 0), ("b", 20), ("a", 30)])
    said = hub.stories()
    with version(2):
        hub.fold(hub.worker(AS_IS), len(hub.records))

    assert said == hub.stories()


def test_revisions_go_on_from_the_last_word() -> None:
    """Else a finding that comes back would be told under the id of what it was first."""
    hub = _killed(AS_IS, forgets=True)
    for number, fold in ((2, VERSIONS["nothing"]), (3, AS_IS)):
        with version(number):
            hub.saved.clear()
            hub.fold(hub.worker(fold), len(hub.records))

    revisions = [
        codec.decode(one.value).data["revision"] for one in hub.said if one.key == _key(hub)
    ]
    assert [1, 2, 3] == revisions


def _key(hub: Hub) -> bytes:
    return hub.said[0].key


def test_one_of_whom_nothing_was_said_speaks_at_once() -> None:
    """A log that is folded for the first time keeps nobody waiting."""
    hub = Hub(history([("a", 0), ("a", 30)]))
    worker = hub.worker(AS_IS)

    assert ["finding.resolved"] == [
        name for name in names(hub.fold(worker, 4)) if name.startswith("finding.")
    ]
