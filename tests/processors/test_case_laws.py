"""Laws of the case fold, on histories that nobody would think of."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from events.event import Event
from events.instant import Instant
from processors.case_conclusions.clock_segments import case_segments
from processors.case_fold import CaseFold
from processors.cases import case_state
from processors.cases.case_fact import compact
from processors.folding.conclusion import Conclusion
from tests.history import CASE, DAY_0, folded, reference
from tests.strategies import instants, lives

FOLD = CaseFold()
quick = settings(max_examples=100, deadline=None)


def _concluded(events: list[Event], now: Instant) -> Conclusion:
    return FOLD.conclude(folded(events), None, now, reference())


def _last(events: list[Event]) -> Instant:
    return max((e.time for e in events), default=DAY_0)


@quick
@given(lives(), instants, st.randoms(use_true_random=False))
def test_any_order_of_arrival_ends_in_the_same_conclusion(
    events: list[Event], now: Instant, random: Random
) -> None:
    """A case's conclusion is a function of its events sorted by time, sequence and id."""
    shuffled = random.sample(events, len(events))

    assert _concluded(sorted(events, key=lambda e: e.order), now) == _concluded(shuffled, now)


@quick
@given(lives())
def test_stepping_ends_in_the_state_that_folding_whole_gives(events: list[Event]) -> None:
    """The full refold is the oracle of the step."""
    facts = tuple(compact(e) for e in sorted(events, key=lambda e: e.order))

    assert case_state.told(CASE, facts, reference()) == folded(events)


@quick
@given(lives())
def test_redelivery_adds_nothing(events: list[Event]) -> None:
    """A log delivers at least once, early and late."""
    assert folded(events) == folded([*events, *events]) == folded([e for e in events for _ in "12"])


@quick
@given(lives(), st.integers(0, 20))
def test_a_restart_anywhere_changes_nothing(events: list[Event], cut: int) -> None:
    """The state survives as JSON, and goes on as if nothing had happened."""
    values = orjson.loads(orjson.dumps(FOLD.dump(folded(events[:cut]))))
    state = FOLD.load(values)
    for event in events[cut:]:
        state, _ = FOLD.step(state, event, reference())

    assert folded(events) == case_state.by(state, reference())


@quick
@given(lives(), instants)
def test_every_finding_cites_events_that_happened(events: list[Event], now: Instant) -> None:
    """Evidence is never invented, and never withdrawn."""
    state = folded(events)
    standing = {e.event_id for e in events} - state.withdrawn
    findings = FOLD.conclude(state, None, now, reference()).findings

    assert {id for f in findings for id in f.evidence} <= standing
    assert all(f.evidence for f in findings)


@quick
@given(lives(), instants, st.integers(0, 10**9))
def test_nothing_changes_before_it_is_due(events: list[Event], now: Instant, share: int) -> None:
    """``next_due`` is sound: a tick may sleep until then."""
    now = Instant(max(now, _last(events)))
    before = _concluded(events, now)
    latest = before.next_due or now + 10**15
    later = Instant(now + (latest - 1 - now) * share // 10**9)

    assert before == _concluded(events, later)


@quick
@given(lives(), instants)
def test_what_is_due_lies_ahead(events: list[Event], now: Instant) -> None:
    """Else the heap of deadlines would never come to rest."""
    due = _concluded(events, now).next_due

    assert due is None or due > now


@quick
@given(lives(), instants)
def test_a_finding_is_raised_and_resolved_in_its_own_time(
    events: list[Event], now: Instant
) -> None:
    """Nothing is found before it is true, and nothing ends before it begins."""
    reached = max(now, _last(events))
    for finding in _concluded(events, now).findings:
        assert finding.raised_at <= reached
        assert finding.resolved_at is None or finding.raised_at <= finding.resolved_at <= reached


@quick
@given(lives(), instants)
def test_each_finding_row_and_warning_has_its_own_name(events: list[Event], now: Instant) -> None:
    """Two things of one id would overwrite each other."""
    seen = _concluded(events, now)
    for names in (
        [f.finding_id for f in seen.findings],
        [(s.kind, s.id) for s in seen.snapshots],
        [n.key for n in seen.notices],
    ):
        assert len(set(names)) == len(names)


@quick
@given(lives(), instants, instants)
def test_time_alone_takes_nothing_back(events: list[Event], now: Instant, later: Instant) -> None:
    """Only an event may disprove a finding or a warning; the clock only adds."""
    now, later = sorted((now, later))
    before, after = _concluded(events, now), _concluded(events, later)

    assert {f.finding_id for f in before.findings} <= {f.finding_id for f in after.findings}
    assert {n.key for n in before.notices} <= {n.key for n in after.notices}


@quick
@given(lives(), instants)
def test_the_segments_of_a_clock_lie_end_to_end(events: list[Event], now: Instant) -> None:
    """What is drawn of a clock leaves no hole and counts nothing twice."""
    segments = case_segments(folded(events).story, now, reference())
    for a, b in pairwise(segments):
        same = (a.clock, a.episode, a.assignment_id) == (b.clock, b.episode, b.assignment_id)
        assert a.start < a.end
        assert not same or a.end == b.start or a.clock == "silence"
