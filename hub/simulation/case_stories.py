"""
Cases of a simulated city: ordinary ones, handled in time, and the planted faults.

Limits in threes stand in ``limit_stories``, buck-passing and sham closing in ``buck_stories``.
Day clocks end at closing time of the counted day, so a story's instants are written down as
"closing of the n-th working day"; exactly then is in time.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from events.instant import HOUR, Instant
from hub.simulation import buck_stories, limit_stories
from hub.simulation.casework import Casework
from hub.simulation.city import City
from hub.simulation.limit_stories import RESOLVE, SILENCE, Story
from hub.simulation.writing import Book


def _paused(case: Casework) -> None:
    case.begin()
    case.act("contacted", case.on(1, 9))
    case.say("paused", case.on(1, 10), case.lead, reason="waiting-party", evidence="letter 12")
    case.say("party-replied", case.on(3, 10))
    case.finish(case.on(5, 10))
    case.near_miss("stalled", "resolve", case.end(RESOLVE))


def _extended(case: Casework) -> None:
    case.begin()
    case.act("contacted", case.on(2, 9))
    told = case.on(2, 10)
    for clock in ("resolve", "holding"):
        case.extend(clock, 2, told)
    case.finish(case.end(RESOLVE + 2))
    case.near_miss("stalled", "resolve", case.end(RESOLVE))


def _extended_too_late(case: Casework) -> None:
    opened, assigned, _ = case.begin()
    case.act("contacted", case.on(2, 9))
    case.extend("resolve", 2, case.on(4, 9))
    case.finish(case.on(4, 10))
    case.plant("stalled", "resolve", case.end(RESOLVE), opened)
    case.plant("stalled", "holding", case.end(RESOLVE), assigned)


def _noted_only(case: Casework) -> None:
    """A filler note resets no silence."""
    opened, assigned, accepted = case.begin()
    case.act("progressed", case.on(3, 10), note="正在研究")
    case.finish(case.on(6, 10))
    case.plant("stalled", "resolve", case.end(RESOLVE), opened)
    case.plant("stalled", "holding", case.end(RESOLVE), assigned)
    case.plant("stalled", "silence", case.end(SILENCE), accepted)


STORIES: tuple[Story, ...] = (
    *limit_stories.STORIES,
    *buck_stories.STORIES,
    _paused,
    _extended,
    _extended_too_late,
    _noted_only,
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
