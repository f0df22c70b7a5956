"""A change of a cluster's log: its steps, its plan, and how a copy is gone on with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import topics
from events.brokers import Place
from events.generations import FIRST, Layout, original
from events.instant import MINUTE, Instant
from events.record import Origin, Outgoing, Record, origin_of
from hub.failure import Failure
from hub.generations import state as steps
from hub.generations.copying import lacking
from hub.generations.plan import Copy, copies, cut_of, next_layout
from hub.generations.state import BEGUN, State, state_of
from hub.ticks import build_tick

CASES = topics.JOURNAL_CASES
SIX = {CASES: 6}
CUT = {(CASES, 0): 7}
LAID_OUT = next_layout(FIRST, SIX)


class Lists:
    """A journal of lists of records, of any generation."""

    def __init__(self, layout: Layout, held: dict[Place, list[Record]]) -> None:
        self.layout, self._held = layout, held

    def topics(self) -> tuple[str, ...]:
        return tuple(sorted({topic for topic, _ in self._held}))

    def partitions(self, topic: str) -> int:
        return self.layout.counts[topics.kind(topic)]

    def end(self, topic: str, partition: int) -> int:
        return len(self._held.get((topic, partition), ()))

    def read(
        self, topic: str, partition: int, start: int = 0, stop: int | None = None
    ) -> Iterator[Record]:
        yield from self._held.get((topic, partition), [])[start:stop]


words = st.tuples(
    st.integers(0, 3), st.sampled_from([b"K-1", b"K-2", b"K-3", b""]), st.integers(0, 5)
)
"""Of one record: its partition, its key ('' for a tick), and how long after the one before (ms)."""


@st.composite
def logs(draw: st.DrawFn) -> Lists:
    """Draw a log of the first generation: words under keys, words of folds among them, ticks."""
    held: dict[Place, list[Record]] = defaultdict(list)
    now = 0
    for at, (number, key, later) in enumerate(draw(st.lists(words, max_size=30))):
        now += later
        place = (CASES, number)
        offset = len(held[place])
        if not key:
            tick = build_tick(CASES, number, Instant(now * MINUTE))
            held[place].append(Record(CASES, number, offset, b"", tick.value, (), now))
        else:
            said = (Origin("by-matter", 0, at // 2, at % 2).header(),) if at % 3 else ()
            held[place].append(Record(CASES, number, offset, key, b"%d" % at, said, now))
    return Lists(FIRST, held)


def planned(log: Lists) -> list[Copy]:
    return list(copies(log, FIRST, LAID_OUT, cut_of(log, FIRST)))


def appended(some: list[Copy]) -> Lists:
    """Return the new generation once *some* copies were appended to it."""
    held: dict[Place, list[Record]] = defaultdict(list)
    for (topic, key, value, headers, partition), timestamp in some:
        place = (topic, partition or 0)
        held[place].append(Record(*place, len(held[place]), key, value, headers, timestamp))
    return Lists(LAID_OUT, held)


def left(log: Lists, stands: Lists) -> list[Copy]:
    return list(lacking(planned(log), stands, LAID_OUT.journal_places))


@given(logs(), st.integers(0, 40))
def test_a_copy_that_was_ended_anywhere_is_gone_on_with(log: Lists, ended: int) -> None:
    """Killed behind any record, the second run appends just the rest."""
    plan = planned(log)

    stands = plan[:ended]

    assert plan[ended:] == left(log, appended(stands))


@given(logs(), st.lists(st.booleans(), min_size=90, max_size=90))
def test_partitions_may_stand_at_different_lengths(log: Lists, kept: list[bool]) -> None:
    """Batches to several partitions are on their way at once: some arrive, others do not."""
    ended: set[int | None] = set()
    stands = []
    for copy, keep in zip(planned(log), kept, strict=False):
        if not keep:
            ended.add(copy.outgoing.partition)
        if copy.outgoing.partition not in ended:
            stands.append(copy)

    found = Lists(LAID_OUT, {})
    for copies_of in (stands, left(log, appended(stands))):
        found = appended([*_all(found), *copies_of])

    assert [] == left(log, found)


def _all(log: Lists) -> Iterator[Copy]:
    for topic, number in LAID_OUT.journal_places:
        for record in log.read(topic, number):
            outgoing = Outgoing(topic, record.key, record.value, record.headers, number)
            yield Copy(outgoing, record.timestamp)


@given(logs())
def test_every_word_of_a_fold_is_heard_in_the_new_generation(log: Lists) -> None:
    """
    Words of one origin that stood in several partitions may change places in one.

    A reader skips what is behind a later word of the same origin: a copy tells none.
    """
    for copy in planned(log):
        assert origin_of(copy.outgoing.headers) is None

    stood = {
        original(Record("journal.cases.g1", 0, 0, *copy.outgoing[1:4], copy.timestamp))
        for copy in planned(log)
        if copy.outgoing.key
    }
    held = {one for number in range(4) for one in log.read(CASES, number) if one.key}
    assert held == stood


@pytest.mark.parametrize("harm", ["changed", "twice", "more"])
def test_a_copy_that_is_not_the_plans_is_refused(harm: str) -> None:
    """Another hand, or another plan: nothing is appended behind it."""
    record = Record(CASES, 0, 0, b"K-1", b"1", (), 5)
    log = Lists(FIRST, {(CASES, 0): [record, record._replace(offset=1, value=b"2")]})
    plan = planned(log)
    wrong = {
        "changed": [plan[0]._replace(timestamp=6), *plan[1:]],
        "twice": [plan[0], plan[0]],
        "more": [*plan, plan[-1]],
    }

    with pytest.raises(Failure) as told:
        left(log, appended(wrong[harm]))

    assert "copy-differs" == told.value.key


STATES = [
    steps.begin(BEGUN, SIX),
    steps.halted(steps.begin(BEGUN, SIX)),
    steps.cut(steps.begin(BEGUN, SIX), CUT),
    steps.copied(steps.cut(steps.begin(BEGUN, SIX), CUT)),
    steps.folded(steps.copied(steps.cut(steps.begin(BEGUN, SIX), CUT))),
]
NAMED = ["halting", "copying", "copying with a cut", "folding", "live"]


@pytest.mark.parametrize("state", STATES, ids=NAMED)
def test_what_is_written_is_read(state: State) -> None:
    """The record is all that a part knows, and the last one counts."""
    records = said([BEGUN, state._replace(at=0)])

    assert state._replace(at=1) == state_of(records)
    assert BEGUN == state_of([])


def said(states: list[State]) -> list[Record]:
    """Return the records of *states*, one behind the other."""
    return [
        Record(topics.GENERATIONS, 0, offset, *one.record(b"%d" % offset)[1:4])
        for offset, one in enumerate(states)
    ]


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(range(5))), max_size=20))
def test_of_two_that_go_on_from_one_step_only_the_first_is_heard(
    wrote: list[tuple[int, int]],
) -> None:
    """A command that stood still knows an older step than the log: nobody hears what it writes."""
    records: list[Record] = []
    known = [BEGUN, BEGUN, BEGUN]
    last = BEGUN
    for writer, step in wrote:
        is_last = known[writer].at == last.at
        state = STATES[step]._replace(at=known[writer].at)
        records.append(
            Record(topics.GENERATIONS, 0, len(records), *state.record(b"%d" % len(records))[1:4])
        )
        last = state._replace(at=len(records) - 1) if is_last else last
        assert last == state_of(records)
        known[writer] = last


def test_a_record_of_an_older_hub_names_none_and_is_heard() -> None:
    """It wrote no ``after``."""
    older = [
        record._replace(value=record.value.replace(b',"after":-1', b"")) for record in said(STATES)
    ]

    assert all(b"after" not in record.value for record in older)
    assert STATES[-1]._replace(at=4) == state_of(older)


def test_the_generation_before_is_live_until_the_copy_is_proven() -> None:
    """Whoever reads the journals meanwhile must find them whole."""
    assert [0, 0, 0, 1, 1] == [state.live.generation for state in STATES]
    assert [1, 1, 1, 1, 1] == [state.next.generation for state in STATES]


@pytest.mark.parametrize("state", STATES[:-1], ids=NAMED[:-1])
def test_a_change_is_gone_on_with_whatever_was_asked_or_nothing(state: State) -> None:
    """After a kill nobody must know the numbers by heart; other numbers are refused."""
    assert state == steps.begin(state, {}) == steps.begin(state, SIX)
    with pytest.raises(Failure) as told:
        steps.begin(state, {CASES: 8})
    assert "another-change" == told.value.key


def test_nothing_asked_and_nothing_under_way_is_refused() -> None:
    """There is nothing to go on with, and no count to change to."""
    with pytest.raises(Failure) as told:
        steps.begin(BEGUN, {})
    assert "no-change" == told.value.key


@pytest.mark.parametrize("state", STATES, ids=NAMED)
def test_it_is_given_up_only_while_nothing_is_copied(state: State) -> None:
    """Topics of a generation that was given up would have its successor's names."""
    if state in STATES[:2]:
        assert (FIRST, "live") == (steps.given_up(state).live, steps.given_up(state).step)
        assert [*islice(NAMED, 1)] == [steps.begin(steps.given_up(state), SIX).step]
    else:
        with pytest.raises(ValueError, match="given up"):
            steps.given_up(state)


def test_a_second_change_follows_the_first() -> None:
    """Generations count on, and the one that was new is the one before."""
    done = STATES[-1]

    again = steps.begin(done, {CASES: 2})

    assert (1, 2) == (again.live.generation, again.next.generation)
    assert (6, 2) == (again.live.counts[CASES], again.next.counts[CASES])
