"""
Which generation of a cluster's log is live, and how far a new one is.

Topic ``generations`` has one record for each step of each change; the last one counts:

* ``copying``: the generation before is live; intake and workers wait. The record says up to where
  the old journals are copied, so that a copy begun anew is the same copy.
* ``folding``: the new one is live, and workers fold it from nothing; intake still waits.
* ``live``: everything works.

A log without that topic, or with nothing in it, is in its first generation.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple

import orjson

from events import topics
from events.generations import FIRST, Layout
from events.jsonbytes import dumps
from events.kafka import Connection, Place, Producer, assigned
from events.record import Outgoing, Record

Step = Literal["copying", "folding", "live"]

_PAUSE_S: Final = 1.0


class State(NamedTuple):
    """
    ``next``: the generation that is made, while ``step`` is ``copying``; else the live one.

    ``cut``: where each journal partition of the one before ended. ``heads``: the chain of each
    (hex) up to there (``events.chain``).
    """

    live: Layout
    next: Layout
    step: Step = "live"
    cut: Mapping[Place, int] = {}
    heads: Mapping[Place, str] = {}

    def record(self) -> Outgoing:
        """Return the record that says so."""
        said = {
            "generation": self.next.generation,
            "step": self.step,
            "counts": dict(self.next.counts),
            "before": dict(self.live.counts),
            "cut": [[*place, end] for place, end in sorted(self.cut.items())],
            "heads": [[*place, head] for place, head in sorted(self.heads.items())],
        }
        return Outgoing(topics.GENERATIONS, b"", dumps(said), (), 0)


BEGUN: Final = State(FIRST, FIRST)


def state_of(records: Iterable[Record]) -> State:
    """Return what the last of *records* says."""
    last: Any = None
    for record in records:
        last = orjson.loads(record.value)
    if last is None:
        return BEGUN
    generation, step = int(last["generation"]), last["step"]
    new = Layout(generation, last["counts"])
    live = Layout(generation - 1, last["before"]) if step == "copying" else new
    cut = {(topic, number): end for topic, number, end in last["cut"]}
    heads = {(topic, number): head for topic, number, head in last["heads"]}
    return State(live, new, step, cut, heads)


def read_state(connection: Connection) -> State:
    """Return how the log of *connection* stands."""
    with assigned(connection) as client:
        if topics.GENERATIONS not in client.topics():
            return BEGUN
        return state_of(client.read(topics.GENERATIONS, 0))


def write_state(connection: Connection, state: State) -> None:
    with Producer(connection) as producer:
        producer.send([state.record()])


def wait_for(connection: Connection, steps: Iterable[Step], say: Any) -> Layout:
    """Return the live generation once its change is at one of *steps*; *say* tells of waiting."""
    told = False
    while (state := read_state(connection)).step not in steps:
        if not told:
            say(state)
            told = True
        time.sleep(_PAUSE_S)
    return state.live
