"""
Which generation of a cluster's log is live, and how far a new one is: the steps of a change.

Topic ``generations`` has a record for each step; the last one counts:

* ``halting``: the generation before is live. Intake stops; workers go on without ticks until they
  have folded all there is, so that nothing is concluded in the new one together with what takes
  it back.
* ``copying``: workers stop, too. Once they have, the record says up to where (``cut``) the old
  journals are copied, so that a copy begun anew is the same copy.
* ``folding``: the new one is live. Workers fold it from nothing, without ticks; intake still waits.
* ``live``: everything works.

A log without that topic, or with nothing in it, is in its first generation. A change may be given
up until there is a cut; from then on it can only be gone on with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple

import orjson

from events import topics
from events.brokers import Place
from events.generations import FIRST, Layout
from events.jsonbytes import dumps
from events.record import Outgoing, Record
from hub.failure import Failure
from hub.generations.plan import COUNTED, Counts, next_layout

Step = Literal["halting", "copying", "folding", "live"]

STEPS: Final[frozenset[Step]] = frozenset({"halting", "copying", "folding", "live"})
_BEFORE: Final = frozenset({"halting", "copying"})
"""The steps in which the generation before is live."""
INTAKE: Final[frozenset[Step]] = frozenset({"live"})
"""The steps in which intake works."""
WORKER: Final[frozenset[Step]] = frozenset({"halting", "folding", "live"})
"""The steps in which workers work; ticks are written in ``live`` alone."""


class State(NamedTuple):
    """
    ``next``: the generation that is made, until it is live; then that one.

    ``cut``: where each journal partition of the one before ended; empty until that is known.
    """

    live: Layout
    next: Layout
    step: Step = "live"
    cut: Mapping[Place, int] = {}

    def record(self) -> Outgoing:
        """Return the record that says so."""
        said = {
            "generation": self.next.generation,
            "step": self.step,
            "counts": dict(self.next.counts),
            "before": dict(self.live.counts),
            "cut": [[*place, end] for place, end in sorted(self.cut.items())],
        }
        return Outgoing(topics.GENERATIONS, b"%d" % self.next.generation, dumps(said), (), 0)


BEGUN: Final = State(FIRST, FIRST)
"""How a log without a record of this stands."""


def state_of(records: Iterable[Record]) -> State:
    """Return what the last of *records* says."""
    last: Record | None = None
    for last in records:  # noqa: B007 - the last one counts
        pass
    if last is None:
        return BEGUN
    said: Any = orjson.loads(last.value)
    generation, step = int(said["generation"]), said["step"]
    new = Layout(generation, topics.PARTITIONS | said["counts"])
    before = Layout(generation - 1, topics.PARTITIONS | said["before"])
    live = before if step in _BEFORE else new
    return State(live, new, step, {(topic, number): end for topic, number, end in said["cut"]})


def begin(state: State, asked: Counts) -> State:
    """
    Return the change to the counts *asked*: a new one, or that under way, which it must be.

    Nothing asked: the one under way.

    Raises:
        Failure: another change is under way, none is, or the counts are none.
    """
    if state.step == "live":
        if not asked:
            raise Failure("no-change")
        return State(state.live, next_layout(state.live, asked), "halting")
    if any(state.next.counts.get(topic) != count for topic, count in asked.items()):
        listed = ", ".join(f"{topic}={state.next.counts[topic]}" for topic in COUNTED)
        raise Failure("another-change", generation=state.next.generation, listed=listed)
    return state


def halted(state: State) -> State:
    """Return *state* once intake is gone and workers have folded all there is."""
    return state._replace(step="copying", cut={})


def cut(state: State, ends: Mapping[Place, int]) -> State:
    """Return *state* once nobody writes: the journals are copied up to their *ends*."""
    return state._replace(step="copying", cut=ends)


def copied(state: State) -> State:
    """Return *state* once the copy was held against the plan: the new generation is live."""
    return State(state.next, state.next, "folding", state.cut)


def folded(state: State) -> State:
    """Return *state* once the folds have said all there was."""
    return state._replace(step="live")


def given_up(state: State) -> State:
    """Return the generation before as it was; only where nothing was copied yet."""
    if state.step not in _BEFORE or state.cut:
        raise ValueError(f"a change cannot be given up in step {state.step}")
    return State(state.live, state.live)
