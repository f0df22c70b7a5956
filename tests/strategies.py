"""Hypothesis strategies named after the domain: the lives a case may have, likely and not."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from events.event import Event
from events.instant import HOUR, Instant
from tests import history

DEPARTMENTS = ("water", "power", "housing")

departments = st.sampled_from(DEPARTMENTS)
instants = st.integers(0, 45 * 24).map(lambda hours: Instant(history.DAY_0 + hours * HOUR))
"""Whole hours of six weeks: ties and exact edges are likely."""

_ids = st.sampled_from([f"{d}-{n}" for d in DEPARTMENTS for n in (1, 2)])
_roles = st.sampled_from(["lead", "lead", "lead", "assist", "guide", "agent"])
_children = st.sampled_from(["K-2", "K-3"])
_bases = st.sampled_from(["dispatch", "dispatch", "referral", "joint", "adjudicated", "second"])
_reasons = st.sampled_from(["waiting-party", "expertise", "approval"])
_clocks = st.sampled_from(["resolve", "holding", "accept", "rectify"])
_answers = st.sampled_from(["solved", "planned", "explained", "not-ours"])
_outcomes = st.sampled_from(["solved", "unsolved", "withdrawn"])

handling = st.one_of(
    st.builds(history.assigned, departments, instants, _ids, role=_roles, basis=_bases),
    st.builds(history.accepted, departments, instants),
    st.builds(history.contacted, departments, instants),
    st.builds(history.returned, departments, instants, _ids),
    st.builds(history.progressed, departments, instants),
    st.builds(history.paused, instants, _reasons, st.none() | instants),
    st.builds(history.resumed, instants, _reasons),
    st.builds(history.replied, instants),
    st.builds(history.extended, instants, st.integers(1, 5), _clocks),
    st.builds(history.joint_handled, instants, departments),
    st.builds(history.decided, instants),
    st.builds(history.adjudicated, instants),
    st.builds(history.linked, instants, _children),
    st.builds(history.unlinked, instants, _children),
    st.builds(history.linked, instants, st.just(history.CASE), st.just("K-9")),
    st.builds(
        history.part_reported, instants, _children, st.integers(1, 9), answered=st.booleans()
    ),
)
endings = st.one_of(
    st.builds(history.responded, departments, instants, _answers),
    st.builds(history.closed, instants, _outcomes),
    st.builds(history.reopen_requested, instants),
    st.builds(history.reopened, instants),
    st.builds(
        history.evaluated,
        instants,
        st.none() | st.integers(1, 5),
        episode=st.integers(1, 3),
        solved=st.sampled_from([None, True, False]),
        revisit=st.booleans(),
        collector=st.sampled_from(["callers", *DEPARTMENTS]),
    ),
    st.builds(history.verified, instants, st.booleans(), episode=st.integers(1, 3)),
    st.builds(history.appealed, instants, departments),
    st.builds(history.appeal_decided, instants, st.booleans(), episode=st.integers(1, 3)),
    st.builds(history.excluded, instants, st.sampled_from(["supervision", *DEPARTMENTS])),
)


@st.composite
def lives(draw: st.DrawFn, most: int = 14) -> list[Event]:
    """Draw the events of one case in any order, some of them taken back; mostly opened once."""
    events = draw(st.lists(handling | endings, max_size=most))
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 1, 2]))):
        events.append(history.opened(draw(instants), hard=draw(st.booleans())))
    for target in draw(_some_of(events)):
        events.append(history.withdrawn(target, draw(instants)))
    return draw(st.permutations(events))


def _some_of(events: Sequence[Event]) -> st.SearchStrategy[list[Event]]:
    if not events:
        return st.just([])
    return st.lists(st.sampled_from(list(events)), max_size=2, unique_by=lambda e: e.event_id)
