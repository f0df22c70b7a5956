"""
Every clock of a case, read by the rules that stand for it.

Rework has its own target: a re-opened episode must be resolved, and may be held, within the
``rectify`` target (the time the policy gives to put a bad result right), where it has one. An
episode that began outside the window of re-opening is no rework
(``processors.case_conclusions.recurrences``). ``accept`` and ``return`` never pause. Of silence,
of the return window and of a channel's answer only 100 % and beyond matter: nobody is warned of a
right that lapses, of a silence that is none yet, nor within seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from typing import NamedTuple

from processors.case_conclusions import case_clocks, ping_pong
from processors.case_conclusions.adjudication import adjudications, returns_after
from processors.case_conclusions.case_clocks import Span
from processors.case_conclusions.clock import Asked, Case, Reading, Terms, read
from processors.case_conclusions.default_owner import overdue, with_default_owner
from processors.case_conclusions.ping_pong import Unowned
from processors.case_conclusions.recurrences import Recurrence, recurrences
from processors.case_conclusions.rules import FOREVER, Rules, least
from processors.case_conclusions.stalled import silences
from processors.cases.case_fact import Fact, Mark
from processors.cases.case_story import Story
from processors.cases.flags import Flag
from processors.cases.gate import gate
from processors.cases.owners import gaps
from processors.cases.pauses import Standstill, refused, standstills
from processors.cases.signs import Shortest
from processors.policies.sla_policy import ClockPolicy
from processors.time.deadline import Target

_REWORKED = frozenset({"resolve", "holding"})
_NEVER_WARNED = frozenset({"return", "answer"})


class Readings(NamedTuple):
    """
    ``terms`` are the case's own, None when no policy stands for it.

    ``story`` is the case's, with its default owner where it has one.
    """

    story: Story
    terms: Terms | None
    clocks: tuple[Reading, ...] = ()
    silences: tuple[Reading, ...] = ()
    unowned: tuple[Unowned, ...] = ()
    flags: tuple[Flag, ...] = ()
    recurrences: tuple[Recurrence, ...] = ()


def readings(story: Story, rules: Rules) -> Readings:
    """Return every clock of *story* read by *rules*; before an opening, its assignments'."""
    begun = story.opened.mark if story.opened else next(iter(story.early), None)
    if begun is None or not (story.opened or story.hands.assignments):
        return Readings(story, None)
    terms = rules.at(None)
    if terms is None:
        return Readings(story, None, flags=(Flag("no-policy", begun.event_id),))
    unowned = _unowned(story, rules)
    verdicts = tuple(_adjudications(story, rules, terms, unowned))
    owned = with_default_owner(story, overdue(verdicts))
    if owned is not story:
        unowned = _unowned(owned, rules)
    late = tuple(recurrences(story, rules))
    fresh = frozenset(one.episode for one in late)
    spans = case_clocks.spans(owned, fresh)
    clocks = (*filter(None, (_read(owned, rules, span, fresh) for span in spans)), *verdicts)
    quiet = tuple(_silences(story, rules))
    flags = tuple(_flags(story, terms, clocks, late))
    return Readings(owned, terms, clocks, quiet, unowned, flags, late)


def _unowned(story: Story, rules: Rules) -> tuple[Unowned, ...]:
    return tuple(filter(None, (ping_pong.unowned(gap, rules) for gap in gaps(story))))


def _adjudications(
    story: Story, rules: Rules, terms: Terms, unowned: Iterable[Unowned]
) -> Iterator[Reading]:
    """Yield the adjudicate clocks; once one passed its limit the default owner is found."""
    passed: set[int] = set()
    for span in adjudications(story, terms.policy, unowned):
        reading = None if span.episode in passed else _read(story, rules, span)
        if reading:
            yield reading
            if reading.breach:
                passed.add(span.episode)


def _read(
    story: Story, rules: Rules, span: Span, fresh: frozenset[int] = frozenset()
) -> Reading | None:
    terms = rules.of(span)
    clock = _clock_policy(span, terms, fresh) if terms else None
    if terms is None or clock is None:
        return None
    settled = story.episodes[span.episode - 1].settled if rules.facts.hard else None
    case = Case(
        rules.facts.hard,
        settled.time if settled else None,
        _still(story, terms) if clock.pauses else (),
        tuple(_extensions(story, span)) if story.extensions else (),
    )
    bands = _bands(span, terms.policy.bands)
    reading = read(span, terms, clock, bands, rules.now, case)
    return _lapsed(reading) if span.clock == "return" else reading


def _clock_policy(span: Span, terms: Terms, fresh: frozenset[int]) -> ClockPolicy | None:
    stated = terms.policy.clock(span.clock)
    reworked = span.episode > 1 and span.episode not in fresh
    if stated and span.clock in _REWORKED and reworked:
        return terms.policy.clock("rectify") or stated
    return stated


def _bands(span: Span, bands: tuple[int, ...]) -> tuple[int, ...]:
    if span.clock not in _NEVER_WARNED:
        return bands
    beyond = _from_breach(bands)
    # A return window that lapsed has nothing due: what it passes later would be read by chance.
    return beyond[:1] if span.clock == "return" and span.stop is None else beyond


@lru_cache(maxsize=64)
def _from_breach(bands: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(band for band in bands if band >= 100)


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
    for span in silences(story, partial(_shortest, rules)):
        terms = rules.of(span)
        if terms is None:
            continue
        target = terms.policy.silence
        clock = ClockPolicy("silence", target, target, None, "none", pauses=True)
        case = Case(standstills=_still(story, terms))
        yield read(span, terms, clock, _from_breach(terms.policy.bands), rules.now, case)


def _shortest(rules: Rules, sign: Mark) -> Shortest:
    """Return what a silence that ends at *sign* surely takes, and until when that is so."""
    terms = rules.at(sign)
    until = rules.unchanged_until(sign)
    return Shortest(least(terms.policy.silence) if terms else FOREVER, until)


def _flags(
    story: Story, terms: Terms, clocks: Iterable[Reading], late: Iterable[Recurrence]
) -> Iterator[Flag]:
    for pause in refused(story.pauses, terms.policy):
        yield Flag("pause-not-allowed", pause.start.event_id)
    for reading in clocks:
        if reading.span.clock == "return" and reading.status == "breached" and reading.span.stop:
            yield Flag("returned-late", reading.span.stop.event_id)
        yield from reading.refused
    yield from _before_all(story)
    for event_id in returns_after(story, terms.policy):
        yield Flag("returned-after-rung-2", event_id)
    for one in late:
        yield Flag("reopened-outside-window", one.again.event_id)


def _before_all(story: Story) -> Iterator[Flag]:
    """Yield what was said of the whole before each part was answered."""
    episode, waiting = story.episode, gate(story, story.episode)
    if waiting.open and episode.answered:
        yield Flag("answered-before-all", episode.answered.event_id)
    if episode.closed and episode.outcome != "withdrawn":
        late = waiting.last and waiting.last.time > episode.closed.time
        if waiting.open or late:
            yield Flag("closed-before-all", episode.closed.event_id)
