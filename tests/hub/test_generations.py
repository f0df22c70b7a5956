"""Another number of partitions: the same log in other partitions comes to the same."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from events import codec, topics
from events.comparison import comparable
from events.generations import original
from events.instant import parse
from events.record import Record
from events.signing import Signer
from hub.embedded.log import Log
from hub.failure import Failure
from hub.generations.local import copy_journals, repartition
from hub.generations.plan import is_tick
from hub.journal import Journal
from hub.notary.anchors import AnchorFile, name_of, read_anchor
from hub.notary.office import Files, checked, sworn
from hub.operations import perform
from hub.proving.accounts import balance
from hub.settings import Settings
from hub.sqlite import Database
from tests.hub.history import engine, findings, hub, opened, troubled_month, unreadable

MORE = {topics.JOURNAL_CASES: 7, topics.JOURNAL_VISITS: 3}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub with a month in it."""
    folder = tmp_path_factory.mktemp("hub") / "data"
    with engine(folder) as standing:
        standing.begin()
        standing.accept(troubled_month())
        standing.finish("event", parse("2026-04-01T00:00:00Z"))
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """A copy of its log; the warehouse follows when it is opened."""
    (tmp_path / "data").mkdir()
    shutil.copy(template / "log.sqlite", tmp_path / "data")
    return tmp_path / "data"


def entries(journal: Journal, kind: str, generation: int) -> Counter[tuple[str, str]]:
    """Count what each key has in a generation of a journal: (key, event id), ticks left out."""
    topic = topics.of_generation(kind, generation)
    return Counter(
        (record.key.decode(), codec.decode(record.value).event_id)
        for number in range(journal.partitions(topic))
        for record in journal.read(topic, number)
        if not is_tick(record)
    )


def test_the_new_generation_comes_to_the_same_findings(folder: Path) -> None:
    """What is concluded hangs on the log, not on how it is parted."""
    with hub(folder) as before:
        said = comparable(findings(before.engine.log))

    repartition(Settings(data=folder), MORE)

    with hub(folder) as after:
        assert said == comparable(findings(after.engine.log))
        assert [7, 3] == [after.engine.log.layout.counts[topic] for topic in MORE]


def test_the_accounts_balance_and_every_event_keeps_its_place(folder: Path) -> None:
    """Nothing lost, nothing twice, for analysts too, with what comes after the change."""
    asked = "SELECT event_id, topic, partition, offset FROM events ORDER BY event_id"
    with hub(folder) as before:
        shown = before.query(asked)

    repartition(Settings(data=folder), MORE)

    with hub(folder) as standing:
        assert shown == standing.query(asked)
        standing.accept([opened("K-late", "2026-03-20T09:00"), *troubled_month()[::3]])
        document = perform(standing, "verify", {})
    assert [] == document["problems"]
    assert document["figures"]["findings"] > 0


def test_what_no_fold_could_use_is_accounted_for_in_every_generation(folder: Path) -> None:
    """It was refused where it stood first; its copy is no other entry."""
    with hub(folder) as standing:
        unreadable(standing)

    repartition(Settings(data=folder), MORE)

    with hub(folder) as standing:
        assert [] == perform(standing, "verify", {})["problems"]


def test_what_comes_later_is_concluded_with_what_was_copied(tmp_path: Path, folder: Path) -> None:
    """A changed number of partitions in the middle of a load gives the findings of one without."""
    second = [opened("K-late", "2026-03-20T09:00"), *troubled_month()[::3]]
    until = parse("2026-05-01T00:00:00Z")
    shutil.copytree(folder, tmp_path / "plain")
    repartition(Settings(data=folder), MORE)

    came: list[Any] = []
    for place in (tmp_path / "plain", folder):
        with engine(place) as standing:
            counts = standing.accept(second)
            standing.finish("event", until)
            came.append((counts, comparable(findings(standing.log))))

    assert came[0] == came[1]


def test_every_entry_is_copied_once_and_under_its_key(folder: Path) -> None:
    """Reference events stand once in each partition, every other event under its key."""
    repartition(Settings(data=folder), MORE)

    with hub(folder) as standing, standing.reading() as log:
        for kind, count in MORE.items():
            old, new = entries(log, kind, 0), entries(log, kind, 1)
            for entry, times in old.items():
                everywhere = times == topics.PARTITIONS[kind]
                assert (count if everywhere else times) == new[entry]
            assert old.keys() == new.keys()


def test_a_copy_is_given_back_as_it_stood(folder: Path) -> None:
    """Place, time and headers: projecting a copy writes the row that stands there already."""
    repartition(Settings(data=folder), MORE)

    with hub(folder) as standing, standing.reading() as log:
        copies = [
            record
            for number in range(7)
            for record in log.read("journal.cases.g1", number)
            if not is_tick(record)
        ]
        stood = {
            (record.partition, record.offset): record
            for number in range(4)
            for record in log.read("journal.cases", number)
        }

    for record in copies:
        was = original(record)
        assert stood[was.partition, was.offset] == was


def test_it_can_be_done_again(folder: Path) -> None:
    """A third generation is made of the second; what was copied twice still knows its place."""
    with hub(folder) as before:
        said = comparable(findings(before.engine.log))

    repartition(Settings(data=folder), MORE)
    repartition(Settings(data=folder), {topics.JOURNAL_CASES: 2})

    with hub(folder) as standing, standing.reading() as log:
        assert 2 == log.layout.generation
        assert said == comparable(findings(standing.engine.log))
        copies = [one for one in log.read("journal.cases.g2", 0) if not is_tick(one)]
    assert {"journal.cases"} == {original(one).topic for one in copies}


def test_killed_at_any_record_nothing_has_happened(folder: Path, monkeypatch: Any) -> None:
    """One transaction: the old generation is live until the new one is whole."""
    with hub(folder) as before:
        said = comparable(findings(before.engine.log))

    class KilledError(BaseException):
        pass

    def killing(self: Log) -> None:
        if next(left) == 0:
            raise KilledError
        kept(self)

    kept = Log.write
    monkeypatch.setattr("hub.generations.local._BATCH", 50)
    monkeypatch.setattr(Log, "write", killing)
    database = Database(folder / "log.sqlite")
    for steps in (0, 1, 4):
        left = iter(range(steps, -1, -1))
        with pytest.raises(KilledError):
            copy_journals(database, MORE)
    database.close()
    monkeypatch.undo()

    with hub(folder) as after:
        assert 0 == after.engine.log.layout.generation
        assert said == comparable(findings(after.engine.log))


class Dropped:
    """The log of a cluster whose older generation was deleted."""

    def __init__(self, log: Log, older: int) -> None:
        self._log, self._older, self.layout = log, older, log.layout

    def _there(self, topic: str) -> bool:
        return topic not in {topics.of_generation(t, self._older) for t in topics.GENERATIONAL}

    def topics(self) -> tuple[str, ...]:
        return tuple(filter(self._there, self._log.topics()))

    def partitions(self, topic: str) -> int:
        return self._log.partitions(topic) if self._there(topic) else 0

    def end(self, topic: str, partition: int) -> int:
        return self._log.end(topic, partition) if self._there(topic) else 0

    def begin(self, topic: str, partition: int) -> int:
        return self._log.begin(topic, partition)

    def read(
        self, topic: str, partition: int, start: int = 0, stop: int | None = None
    ) -> Iterator[Record]:
        if self._there(topic):
            yield from self._log.read(topic, partition, start, stop)


def test_the_accounts_balance_without_the_old_topics(folder: Path) -> None:
    """Each copy is held against the row that its original has."""
    with hub(folder) as standing:
        unreadable(standing)
    repartition(Settings(data=folder), MORE)
    with hub(folder) as standing, standing.reading() as log:
        perform(standing, "verify", {})  # all of it is projected
        document = balance(Dropped(log, 0), standing.warehouse())

    assert [] == document["problems"]


def test_a_row_altered_after_the_old_topics_are_gone_is_told(folder: Path) -> None:
    """What was deleted from the log is not free to be changed in the warehouse."""
    repartition(Settings(data=folder), MORE)
    with hub(folder) as standing, standing.reading() as log:
        perform(standing, "verify", {})
        was = next(
            original(record)
            for record in log.read("journal.cases.g1", 2)
            if record.key.startswith(b"K")  # a case's: it stood in one place
        )
        standing.warehouse()._run(
            "ALTER TABLE journal_records UPDATE value = concat(value, ' ') WHERE topic = "
            f"'{was.topic}' AND partition = {was.partition} AND offset = {was.offset} "
            "SETTINGS mutations_sync = 1"
        )
        document = balance(Dropped(log, 0), standing.warehouse())

    where = f"{was.topic}:{was.partition}:{was.offset}"
    assert [where] == [problem["where"] for problem in document["problems"]]


def test_the_notarys_chain_goes_on_through_the_generations(folder: Path) -> None:
    """The chain of a new partition begins with the heads of the old ones, which may then go."""
    files = Files(folder / "anchors.jsonl", folder / "notary.pem")
    with hub(folder) as standing, standing.reading() as log:
        sworn(log, files)
    repartition(Settings(data=folder), MORE)

    with hub(folder) as standing, standing.reading() as log:
        sworn(log, files)
        assert [] == checked(log, files, "")["problems"]
        assert [] == checked(Dropped(log, 0), files, "")["problems"]
        assert "chain-broken" in _without_heads(log, files)


def _without_heads(log: Log, files: Files) -> set[str]:
    """Return what is told when the lines of the old generation are taken out of the file."""
    signer = Signer.read(files.key.read_bytes())
    before, lines = "0" * 64, []
    for anchor in map(read_anchor, AnchorFile(files.anchors).lines()):
        if topics.generation_of(anchor.topic):
            lines.append(replace(anchor, before=before).signed(signer).line())
            before = name_of(lines[-1])
    files.anchors.write_bytes(b"".join(lines))
    return {problem["code"] for problem in checked(log, files, "")["problems"]}


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"findings": 8}, "no-generations"),
        ({"identity": 2}, "no-generations"),
        ({"journal.cases": 0}, "partitions-wrong"),
        ({"journal.cases": 1_025}, "partitions-wrong"),
        ({"journal.cases": 4}, "partitions-same"),
    ],
)
def test_counts_that_are_none_are_refused(folder: Path, asked: dict[str, int], key: str) -> None:
    """What is said of a finding stands in one partition for ever: its topic is not parted anew."""
    with pytest.raises(Failure) as told:
        repartition(Settings(data=folder), asked)

    assert key == told.value.key
