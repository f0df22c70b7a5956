"""
Second assignment 二次交办: what was left unfinished, or did not satisfy, is handed out once more.

Half of them were answered, and the party said no: the case is opened again and goes to another
department. The other half stood still past its limit and is given away within its episode. Most
are put right; the others are closed unsolved.

Source: the mission, row G (498 issues, over 90 % rectified).
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from events.instant import MINUTE, Instant
from hub.simulation.casework import Casework
from hub.simulation.city import City
from hub.simulation.limit_stories import RESOLVE
from hub.simulation.visiting import two
from hub.simulation.writing import Book


def write(
    book: Book, city: City, second: int, rectified: int, *, first: int, days: int, random: Random
) -> None:
    """
    Write *second* cases, so that as many in the book were given out twice, *rectified* well.

    Sham closings planted before count among both: as many cases here are ordinary instead.
    """
    already = round(book.figures.get("overturned", 0))
    for number in range(second):
        day = book.start + timedelta(days=random.randrange(days))
        case = Casework(book, first + number, random.choice(city.parties), day, random)
        if number < already:
            _ordinary(case)
        else:
            (_dissatisfied if number % 2 else _unfinished)(case, right=number < rectified)
    book.count("second_assignments", second)
    book.count("rectified", rectified)


def _ordinary(case: Casework) -> None:
    case.begin()
    case.finish(case.on(1, 14))


def _dissatisfied(case: Casework, *, right: bool) -> None:
    case.begin()
    case.act("responded", case.on(1, 10), kind="solved", text="已办理并答复")
    case.say("closed", case.on(1, 11), outcome="solved")
    bad = case.evaluate(case.on(1, 15), 2, solved=False)
    case.plant("bad-evaluation", "unsolved", case.on(1, 15), bad)
    upheld = {"upheld": True, "verifier": "supervision", "reason": "现场核实"}
    case.say("evaluation-verified", case.on(1, 16), "supervision", episode=1, **upheld)
    case.say("reopened", case.on(2, 9), reason="评价属实", by="dispatch")
    _again(case, case.on(2, 10), episode=2, right=right)


def _unfinished(case: Casework, *, right: bool) -> None:
    opened, assigned, _ = case.begin()
    case.act("contacted", case.on(1, 9))
    case.plant("stalled", "resolve", case.end(RESOLVE), opened)
    case.plant("stalled", "holding", case.end(RESOLVE), assigned)
    _again(case, case.on(RESOLVE + 1, 10), episode=1, right=right)


def _again(case: Casework, when: Instant, *, episode: int, right: bool) -> None:
    """Hand the case to another department at *when*, which finishes it the same day."""
    before = case.lead
    other = next(one for one in two(case.random) if one != before)
    case.assign(other, when, basis="second")
    case.accept(Instant(when + 30 * MINUTE))
    kind, outcome = ("solved", "solved") if right else ("explained", "unsolved")
    case.act("responded", Instant(when + 240 * MINUTE), kind=kind, text="已再次办理")
    case.close(Instant(when + 270 * MINUTE), outcome)
    if right:
        case.evaluate(Instant(when + 300 * MINUTE), 5, solved=True, episode=episode)
