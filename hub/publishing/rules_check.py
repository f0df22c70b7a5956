"""
Publications that intake accepted and folds cannot use: named with the reason, never silent.

Intake knows the shape of a policy, calendar or menu, not its meaning, which may hang on others
(a calendar it names, a policy it lays itself over) and on the day. The folds pass over what
they cannot use and go on with what counted before; here the same reference data is asked
why, as of now and of each later instant at which something published already begins to count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Any

from events import codec, topics
from events.event import TICK
from events.instant import Instant, render
from events.record import Record
from hub.journal import Journal
from processors.policies.policy import PolicyError, contents
from processors.policies.report_policy import parse_reports
from processors.published.reference import Reference

_MOST = 1000
"""Changes of the rules that are looked ahead to."""


def unusable(reference: Reference, now: Instant) -> list[dict[str, Any]]:
    """
    Return what is passed over, first come first: ``since`` (RFC 3339, event time) and ``problem``.

    *now*: the log's; what is passed over by now is told since now.
    """
    seen: dict[str, Instant] = {}
    for instant in _instants(reference, now):
        for problem in (*reference.problems(instant), *_reports(reference, instant)):
            seen.setdefault(problem, instant)
    return [{"since": render(at), "problem": problem} for problem, at in seen.items()]


def reference_of(journal: Journal) -> tuple[Reference, Instant]:
    """Return the reference data that *journal* holds, and its now: one partition has all."""
    topic = journal.layout.live(topics.JOURNAL_CASES)
    known, now = Reference(), Instant(0)
    if journal.partitions(topic):
        for event in map(_decoded, journal.read(topic, 0)):
            if event.name == TICK:
                now = max(now, event.time)
            elif known.holds(event):
                known = known.learn(event)
    return known, now


def _decoded(record: Record) -> Any:
    return codec.decode(record.value)


def _instants(reference: Reference, now: Instant) -> Iterator[Instant]:
    instant: Instant | None = now
    for _ in range(_MOST):
        if instant is None:
            return
        yield instant
        instant = reference.next_change(instant)


def _reports(reference: Reference, as_of: Instant) -> Iterable[str]:
    """Yield what is wrong with policies of reports, which no fold reads."""
    published = reference.rules.published.values()
    kinds = [one for one in published if contents(one.data).get("kind") == "reports"]
    counting = [one for one in kinds if one.since <= as_of]
    if counting:
        last = reduce(lambda a, b: a if a.order > b.order else b, counting)
        try:
            parse_reports(contents(last.data), "")
        except PolicyError as error:
            yield str(error)
