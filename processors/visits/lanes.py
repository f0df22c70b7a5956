"""
Lanes: the visits of one cluster by department, sorted, so that a window is found quickly.

Each department has a lane, cut into weeks; a week is a sorted tuple. A joint visit stands in the
lane of each of its departments. Adding a visit copies one week of each of its lanes: a party with
a hundred thousand visits costs no more than its busiest week. A lane of everyone serves the walks
that pass by many departments.
Immutable; walks give a joint visit once.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import merge
from itertools import chain
from typing import TypeAlias

from events.instant import DAY, Instant
from processors.visits.visit import Statement

_WEEK = 7 * DAY

Week: TypeAlias = tuple[Statement, ...]
Lane: TypeAlias = Mapping[int, Week]
Place: TypeAlias = tuple[Instant, int, str] | tuple[Instant]


@dataclass(frozen=True, slots=True)
class Lanes:
    """
    ``by_department``: from department to week (µs since the epoch // 7 days) to visits.

    ``everyone``: the lane of all departments. ``latest``: no start of a visit is later.
    """

    by_department: Mapping[str, Lane] = field(default_factory=dict)
    everyone: Lane = field(default_factory=dict)
    latest: Instant = field(default=Instant(0), compare=False)

    @staticmethod
    def of(statements: Iterable[Statement]) -> Lanes:
        """Return the lanes of many *statements*, built at once."""
        lanes: dict[str, dict[int, list[Statement]]] = {}
        everyone: dict[int, list[Statement]] = {}
        latest = Instant(0)
        for statement in sorted(statements):
            latest, week = statement.start, statement.start // _WEEK
            everyone.setdefault(week, []).append(statement)
            for department in set(statement.departments):
                lanes.setdefault(department, {}).setdefault(week, []).append(statement)
        by_department = {department: _frozen(lane) for department, lane in lanes.items()}
        return Lanes(by_department, _frozen(everyone), latest)

    def replaced(self, old: Iterable[Statement], new: Iterable[Statement]) -> Lanes:
        """Return the lanes without *old* (each stands in them) and with *new*."""
        if not old and not new:
            return self
        lanes, everyone, latest = dict(self.by_department), self.everyone, self.latest
        for statement in old:
            everyone = _without(everyone, statement)
            for department in set(statement.departments):
                lane = _without(lanes[department], statement)
                lanes[department] = lane
                if not lane:
                    del lanes[department]
        for statement in new:
            everyone, latest = _with(everyone, statement), max(latest, statement.start)
            for department in set(statement.departments):
                lanes[department] = _with(lanes.get(department, {}), statement)
        return Lanes(lanes, everyone, latest)

    def before(
        self, place: Place, since: Instant, departments: Iterable[str]
    ) -> Iterator[Statement]:
        """Walk back from *place* (not itself) to *since* (inclusive) in some lanes."""
        known = (self.by_department.get(d) for d in departments)
        walks = [_back(lane, place, since) for lane in known if lane is not None]
        return _once(merge(*walks, reverse=True)) if len(walks) > 1 else chain(*walks)

    def before_but(
        self, place: Place, since: Instant, departments: frozenset[str]
    ) -> Iterator[Statement]:
        """Walk back likewise through the visits that have another department than *departments*."""
        walk = _back(self.everyone, place, since)
        return (s for s in walk if not departments.issuperset(s.departments))

    def before_all(self, place: Place, since: Instant) -> Iterator[Statement]:
        """Walk back likewise through all visits."""
        return _back(self.everyone, place, since)

    def after(self, place: Place, until: Instant) -> Iterator[Statement]:
        """Walk on from *place* (not itself) to *until* (exclusive) in all lanes."""
        return _onward(self.everyone, place, until) if place[0] <= self.latest else iter(())


def _frozen(lane: Mapping[int, list[Statement]]) -> Lane:
    return {number: tuple(week) for number, week in lane.items()}


def _once(walk: Iterable[Statement]) -> Iterator[Statement]:
    last: Statement | None = None
    for statement in walk:
        if last is None or last.event_id != statement.event_id:
            yield statement
        last = statement


def _back(lane: Lane, place: Place, since: Instant) -> Iterator[Statement]:
    for number in range(place[0] // _WEEK, since // _WEEK - 1, -1):
        week = lane.get(number)
        if week is None:
            continue
        for index in range(bisect_left(week, place) - 1, -1, -1):
            if week[index].start < since:
                return
            yield week[index]


def _onward(lane: Lane, place: Place, until: Instant) -> Iterator[Statement]:
    first = place[0] // _WEEK
    for number in sorted(n for n in lane if n >= first):
        week = lane[number]
        for index in range(bisect_left(week, place), len(week)):
            if week[index].start >= until:
                return
            if week[index].place != place:
                yield week[index]


def _with(lane: Lane, statement: Statement) -> Lane:
    number = statement.start // _WEEK
    week = list(lane.get(number, ()))
    insort(week, statement)
    return {**lane, number: tuple(week)}


def _without(lane: Lane, statement: Statement) -> Lane:
    number = statement.start // _WEEK
    week = lane[number]
    index = bisect_left(week, statement.place)
    rest = week[:index] + week[index + 1 :]
    if rest:
        return {**lane, number: rest}
    return {n: visits for n, visits in lane.items() if n != number}
