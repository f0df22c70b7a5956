"""
What is concluded about one case: findings, rows, warnings, and when to look again.

The answer is a pure function of the sorted facts, the reference data and now; it lists what
holds and what held, so nothing depends on when it was asked. ``next_due`` is one microsecond
past the next instant that matters, because what happens at that instant is still in time.
"""

from __future__ import annotations

from collections.abc import Iterator

from events.finding import Finding
from events.instant import Instant
from processors.case_conclusions import ping_pong
from processors.case_conclusions.bad_evaluation import bad_evaluations
from processors.case_conclusions.case_readings import Readings, readings
from processors.case_conclusions.case_rows import assignment_rows, case_row, clock_rows
from processors.case_conclusions.clock import Reading
from processors.case_conclusions.evaluation_rows import evaluation_rows
from processors.case_conclusions.never_started import never_started
from processors.case_conclusions.rectification import rectification_rows
from processors.case_conclusions.recurrences import recurred
from processors.case_conclusions.rules import rules
from processors.case_conclusions.shares import share_rows
from processors.case_conclusions.shown import moment
from processors.case_conclusions.stalled import silent, stalled
from processors.cases.case_duplicate import lead_of
from processors.cases.case_story import Story
from processors.cases.flags import Flag
from processors.cases.owners import owner_at
from processors.folding.conclusion import Conclusion, Notice, Snapshot
from processors.published.reference import Reference


def conclude(key: str, story: Story, now: Instant, reference: Reference) -> Conclusion:
    """Return what is true of case *key* at *now* (event time, inclusive)."""
    if story.last is None:
        return Conclusion()
    lead = lead_of(story.duplicates)
    if lead:
        return Conclusion(snapshots=tuple(_snapshots(key, story, _of_duplicate(story, lead))))
    read = readings(story, rules(story, now, reference))
    return Conclusion(
        tuple(_findings((key, story.party_id), story, read)),
        tuple(_snapshots(key, read.story, read)),
        tuple(_warnings(key, read.story, read)),
        min(_dues(read), default=None),
    )


def _of_duplicate(story: Story, lead: str) -> Readings:
    """Return the readings of a duplicate: no clock of its own, and the case that leads."""
    return Readings(story, None, flags=(Flag("duplicate-of", lead),))


def _findings(case: tuple[str, str], story: Story, read: Readings) -> Iterator[Finding]:
    for reading in read.clocks:
        finding = stalled(case, read.story, reading) or never_started(case, reading)
        if finding:
            yield finding
    yield from silent(case, read.story, read.silences)
    for one in read.recurrences:
        yield recurred(case, story, one)
    for measured in read.unowned:
        finding = ping_pong.nobody(case, measured)
        if finding:
            yield finding
    if read.terms:
        yield from ping_pong.returned(case, story, read.terms.policy.ping_pong)
        yield from ping_pong.passed_round(case, story, read.terms.policy.ping_pong)
    yield from bad_evaluations(case, story)


def _snapshots(key: str, story: Story, read: Readings) -> Iterator[Snapshot]:
    yield case_row(key, story, read)
    yield from assignment_rows(key, story)
    yield from clock_rows(key, story, read.clocks)
    if story.evaluations:
        yield from evaluation_rows(key, story)
    yield from rectification_rows(key, story)
    yield from share_rows(key, story, read)


def _warnings(key: str, story: Story, read: Readings) -> Iterator[Notice]:
    for reading in read.clocks:
        for band in reading.passed:
            if band.percent < 100:
                yield _warning(key, story, reading, band.percent, band.at)


def _warning(key: str, story: Story, reading: Reading, percent: int, at: Instant) -> Notice:
    span = reading.span
    rung = (key, span.clock, str(span.episode), span.assignment_id, str(percent))
    data = {
        "case_id": key,
        "clock": span.clock,
        "episode": span.episode,
        "assignment_id": span.assignment_id,
        "percent": percent,
        "warns": percent >= reading.warn_band,
        "deadline": moment(reading.deadline),
        "department": span.department or owner_at(story, span.episode, at),
        "party_id": story.party_id,
    }
    return Notice("clock.warned", rung, key, at, data)


def _dues(read: Readings) -> Iterator[Instant]:
    clocks = (reading.next_due for reading in (*read.clocks, *read.silences))
    for due in (*clocks, *(measured.next_due for measured in read.unowned)):
        if due is not None:
            yield due
