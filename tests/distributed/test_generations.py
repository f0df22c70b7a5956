"""Another number of partitions on a cluster, with departments that go on sending."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.faults.parts import Parts
from bench.faults.ticking import publish_ticks
from events import topics
from events.generations import FIRST, original
from events.instant import parse
from events.kafka import Connection, assigned, group_members, subscribed
from events.record import Origin, Outgoing
from hub.cluster import repartition as changing
from hub.cluster import topics as administration
from hub.cluster.distributed import create_topics
from hub.cluster.dropping import drop_old
from hub.cluster.generations import Following, read_state, write_state
from hub.cluster.kafka_journal import KafkaJournal, is_ours
from hub.cluster.repartition import repartition
from hub.cluster.standing import part_named, settled
from hub.failure import Failure
from hub.generations.plan import copies, cut_of
from hub.generations.state import BEGUN, WORKER, begin
from hub.proving.accounts import replayed
from hub.proving.log_check import verify_log
from hub.settings import Settings
from tests.distributed.change import fold, stands
from tests.distributed.kafka_log import KafkaLog
from tests.hub.history import troubled_month
from tests.support.waiting import wait_until

MORE = {topics.JOURNAL_CASES: 6, topics.JOURNAL_VISITS: 3}
WORKING = (part_named("intake"), part_named("worker"))


def _ingest(raws: list[tuple[str, bytes]]) -> list[Outgoing]:
    return [Outgoing(topics.ingest(department), b"", raw) for department, raw in raws]


@pytest.fixture
def parts(hub_log: KafkaLog, tmp_path: Path) -> Iterator[Parts]:
    """Give an intake and two workers, which a supervisor starts again when they end."""
    environment = os.environ | {"HUB_KAFKA": hub_log.bootstrap}
    parts = Parts(environment, tmp_path, "", ())
    try:
        parts.add("intake")
        for _ in range(2):
            parts.add("worker", "--no-ticks")
        yield parts
    finally:
        parts.end()


def test_what_is_sent_meanwhile_is_concluded_as_if_nothing_had_changed(
    hub_log: KafkaLog, parts: Parts
) -> None:
    """Parts end and begin by themselves; each event stands once where it belongs."""
    connection, settings = Connection(hub_log.bootstrap), Settings(kafka=hub_log.bootstrap)
    month = troubled_month()
    create_topics(settings, sorted({department for department, _ in month}))
    hub_log.publish(_ingest(month[: len(month) // 2]))
    settled(connection, 120, WORKING)
    said = []

    def say(key: str, **_: Any) -> None:
        said.append(key)
        if key == "generation-copying" and "generation-copying" not in said[:-1]:
            hub_log.publish(_ingest(month[len(month) // 2 :]))

    rows = repartition(settings, MORE, 60, say)
    publish_ticks(hub_log.bootstrap, parse("2026-05-01T00:00:00Z"))

    assert ["generation-halting", "generation-copying"] == said[:2]
    assert ["generation-folding", "generation-live"] == said[-2:]
    assert [3, 6] == [row["partitions"] for row in rows]
    ends = settled(connection, 120, WORKING)
    with KafkaJournal(connection, {at: end for at, end in ends.items() if is_ours(at[0])}) as log:
        seen, again = verify_log(log, cluster=True), replayed(log)
        assert 1 == log.layout.generation
    assert [] == seen.problems
    assert len(month) <= seen.accepted
    assert again["same"]
    assert again["count"] > 5
    assert 3 <= parts.came_back


def test_ticks_are_written_only_while_no_change_is_known_to_be_under_way(
    hub_log: KafkaLog,
) -> None:
    """Nobody has said a word of generations: once a worker knows that, it writes them."""
    connection = Connection(hub_log.bootstrap)
    with Following(connection, BEGUN, WORKER) as following:
        assert not following.is_live()
        wait_until(following.is_live, "a first look", 60)

        write_state(connection, begin(BEGUN, MORE))

        wait_until(lambda: not following.is_live(), "the change to be known", 60)


# What follows needs no worker: its group says that everything is folded.


@pytest.fixture
def folded(hub_log: KafkaLog, monkeypatch: pytest.MonkeyPatch) -> KafkaLog:
    """Give journals of 300 records that workers have folded; nobody needs to be waited for."""
    monkeypatch.setattr(changing, "FRESH_S", 0.1)
    monkeypatch.setattr(changing, "_BATCH", 50)
    hub_log.publish(
        Outgoing(topics.JOURNAL_CASES, b"K-%d" % (n % 17), b"%d" % n, (), n % 4) for n in range(300)
    )
    for group in ("hub-worker", "hub-intake"):  # those of the test before
        wait_until(lambda: not group_members(Connection(hub_log.bootstrap), group), "no member")  # noqa: B023
    fold(hub_log)
    return hub_log


def _change(log: KafkaLog, asked: dict[str, int], patience_s: float = 30) -> None:
    def say(key: str, **_: Any) -> None:
        if key == "generation-folding":
            fold(log)

    repartition(Settings(kafka=log.bootstrap), asked, patience_s, say)


def _is_whole(log: KafkaLog) -> bool:
    """Tell whether the live generation is what the plan says of the one before."""
    with KafkaJournal(Connection(log.bootstrap)) as journal:
        new = journal.layout
        planned = list(copies(journal, FIRST, new, cut_of(journal, FIRST)))
        stands = [
            (*record[:2], *record[3:7])
            for place in new.journal_places
            for record in journal.read(*place)
        ]
    wanted = [(one.topic, one.partition, *one[1:4], at) for one, at in planned]
    return bool(wanted) and sorted(wanted) == sorted(stands)


@pytest.mark.parametrize("batches", [0, 1, 3])
def test_a_copy_that_was_killed_is_gone_on_with(
    folded: KafkaLog, monkeypatch: pytest.MonkeyPatch, batches: int
) -> None:
    """The second run needs no numbers, appends the rest, and proves all of it."""

    class KilledError(BaseException):
        pass

    def killed(*batch: Any) -> None:
        if next(left) == 0:
            raise KilledError
        append(*batch)

    left, append = iter(range(batches, -1, -1)), changing._append
    monkeypatch.setattr(changing, "_append", killed)
    with pytest.raises(KilledError):
        _change(folded, {topics.JOURNAL_CASES: 6})
    monkeypatch.setattr(changing, "_append", append)
    assert ("copying", 0) == stands(folded)

    _change(folded, {})

    assert ("live", 1) == stands(folded)
    assert _is_whole(folded)


def test_a_part_that_does_not_stop_is_named_and_nothing_is_changed(folded: KafkaLog) -> None:
    """An intake of the version before knows nothing of steps."""
    connection = Connection(folded.bootstrap)
    with subscribed(connection, "hub-intake", r"^ingest\..*$") as intake:
        wait_until(lambda: bool(intake.poll(0.2) or intake.assignment()), "a member", 30)

        with pytest.raises(Failure) as told:
            _change(folded, {topics.JOURNAL_CASES: 6}, patience_s=1)

    assert "parts-at-work" == told.value.key
    assert "intake (1)" == told.value.values["parts"]
    assert ("live", 0) == stands(folded)
    assert not _there(folded, 1)


def test_what_nobody_folded_yet_is_waited_for(folded: KafkaLog) -> None:
    """It would be concluded together with what takes it back, and what was said of it stay."""
    folded.publish([Outgoing(topics.JOURNAL_CASES, b"K", b"late", (), 1)])

    with pytest.raises(Failure) as told:
        _change(folded, {topics.JOURNAL_CASES: 6}, patience_s=1)

    assert "worker (-1)" == told.value.values["parts"]
    assert ("live", 0) == stands(folded)


def test_one_alone_changes_the_log(folded: KafkaLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that append would each take the other's copies for their own."""
    monkeypatch.setattr(changing, "_ALONE_S", 2.0)
    with changing._alone(Connection(folded.bootstrap)), pytest.raises(Failure) as told:
        _change(folded, {topics.JOURNAL_CASES: 6})

    assert "change-at-work" == told.value.key


def test_what_only_the_older_generation_said_is_taken_back(folded: KafkaLog) -> None:
    """Nobody concludes it in the new one: other detectors said it."""
    said = b'{"kind":"clock","id":"C","row":{"case_id":"K","percent":80}}'
    origin = Origin(topics.JOURNAL_CASES, 0, 1).header()
    folded.publish([Outgoing(topics.CONCLUSIONS, b"clock:C", said, (origin,))])

    _change(folded, {topics.JOURNAL_CASES: 6})

    back = folded.read(topics.CONCLUSIONS)[-1]
    assert b"clock:C" == back.key
    assert b'"status":"cancelled"' in back.value
    assert ("live", 1) == stands(folded)


def _there(log: KafkaLog, generation: int) -> list[str]:
    """Return the topics of *generation* that are there."""
    with assigned(Connection(log.bootstrap)) as client:
        return sorted(
            name
            for name in client.topics()
            if topics.kind(name.removeprefix("changelog.")) in topics.GENERATIONAL
            and topics.generation_of(name.removeprefix("changelog.")) == generation
        )


def test_the_old_generation_goes_only_once_all_accounts_balance(folded: KafkaLog) -> None:
    """What is deleted cannot be copied again; where it stood each copy still says."""
    settings = Settings(kafka=folded.bootstrap)
    with pytest.raises(Failure) as told:
        drop_old(settings, dict)
    assert "nothing-to-drop" == told.value.key
    _change(folded, {topics.JOURNAL_CASES: 6})
    with pytest.raises(Failure) as told:
        drop_old(settings, lambda: {"disagreements": 1})
    assert "drop-unproven" == told.value.key
    assert 10 == len(_there(folded, 0))

    rows = drop_old(settings, lambda: {"disagreements": 0})

    assert 10 == len(rows)
    wait_until(lambda: not _there(folded, 0), "the old topics to be gone", 30)
    layout = read_state(Connection(folded.bootstrap)).live
    administration.check(Connection(folded.bootstrap), administration.hub_topics(("fire",), layout))
    assert [] == create_topics(settings, ())
    with KafkaJournal(Connection(folded.bootstrap)) as journal:
        copied = [one for n in range(6) for one in journal.read("journal.cases.g1", n)]
    assert {topics.JOURNAL_CASES} == {original(one).topic for one in copied}
