"""
The rows a case shows in ``conclusions``: itself, its assignments and its clocks.

Columns and their order of meaning: the contract, "Tables". Instants are RFC 3339 text, ''
when absent; consumed, paused and extended are whole minutes; ``used`` is a percent of the target,
None while the clock runs. Reports learn business time from
here and never compute it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from events import ids
from events.instant import MINUTE, Instant
from events.jsonbytes import dumps
from processors.case_conclusions.case_readings import Readings
from processors.case_conclusions.clock import Reading
from processors.case_conclusions.ping_pong import hops
from processors.case_conclusions.rules import FOREVER
from processors.case_conclusions.shown import moment, moment_of
from processors.cases.assignments import Assignment
from processors.cases.case_fact import KEPT
from processors.cases.case_story import Story
from processors.cases.gate import gate
from processors.cases.owners import owner_at
from processors.folding.conclusion import Snapshot
from processors.policies.menu import MenuItem

_OF_THE_OPENING = tuple(name for name in KEPT["case.opened"] if name != "hard")
"""Columns of a case that its opening states, as texts."""


def case_row(key: str, story: Story, read: Readings) -> Snapshot:
    """Return the row of the case: its current episode, and its first answer, frozen."""
    data = story.opened.data if story.opened else {}
    episode, first = story.episode, story.episodes[0]
    lead = story.hands.lead()
    waiting = gate(story, episode)
    fresh = any(one.episode == episode.number for one in read.recurrences)
    flags = (*story.unopened, *story.flags, *read.flags)
    text = {name: str(data.get(name) or "") for name in _OF_THE_OPENING}
    row = {
        "case_id": key,
        **text,
        **_ordered(story.ordered),
        "cluster_id": text["party_id"],
        "hard": bool(data.get("hard")),
        "opened_at": moment_of(first.start),
        "responded_at": moment_of(episode.answered),
        "response": episode.answer,
        "closed_at": moment_of(episode.closed),
        "status": _status(story),
        "episode": episode.number,
        "outcome": episode.outcome,
        "lead_department": lead.department if lead else _last_lead(story),
        "lead_at_answer": _lead_at_answer(story),
        "hops": hops(story, read.terms.policy.ping_pong if read.terms else None),
        "returns": len(story.returns),
        "first_responded_at": moment_of(first.answered),
        "first_closed_at": moment_of(first.closed),
        "handled": _handled(story),
        "parts": waiting.awaited,
        "parts_open": waiting.open,
        "parent_case_id": next(iter(story.parts.parents), ""),
        "parents": list(story.parts.parents),
        "recurrence_of": story.parts.earlier or (key if fresh else ""),
        "flags": [str(flag) for flag in dict.fromkeys(flags)],
    }
    return Snapshot("case", key, key, row)


def _ordered(item: MenuItem | None) -> dict[str, str]:
    """Return what the case orders from the menu; '' where it orders nothing."""
    return {
        "menu": item.menu if item else "",
        "menu_item": item.item if item else "",
        "menu_category": item.category if item else "",
        "menu_department": item.department if item else "",
    }


def _status(story: Story) -> str:
    return story.episode.phase if story.opened else "unopened"


def _last_lead(story: Story) -> str:
    leads = (s.department for s in reversed(story.hands.stints) if s.role == "lead")
    return next(leads, "") if story.episode.closed else ""


def _lead_at_answer(story: Story) -> str:
    """Return who led the case at its first answer, else at its current episode's; '' for none."""
    for episode in (story.episodes[0], story.episode):
        if episode.answered:
            return owner_at(story, episode.number, episode.answered.time)
    return ""


def _handled(story: Story) -> int:
    """Return the plain minutes of all ended episodes together: the gaps between count nothing."""
    return sum(
        int(e.ended.time - e.start.time) // MINUTE
        for e in story.episodes
        if e.start and e.ended and e.ended.time > e.start.time
    )


def assignment_rows(key: str, story: Story) -> Iterator[Snapshot]:
    for given in story.hands.assignments:
        yield Snapshot(
            "assignment", ids.make("assignment", key, given.id), key, _assignment(story, given)
        )


def _assignment(story: Story, given: Assignment) -> dict[str, object]:
    awaited = story.cycle.role(given.role).awaited and given.armed and not given.returned
    return {
        "assignment_id": given.id,
        "case_id": story.key,
        "department": given.department,
        "role": given.role,
        "basis": given.basis,
        "from_department": given.from_department,
        "episode": given.episode,
        "assigned_at": moment_of(given.given),
        "accepted_at": moment_of(given.accepted),
        "ended_at": moment_of(given.ended),
        "ended_by": given.ended_by,
        "acted_at": moment_of(given.acted),
        "answered_at": moment_of(given.answered),
        "awaited": awaited,
    }


def clock_rows(key: str, story: Story, readings: Iterable[Reading]) -> Iterator[Snapshot]:
    for reading in readings:
        yield _clock_row(key, reading, _owner(story, reading))


def _owner(story: Story, reading: Reading) -> str:
    """
    Return who answers for a clock: whose it is; of the whole case who led when it was judged.

    That is at its breach, else at its stop (as findings have it), of a running one the lead now;
    '' where nobody led.
    """
    span = reading.span
    if span.department:
        return span.department
    judged = reading.breach.at if reading.breach else span.stop.time if span.stop else FOREVER
    return owner_at(story, span.episode, judged)


@lru_cache(maxsize=1 << 14)
def _clock_row(key: str, reading: Reading, owner: str) -> Snapshot:
    span = reading.span
    id = ids.make("clock", key, str(span.episode), span.clock, span.assignment_id)
    row = _clock(key, reading) | {"owner": owner}
    return Snapshot("clock", id, key, row, dumps(row))


def _clock(key: str, reading: Reading) -> dict[str, object]:
    span = reading.span
    return {
        "case_id": key,
        "episode": span.episode,
        "clock": span.clock,
        "assignment_id": span.assignment_id,
        "department": span.department,
        "unit": reading.target.unit,
        "target": reading.target.amount,
        "started_at": moment_of(span.start),
        "deadline": moment(reading.deadline),
        "stopped_at": _stopped_at(reading),
        "consumed": reading.consumed,
        "paused": reading.paused,
        "extended": reading.extended,
        "net_deadline": moment(reading.net_deadline) if reading.net_deadline is not None else "",
        "status": reading.status,
        "provisional": reading.provisional,
        "policy": reading.policy,
        "calendar": reading.calendar.name,
        "percent": reading.percent,
        "used": reading.used,
        "overturned": span.overturned,
    }


def _stopped_at(reading: Reading) -> str:
    """When the clock stopped; a return window that lapsed unused stopped at its deadline."""
    stop: Instant | None = reading.span.stop.time if reading.span.stop else None
    if reading.status == "cancelled" and (stop is None or stop > reading.deadline):
        stop = reading.deadline
    return moment(stop) if stop is not None else ""
