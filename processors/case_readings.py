"""
Every clock of a case, read by the rules that stand for it.

Rework has its own target: a re-opened episode must be resolved, and may be held, within the
``rectify`` target (the time the policy gives to put a bad result right), where it has one.
``accept`` and ``return`` never pause. Of silence, of the return window and of a
channel's answer only 100 % and beyond matter: nobody is warned of a right that lapses, of a
silence that is none yet, nor within seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from processors import case_clocks, ping_pong
from processors.adjudication import adjudications, returns_after
from processors.case_clocks import Span
from processors.case_fact import Fact
from processors.case_parts import gate
from processors.case_story import Story
from processors.clock import Asked, Case, Reading, Terms, read
from processors.deadline import Target, due
from processors.owners import gaps
from processors.pauses import Standstill, refused, standstills
from processors.ping_pong import Unowned
from processors.rules import Rules, least
from processors.sla_policy import ClockPolicy
from processors.stalled import silences
from processors.transitions import Flag

_REWORKED = frozenset({"resolve", "holding"})
_NEVER_WARNED = frozenset({"return", "answer"})


class Readings(NamedTuple):
    """``terms`` are the case's own, None when no policy stands for it."""

    terms: Terms | None
    clocks: tuple[Reading, ...] = ()
    silences: tuple[Reading, ...] = ()
    unowned: tuple[Unowned, ...] = ()
    flags: tuple[Flag, ...] = ()


def readings(story: Story, rules: Rules) -> Readings:
    """Return every clock of *story* read by *rules*; none before the case was opened."""
    if story.opened is None:
        return Readings(None)
    terms = rules.at(None)
    if terms is None:
        return Readings(None, flags=(Flag("no-policy", story.opened.event_id),))
    unowned = tuple(u for u in (ping_pong.unowned(gap, rules) for gap in gaps(story)) if u)
    clocks = tuple(_clocks(story, rules, terms, unowned))
    quiet = tuple(_silences(story, rules))
    return Readings(terms, clocks, quiet, unowned, tuple(_flags(story, rules, terms, clocks)))


def _clocks(
    story: Story, rules: Rules, terms: Terms, unowned: Iterable[Unowned]
) -> Iterator[Reading]:
    for span in (*case_clocks.spans(story), *adjudications(story, terms.policy, unowned)):
        reading = _read(story, rules, span)
        if reading:
            yield reading


def _read(story: Story, rules: Rules, span: Span) -> Reading | None:
    terms = rules.of(span)
    clock = _clock_policy(span, terms) if terms else None
    if terms is None or clock is None:
        return None
    settled = story.episodes[span.episode - 1].settled if rules.facts.hard else None
    case = Case(
        rules.facts.hard,
        settled.time if settled else None,
        _still(story, terms) if clock.pauses else (),
        tuple(_extensions(story, span)) if story.extensions else (),
    )
    bands = _from_breach(terms) if span.clock in _NEVER_WARNED else terms.policy.bands
    reading = read(span, terms, clock, bands, rules.now, case)
    return _lapsed(reading) if span.clock == "return" else reading


def _clock_policy(span: Span, terms: Terms) -> ClockPolicy | None:
    stated = terms.policy.clock(span.clock)
    if stated and span.clock in _REWORKED and span.episode > 1:
        return terms.policy.clock("rectify") or stated
    return stated


def _from_breach(terms: Terms) -> tuple[int, ...]:
    return tuple(band for band in terms.policy.bands if band >= 100)


def _still(story: Story, terms: Terms) -> tuple[Standstill, ...]:
    return standstills(story.pauses, terms.policy, terms.calendar) if story.pauses else ()


def _extensions(story: Story, span: Span) -> Iterator[Asked]:
    """Yield the extensions of *span*: of its clock, while it ran, by its own department if any."""
    for fact in story.extensions:
        runs = span.start.time <= fact.time and (not span.stop or fact.time <= span.stop.time)
        if fact.data.get("clock") == span.clock and runs and _concerns(story, span, fact):
            more = Target(fact.data["by"], fact.data["unit"])
            yield Asked(fact.time, more, fact.event_id)


def _concerns(story: Story, span: Span, fact: Fact) -> bool:
    holders = {given.department for given in story.hands.assignments}
    return not span.department or fact.by == span.department or fact.by not in holders


@lru_cache(maxsize=1 << 15)
def _lapsed(reading: Reading) -> Reading:
    """Return the return window as it is reported: lapsed unused it is no breach."""
    if reading.breach is None or reading.span.ending == "met":
        return reading
    return replace(reading, status="cancelled", next_due=None)


def _silences(story: Story, rules: Rules) -> Iterator[Reading]:
    for span in silences(story):
        terms = rules.of(span)
        if terms is None or _surely_short(span, terms):
            continue
        target = terms.policy.silence
        clock = ClockPolicy("silence", target, target, None, "none", pauses=True)
        case = Case(standstills=_still(story, terms))
        yield read(span, terms, clock, _from_breach(terms), rules.now, case)


def _surely_short(span: Span, terms: Terms) -> bool:
    return span.stop is not None and (
        span.stop.time - span.start.time < least(terms.policy.silence)
    )


def _flags(story: Story, rules: Rules, terms: Terms, clocks: Iterable[Reading]) -> Iterator[Flag]:
    for pause in refused(story.pauses, terms.policy):
        yield Flag("pause-not-allowed", pause.start.event_id)
    for reading in clocks:
        if reading.span.clock == "return" and reading.status == "breached" and reading.span.stop:
            yield Flag("returned-late", reading.span.stop.event_id)
        yield from reading.refused
    yield from _before_all(story)
    for event_id in returns_after(story, terms.policy):
        yield Flag("returned-after-rung-2", event_id)
    for before, after in pairwise(story.episodes):
        over, again = before.closed or before.answered, after.start
        then = rules.at(over)
        if over and again and then:
            limit = due(then.calendar, over.time, then.policy.reopen_window).deadline
            if again.time > limit:
                yield Flag("reopened-outside-window", again.event_id)


def _before_all(story: Story) -> Iterator[Flag]:
    """Yield what was said of the whole before each part was answered."""
    episode, waiting = story.episode, gate(story, story.episode)
    if waiting.open and episode.answered:
        yield Flag("answered-before-all", episode.answered.event_id)
    if episode.closed and episode.outcome != "withdrawn":
        late = waiting.last and waiting.last.time > episode.closed.time
        if waiting.open or late:
            yield Flag("closed-before-all", episode.closed.event_id)
