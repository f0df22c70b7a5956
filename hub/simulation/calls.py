"""
Calls to the 12345 hotline: answered within the limit of their channel, and what callers said.

The line answers by handing the matter on: within 15 seconds by phone, 3 minutes by SMS, an hour
by web. Callers who are not satisfied get a better answer the next day, and are asked again.

Source: the mission, row F (96 % satisfied).
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from events.instant import HOUR, MINUTE, SECOND, Instant
from hub.simulation.casework import Casework
from hub.simulation.city import City
from hub.simulation.matter import fresh
from hub.simulation.visiting import two
from hub.simulation.wording import told
from hub.simulation.writing import Book

_ANSWERED = (("phone", 15 * SECOND), ("sms", 3 * MINUTE), ("web", HOUR))
"""Channels, and the last instant at which an answer is in time."""


def write(book: Book, city: City, calls: int, pleased: int, *, days: int, random: Random) -> None:
    """Write *calls* answered calls of which *pleased* callers were satisfied."""
    for number in range(calls):
        day = book.start + timedelta(days=random.randrange(days))
        case = Casework(book, number, random.choice(city.parties), day, random)
        case.case_id = f"call-{number:05}"
        _call(case, *_ANSWERED[number % len(_ANSWERED)], pleased=number < pleased)
        book.count("calls")
        book.count("calls_pleased", number < pleased)
    if calls:
        book.figures["calls_pleased_percent"] = round(100 * pleased / calls, 1)


def _call(case: Casework, channel: str, limit: int, *, pleased: bool) -> None:
    _ring(case, channel)
    case.assign(two(case.random, 1)[0], Instant(case.on(0, 9) + limit))
    case.accept(case.on(0, 11))
    case.answer(pleased=pleased)


def _ring(case: Casework, channel: str) -> str:
    matter = fresh(case.book, case.party.area, case.random)
    matter.tell(case.book, case.case_id)
    return case.say(
        "opened",
        case.on(0, 9),
        party_id=case.party.party_id,
        kind="call",
        channel=channel,
        category=matter.topic.category,
        text=told(matter.topic, matter.place, case.random),
        area=matter.area,
        place=matter.place,
    )
