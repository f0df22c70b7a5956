"""
Pauses: the time a case waits for somebody else, as stated and as allowed.

A pause ends by whichever comes first: ``case.resumed``, any reply from the party on any
channel, its own ``until``, the answer of the case (while an assist owes its part: that one's),
its closing or re-opening, or the longest time the policy allows for its reason (counted from its
beginning). A pause may also begin after the answer or the closing, for the clocks that run then
(an assist's part, ``follow-up``, ``rectify``), where the life cycle names it. The longest time
is always known, so a running pause has a known end too, and a deadline does not creep.

A reason the policy does not allow stops no clock; it is flagged. Overlapping pauses are a
union. What a pause is worth (the business time it covers) is the clock's business.

Source: the semantics, "Pause".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from events.instant import Instant, parse
from processors.cases.case_fact import Fact, Mark
from processors.policies.sla_policy import SlaPolicy
from processors.time import deadline
from processors.time.calendar import Calendar


class Pause(NamedTuple):
    """As stated; ``until`` is the end foreseen, ``ended`` the event that ended it."""

    start: Mark
    reason: str
    until: Instant | None = None
    ended: Mark | None = None


class Standstill(NamedTuple):
    """A stretch [start, end) during which pausable clocks stand still, and who says so."""

    start: Instant
    end: Instant
    evidence: tuple[str, ...]


def paused(pauses: tuple[Pause, ...], fact: Fact) -> tuple[Pause, ...]:
    until = fact.data.get("until")
    foreseen = parse(until) if until else None
    return (*pauses, Pause(fact.mark, str(fact.data.get("reason", "")), foreseen))


def resumed(pauses: tuple[Pause, ...], fact: Fact) -> tuple[Pause, ...]:
    """Return *pauses* with those of the stated reason ended; *pauses* itself when none runs."""
    reason = fact.data.get("reason")
    return _end(pauses, [p for p in pauses if p.ended is None and p.reason == reason], fact.mark)


def ended(pauses: tuple[Pause, ...], at: Mark) -> tuple[Pause, ...]:
    """Return *pauses* with every running one ended: a reply, the answer, the closing."""
    return _end(pauses, [p for p in pauses if p.ended is None], at)


def _end(pauses: tuple[Pause, ...], which: list[Pause], at: Mark) -> tuple[Pause, ...]:
    if not which:
        return pauses
    return tuple(p._replace(ended=at) if p in which else p for p in pauses)


def refused(pauses: Iterable[Pause], policy: SlaPolicy) -> tuple[Pause, ...]:
    """Return the pauses whose reason *policy* does not allow."""
    return tuple(p for p in pauses if p.reason not in policy.pause_reasons)


def standstills(
    pauses: Iterable[Pause], policy: SlaPolicy, calendar: Calendar
) -> tuple[Standstill, ...]:
    """Return the union of the allowed *pauses*, sorted and apart."""
    union: list[Standstill] = []
    for pause in pauses:
        if pause.reason not in policy.pause_reasons:
            continue
        start, end = pause.start.time, _end_of(pause, policy, calendar)
        if union and start <= union[-1].end:
            last = union[-1]
            evidence = (*last.evidence, pause.start.event_id)
            union[-1] = Standstill(last.start, max(last.end, end), evidence)
        elif end > start:
            union.append(Standstill(start, end, (pause.start.event_id,)))
    return tuple(union)


def _end_of(pause: Pause, policy: SlaPolicy, calendar: Calendar) -> Instant:
    longest = policy.pause_reasons[pause.reason]
    ends = [deadline.due(calendar, pause.start.time, longest).deadline]
    if pause.until is not None:
        ends.append(pause.until)
    if pause.ended is not None:
        ends.append(pause.ended.time)
    return min(ends)
