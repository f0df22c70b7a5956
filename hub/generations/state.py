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

A record names the one that it follows (``after``), and one that follows another than the last is
not heard: of two commands that both go on from one step, only the first to write it counts, and
every reader knows which. So that compaction leaves all of them, each has a key of its own.
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
    ``at``: the offset of the record that says so; of a state that is still to be written, of the
    record that it follows. -1: of none. ``by``: the command that wrote it, by a name of its own.
    """

    live: Layout
    next: Layout
    step: Step = "live"
    cut: Mapping[Place, int] = {}
    at: int = -1
    by: str = ""

    def record(self, key: bytes) -> Outgoing:
        """Return the record that says so; *key*: like no other's."""
        said = {
            "generation": self.next.generation,
            "step": self.step,
            "counts": dict(self.next.counts),
            "before": dict(self.live.counts),
            "cut": [[*place, end] for place, end in sorted(self.cut.items())],
            "after": self.at,
            "by": self.by,
        }
        return Outgoing(topics.GENERATIONS, key, dumps(said), (), 0)


BEGUN: Final = State(FIRST, FIRST)
"""How a log without a record of this stands."""


def state_of(records: Iterable[Record]) -> State:
    """Return what the last of *records* says that follows the one before it."""
    state = BEGUN
    for record in records:
        said: Any = orjson.loads(record.value)
        if said.get("after", state.at) == state.at:  # an older hub's names none
            state = _said(said, record.offset)
    return state


def _said(said: Mapping[str, Any], offset: int) -> State:
    generation, step = int(said["generation"]), said["step"]
    new = Layout(generation, topics.PARTITIONS | said["counts"])
    before = Layout(generation - 1, topics.PARTITIONS | said["before"])
    live = before if step in _BEFORE else new
    cut = {(topic, number): end for topic, number, end in said["cut"]}
    return State(live, new, step, cut, offset, said.get("by", ""))


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
        return State(state.live, next_layout(state.live, asked), "halting", at=state.at)
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
    return state._replace(live=state.next, step="folding")


def folded(state: State) -> State:
    """Return *state* once the folds have said all there was."""
    return state._replace(step="live")


def given_up(state: State) -> State:
    """Return the generation before as it was; only where nothing was copied yet."""
    if state.step not in _BEFORE or state.cut:
        raise ValueError(f"a change cannot be given up in step {state.step}")
    return State(state.live, state.live, at=state.at)
