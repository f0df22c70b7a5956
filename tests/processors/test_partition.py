"""A partition: ticks, repeats, differences, checkpoints, poison; shown on a toy fold."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import codec, topics
from events.comparison import fingerprint
from events.instant import MINUTE
from events.record import Origin, Outgoing, Record, origin_of
from processors.folding.lateness import HORIZON
from processors.folding.partition import Partition
from tests.processors.toy_fold import START, Log, Quiet, QuietFold, names, published

Subject = Partition[Quiet]


def partition(topic: str = topics.JOURNAL_CASES, **options: Any) -> Subject:
    return Partition(QuietFold(), topic, 0, **options)


def take(subject: Subject, record: Record) -> list[Outgoing]:
    """Return what a batch of this one record publishes."""
    return [*subject.take(record), *subject.flush()]


def test_a_deadline_that_a_tick_reaches_raises_a_finding() -> None:
    """Silence sends no event: only the clock can tell it."""
    log, subject = Log(), partition()
    take(subject, log.event("k", 0))

    assert [] == names(take(subject, log.tick(9)))
    assert ["finding.raised"] == names(take(subject, log.tick(10)))
    assert [] == names(take(subject, log.tick(11)))


def test_a_condition_that_ended_between_two_ticks_is_told_as_resolved() -> None:
    """A stall that nobody ticked over still happened."""
    log, subject = Log(), partition()
    take(subject, log.event("k", 0))

    (found,) = (
        e
        for e in published(take(subject, log.event("k", 30)), topics.FINDINGS)
        if e.name.startswith("finding")
    )

    assert ("finding.resolved", "resolved") == (found.name, found.data["status"])


def test_a_late_event_that_disproves_a_finding_retracts_it() -> None:
    """Nothing is deleted: the correction is an event of its own."""
    log, subject = Log(), partition()
    take(subject, log.event("k", 0))
    take(subject, log.tick(10))

    told = names(take(subject, log.event("k", 5)))

    assert "finding.retracted" in told


def test_a_record_read_again_says_nothing() -> None:
    """Kafka delivers at least once."""
    log, subject = Log(), partition()
    record = log.event("k", 0)
    take(subject, record)

    assert [] == take(subject, record)


def test_an_origin_heard_before_is_skipped_at_a_new_offset() -> None:
    """A worker that crashed forwards again what it had forwarded."""
    log, subject = Log(topics.BY_PARTY), partition(topics.BY_PARTY)
    origin = (Origin(topics.JOURNAL_VISITS, 2, 7).header(),)
    first = log.event("k", 0)._replace(headers=origin)
    again = log.event("k", 3)._replace(headers=origin)

    assert [] != take(subject, first)
    assert [] == take(subject, again)


def test_time_on_a_derived_topic_waits_for_the_slowest_origin() -> None:
    """A finding must not depend on which journal partition was read faster."""
    log, subject = Log(topics.BY_PARTY), partition(topics.BY_PARTY, origins=2)
    for number, minute in ((0, 5), (1, 3), (0, 9)):
        origin = (Origin(topics.JOURNAL_VISITS, number, minute).header(),)
        take(subject, log.tick(minute)._replace(headers=origin))

    assert START + 3 * MINUTE == subject.now


def test_a_tick_of_the_past_does_not_turn_time_back() -> None:
    """A late writer of ticks is ignored."""
    log, subject = Log(), partition()
    take(subject, log.tick(9))
    take(subject, log.tick(4))

    assert START + 9 * MINUTE == subject.now


def test_an_entry_that_cannot_be_read_is_rejected_and_the_next_is_folded() -> None:
    """No input may stop a partition."""
    log, subject = Log(), partition()

    (told,) = take(subject, log.add("k", b"\xff not an event"))
    after = take(subject, log.event("k", 0))

    assert (topics.REJECTED, "unfoldable") == (told.topic, orjson.loads(told.value)["code"])
    assert [topics.CONCLUSIONS] == [effect.topic for effect in after]


def test_an_event_that_a_fold_refuses_leaves_its_state_as_it_was() -> None:
    """A failed step is a rejected record, not half a step."""
    log, subject = Log(), partition()
    take(subject, log.event("k", 0))
    before = subject.entries["k"].state

    (told,) = take(subject, log.event("k", 1, poison=True))

    assert (topics.REJECTED, before) == (told.topic, subject.entries["k"].state)


def test_an_event_beyond_the_horizon_is_flagged_and_not_concluded() -> None:
    """Exactly at the horizon is in time; a microsecond more is not."""
    log, subject = Log(), partition()
    days = HORIZON / MINUTE
    take(subject, log.tick(days))

    within = take(subject, log.event("k", 0))
    (beyond,) = take(subject, log.event("l", -1 / 60_000_000))

    assert "case:k" in [effect.key.decode() for effect in within]
    assert beyond.key.decode().startswith("late:")


def test_the_last_tick_of_a_batch_follows_what_the_batch_forwards() -> None:
    """Derived topics conclude once a batch: they need the latest time only, and the facts first."""
    log = Log(topics.JOURNAL_VISITS)
    subject = partition(topics.JOURNAL_VISITS, derived={topics.BY_PARTY: 2})
    quiet = [*subject.take(log.tick(1)), *subject.take(log.tick(2))]

    (forward,) = subject.take(log.event("k", 2, name="visit.recorded"))
    ticks = [e for e in subject.flush() if e.topic == topics.BY_PARTY]

    assert [] == quiet
    assert (topics.BY_PARTY, [0, 1]) == (forward.topic, [tick.partition for tick in ticks])
    assert [] == [e for e in subject.flush() if e.topic == topics.BY_PARTY]


def test_a_tick_that_was_passed_on_hides_no_forward_after_it() -> None:
    """Readers skip origins at or below the last they heard; the tick's lies before the next."""
    log = Log(topics.JOURNAL_VISITS)
    subject = partition(topics.JOURNAL_VISITS, derived={topics.BY_PARTY: 1})
    first = [*subject.take(log.event("k", 1, name="visit.recorded")), *subject.take(log.tick(2))]
    first += [e for e in subject.flush() if e.topic == topics.BY_PARTY]
    (later,) = subject.take(log.event("k", 3, name="visit.recorded"))

    origins = [origin_of(effect.headers) for effect in (*first, later)]

    assert origins == sorted(set(origins), key=lambda one: (one.offset, one.part) if one else ())


def test_officers_stay_in_the_journals_and_departments_go_everywhere() -> None:
    """A city has forty thousand officers; twenty copies more of each would serve nobody."""
    log = Log(topics.JOURNAL_VISITS)
    subject = partition(topics.JOURNAL_VISITS, derived={topics.BY_PARTY: 2})
    told = log.event("o", 1, name="officer.registered", officer_id="o")
    taken_back = {"name": "event.withdrawn", "event_id": codec.decode(told.value).event_id}

    assert [] == take(subject, told)
    assert [] == take(subject, log.event("o", 2, **taken_back))
    assert [0, 1] == [
        effect.partition
        for effect in take(subject, log.event("d", 3, name="department.registered"))
    ]


def test_a_batch_concludes_a_key_once_however_many_events_it_holds() -> None:
    """Conclusions cost what was touched, not what was read."""
    log, subject = Log(), partition()
    for minute in range(5):
        assert [] == subject.take(log.event("k", minute))

    shown = [effect.key for effect in subject.flush() if effect.topic == topics.CONCLUSIONS]

    assert [b"case:k"] == shown


def test_a_checkpoint_before_the_batch_is_concluded_is_refused() -> None:
    """What was not said yet must not be counted as done."""
    log, subject = Log(), partition()
    subject.take(log.event("k", 0))

    with pytest.raises(RuntimeError, match="a checkpoint follows a flush"):
        subject.changed()


def test_the_unknown_party_survives_a_restart() -> None:
    """Its key is empty, and must not be taken for the partition's own entry."""
    log, before, after = Log(), partition(), partition()
    take(before, log.event("", 0))

    after.restore([(key, value) for key, value in before.changed().items() if value])

    assert (before.entries[""].state, before.place) == (after.entries[""].state, after.place)


minutes = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 60)), max_size=20)


def history(heard: list[tuple[str, int]]) -> list[Record]:
    log = Log()
    greatest = -1
    for key, minute in heard:
        if minute > greatest:
            log.tick(minute)
            greatest = minute
        log.event(key, minute)
    log.tick(90)
    return log.records


def told(effects: list[Outgoing]) -> bytes:
    return fingerprint(e.value for e in effects if e.topic == topics.FINDINGS)


@given(minutes, st.integers(0, 40))
def test_a_restart_anywhere_changes_nothing(heard: list[tuple[str, int]], cut: int) -> None:
    """Checkpoint, lose the process, restore, read on: the same findings."""
    records = history(heard)
    whole, first, second = partition(), partition(), partition()
    effects = [effect for record in records for effect in take(first, record)]
    before = [effect for record in records[:cut] for effect in take(whole, record)]

    second.restore([(key, value) for key, value in whole.changed().items() if value])
    after = [effect for record in records for effect in take(second, record)]

    assert effects == before + after


@given(minutes, st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)))
def test_batches_may_be_cut_anywhere(
    heard: list[tuple[str, int]], cuts: set[int], others: set[int]
) -> None:
    """The last thing said does not depend on how a host fetched."""
    records = history(heard)

    def run(cuts: set[int]) -> bytes:
        subject, effects = partition(), list[Outgoing]()
        for number, record in enumerate(records):
            effects += subject.take(record)
            effects += subject.flush() if number in cuts else []
        return told(effects + subject.flush())

    assert run(cuts) == run(others)


@given(minutes, st.integers(0, 40))
def test_a_crash_before_the_checkpoint_repeats_word_for_word(
    heard: list[tuple[str, int]], cut: int
) -> None:
    """What was published twice is the same record twice."""
    records = history(heard)
    lost, again = partition(), partition()
    before = [effect for record in records[:cut] for effect in take(lost, record)]

    after = [effect for record in records for effect in take(again, record)]

    assert before == after[: len(before)]
    assert told(after) == told(before + after)


@given(st.permutations(range(8)), st.lists(st.integers(0, 60), min_size=8, max_size=8))
def test_any_order_of_arrival_ends_in_the_same_findings(order: list[int], at: list[int]) -> None:
    """Departments' systems are late and out of order; conclusions are not."""

    def run(indices: list[int]) -> bytes:
        log, subject = Log(), partition()
        records = [log.event("k", at[i], id=str(i)) for i in indices] + [log.tick(90)]
        return told([effect for record in records for effect in take(subject, record)])

    assert run(sorted(order)) == run(order)
