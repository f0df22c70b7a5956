"""
Cases of a simulated city: ordinary ones, handled in time, and the planted faults.

The limits are the default policy's own words ("135", ``processors/policies/sla-135.yaml``):
accept and first contact in one working day, resolve and hold in three, silence five, rectify
five, unowned two. Day clocks end at closing time of the counted day, so a story's instants
are written down as "closing of the n-th working day"; exactly then is in time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from events.instant import HOUR, Instant
from hub.simulation.casework import Casework
from hub.simulation.city import City
from hub.simulation.visiting import two
from hub.simulation.writing import Book

ACCEPT, RESOLVE, SILENCE, UNOWNED, RECTIFY = 1, 3, 5, 2, 5
"""Working days of the default policy."""


Story = Callable[[Casework], None]


def _accepted_late(case: Casework) -> None:
    case.open()
    assigned = case.assign(two(case.random, 1)[0], case.on(0, 9, 20))
    case.act("contacted", case.on(0, 10))
    case.accept(case.on(2, 10))
    case.finish(case.on(2, 15))
    case.plant("stalled", "accept", case.end(ACCEPT), assigned)


def _accepted_at_the_limit(case: Casework) -> None:
    case.open()
    case.assign(two(case.random, 1)[0], case.on(0, 9, 20))
    case.accept(case.end(ACCEPT))
    case.finish(case.on(2, 15))
    case.near_miss("stalled", "accept", case.end(ACCEPT))


def _never_started(case: Casework) -> None:
    case.open()
    assigned = case.assign(two(case.random, 1)[0], case.on(0, 9, 20))
    case.accept(case.on(2, 10))
    case.finish(case.on(2, 15))
    case.plant("stalled", "accept", case.end(ACCEPT), assigned)
    case.plant("ping-pong", "never-started", case.end(ACCEPT), assigned)


def _resolved_late(case: Casework) -> None:
    opened, assigned, _ = case.begin()
    case.finish(case.on(4, 11))
    case.plant("stalled", "resolve", case.end(RESOLVE), opened)
    case.plant("stalled", "holding", case.end(RESOLVE), assigned)


def _resolved_at_the_limit(case: Casework) -> None:
    case.begin()
    case.finish(case.end(RESOLVE))
    case.near_miss("stalled", "resolve", case.end(RESOLVE))
    case.near_miss("stalled", "holding", case.end(RESOLVE))


def _silent(case: Casework) -> None:
    opened, assigned, accepted = case.begin()
    case.act("progressed", case.on(3, 10), note="正在研究")
    case.finish(case.on(6, 10))
    case.plant("stalled", "resolve", case.end(RESOLVE), opened)
    case.plant("stalled", "holding", case.end(RESOLVE), assigned)
    case.plant("stalled", "silence", case.end(SILENCE), accepted)


def _heard_at_the_limit(case: Casework) -> None:
    opened, assigned, _ = case.begin()
    case.act("contacted", case.end(SILENCE))
    case.finish(case.on(7, 10))
    case.plant("stalled", "resolve", case.end(RESOLVE), opened)
    case.plant("stalled", "holding", case.end(RESOLVE), assigned)
    case.near_miss("stalled", "silence", case.end(SILENCE))


def _paused(case: Casework) -> None:
    case.begin()
    case.act("contacted", case.on(1, 9))
    case.say("paused", case.on(1, 10), case.lead, reason="waiting-party", evidence="letter 12")
    case.say("party-replied", case.on(3, 10))
    case.finish(case.on(5, 10))
    case.near_miss("stalled", "resolve", case.end(RESOLVE))


def _returned(times: int) -> Story:
    def story(case: Casework) -> None:
        departments = two(case.random, times + 1)
        case.open()
        returns = []
        for number, department in enumerate(departments[:times]):
            case.assign(department, case.on(0, 9 + 2 * number, 20))
            returns.append(case.give_back(case.on(0, 10 + 2 * number), departments[number + 1]))
        if times >= 2:
            case.plant("ping-pong", "return", case.on(0, 12), *returns[:2], rung="1")
        else:
            case.near_miss("ping-pong", "return", case.on(0, 10), rung="1")
        if times >= 3:
            case.plant("ping-pong", "return", case.on(0, 14), *returns[:3], rung="2")
        basis = {"basis": "adjudicated"} if times >= 3 else {}
        case.assign(departments[times], case.on(0, 15), **basis)
        case.accept(case.on(0, 16))
        case.finish(case.on(2, 11))

    return story


def _passed(route: str, kind: str, rung: str = "1", **last: Any) -> Story:
    """Hand the lead along *route* (letters are departments); the last hop causes *kind*."""

    def story(case: Casework) -> None:
        names = dict(zip(sorted(set(route)), two(case.random, len(set(route))), strict=True))
        case.open()
        hops = []
        for number, letter in enumerate(route):
            basis = last if number == len(route) - 1 else {}
            hops.append(case.assign(names[letter], case.on(0, 9 + number, 20), **basis))
            case.accept(case.on(0, 9 + number, 40))
        if last:
            case.near_miss("ping-pong", kind, case.on(0, 8 + len(route), 20), rung)
        else:
            when = case.on(0, 8 + len(route), 20)
            case.plant("ping-pong", kind, when, *hops, rung=rung)
        case.finish(case.on(2, 11))

    return story


def _unowned(late: bool) -> Story:
    def story(case: Casework) -> None:
        first, second = two(case.random)
        case.open()
        case.assign(first, case.on(0, 9, 20))
        returned = case.give_back(case.on(0, 10), second)
        if late:
            case.assign(second, case.on(3, 9, 30), basis="adjudicated")
            case.accept(case.on(3, 10))
            case.plant("ping-pong", "unowned", case.end(UNOWNED), returned, rung="2")
        else:
            case.assign(second, case.end(UNOWNED))
            case.accept(case.on(3, 9))
            case.near_miss("ping-pong", "unowned", case.end(UNOWNED), rung="2")
        case.finish(case.on(3, 15))

    return story


def _rated_badly(late: bool) -> Story:
    def story(case: Casework) -> None:
        case.begin()
        bad = case.finish(case.on(1, 10), level=2)
        case.plant("bad-evaluation", "unsolved", case.on(1, 10, 45), bad)
        day = 1 + RECTIFY + 1 if late else 1 + RECTIFY
        case.act("responded", case.on(day, 10), kind="solved", text="已整改")
        case.evaluate(case.on(day, 15), 5, True, revisit=True)
        if late:
            case.plant("stalled", "rectify", case.end(1 + RECTIFY), bad)
        else:
            case.near_miss("stalled", "rectify", case.end(1 + RECTIFY))

    return story


STORIES: tuple[Story, ...] = (
    _accepted_late,
    _accepted_at_the_limit,
    _never_started,
    _resolved_late,
    _resolved_at_the_limit,
    _silent,
    _heard_at_the_limit,
    _paused,
    _returned(1),
    _returned(2),
    _returned(3),
    _passed("aba", "bounce"),
    _passed("aba", "bounce", basis="referral"),
    _passed("abca", "cycle"),
    _unowned(late=True),
    _unowned(late=False),
    _rated_badly(late=True),
    _rated_badly(late=False),
)


def write(
    book: Book, city: City, issues: int, solved: int, days: int, faults: int, random: Random
) -> None:
    """
    Write *issues* cases of which exactly *solved* are solved.

    Raises:
        ValueError: fewer issues than planted stories, or fewer solved than those.
    """
    told = max(len(STORIES), issues * faults // 10)
    if not told <= solved <= issues:
        message = f"{issues} issues with {solved} solved: write {told} <= solved <= issues"
        raise ValueError(message)
    for number in range(issues):
        first = book.start + timedelta(days=random.randrange(days))
        case = Casework(book, number, random.choice(city.parties), first, random)
        if number < told:
            STORIES[number % len(STORIES)](case)
        else:
            book.exact = False
            _ordinary(case, solved=number < solved)
            book.exact = True


def _ordinary(case: Casework, *, solved: bool) -> None:
    case.begin()
    case.act("contacted", Instant(case.on(0, 11) + case.random.randrange(6) * HOUR))
    if case.random.random() < 0.5:
        case.act("progressed", case.on(1, 10), note="已联系有关单位")
    case.finish(case.on(case.random.choice((1, 2)), 14), solved=solved)
