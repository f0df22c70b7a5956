"""A fold small enough to see through: what a partition does with any fold shows on it."""

# ruff: noqa: ARG002 - a toy leaves unused what the shape of a fold gives it
from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from events import codec, topics
from events.event import Event
from events.finding import Finding
from events.instant import MINUTE, Instant
from events.record import Outgoing, Record
from processors.folding.conclusion import Conclusion, Notice, Scope, Snapshot
from processors.folding.fold import Forward
from processors.published.reference import Reference

LIMIT = 10 * MINUTE
START = Instant(1_700_000_040 * 1_000_000 // MINUTE * MINUTE)


class Quiet(NamedTuple):
    """The key, and its events as (time, event id), sorted."""

    key: str
    heard: tuple[tuple[int, str], ...] = ()


class QuietFold:
    """A key that was quiet for ten minutes has a finding, until it is heard again."""

    name = "quiet"

    def empty(self, key: str) -> Quiet:
        return Quiet(key)

    def step(self, state: Quiet, event: Event, reference: Reference) -> tuple[Quiet, Scope]:
        if event.data.get("poison"):
            raise ValueError("this event cannot be folded")
        heard = tuple(sorted({*state.heard, (event.time, event.event_id)}))
        return state._replace(heard=heard), None

    def conclude(
        self, state: Quiet, scope: Scope, now: Instant, reference: Reference
    ) -> Conclusion:
        last = Instant(state.heard[-1][0])
        due = Instant(last + LIMIT)
        findings = tuple(self._gaps(state))
        if now >= due:
            findings += (self._finding(state.key, len(state.heard), due, None),)
        row = {"events": len(state.heard)}
        notice = Notice("clock.warned", (state.key,), state.key, last, {"case_id": state.key})
        return Conclusion(
            findings,
            (Snapshot("case", state.key, state.key, row),),
            (notice,) if len(state.heard) > 1 else (),
            None if now >= due else due,
        )

    def _gaps(self, state: Quiet) -> Iterable[Finding]:
        for number, ((at, _), (then, _)) in enumerate(
            zip(state.heard, state.heard[1:], strict=False), 1
        ):
            if then - at >= LIMIT:
                yield self._finding(state.key, number, Instant(at + LIMIT), Instant(then))

    def _finding(self, key: str, rung: int, at: Instant, until: Instant | None) -> Finding:
        return Finding("quiet", "gap", key, at, rung=str(rung), case_id=key, resolved_at=until)

    def forwards(self, before: Quiet, after: Quiet, event: Event) -> Iterable[Forward]:
        return (Forward(topics.BY_PARTY, "cluster"),) if event.name == "visit.recorded" else ()

    def dump(self, state: Quiet) -> Any:
        return list(state)

    def load(self, values: Any) -> Quiet:
        return Quiet(values[0], tuple((at, id) for at, id in values[1]))


class Log:
    """Builds the records of one partition, offsets dense from 0."""

    def __init__(self, topic: str = topics.JOURNAL_CASES) -> None:
        self.topic, self.records = topic, list[Record]()

    def add(self, key: str, value: bytes, headers: Any = ()) -> Record:
        record = Record(self.topic, 0, len(self.records), key.encode(), value, headers)
        self.records.append(record)
        return record

    def event(self, key: str, minute: float, id: str = "", **data: Any) -> Record:
        name = data.pop("name", "case.progressed")
        at = Instant(int(START + minute * MINUTE))
        id = id or f"{key}-{minute}"
        source = "/departments/a"
        event = Event(f"{source}#{id}", name, 1, at, 0, source, id, key, data)
        return self.add(key, codec.encode(event))

    def tick(self, minute: float) -> Record:
        return self.event("", minute, f"tick-{minute}", name="clock.ticked")


def published(effects: list[Outgoing], topic: str) -> list[Event]:
    return [codec.decode(effect.value) for effect in effects if effect.topic == topic]


def names(effects: list[Outgoing]) -> list[str]:
    """Return the names of the findings and notices in *effects*."""
    return [event.name for event in published(effects, topics.FINDINGS)]
