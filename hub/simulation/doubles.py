"""
Visits that two systems wrote down, as noisy as ``double_entry_kinds`` says, among ordinary ones.

The second entry comes from another system of the same department, or of another one of the
joint team; it writes the start as it knows it, the length anew, and sometimes its own id of
the party. The finding belongs to the later record, by start, then by event id.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from events.instant import HOUR, MINUTE, Instant
from hub.simulation.identities import Known
from hub.simulation.noise import happens, kind, rate
from hub.simulation.visiting import PURPOSES, WINDOW, Visiting, two
from hub.simulation.writing import Book, at, local_day

_EVENING = 19
_VISIT = 120
_JOINT = 0.3


def write(book: Book, known: Sequence[Known], days: int, random: Random) -> None:
    """Write one or two visits to each of *known*, some of them entered twice."""
    for one in known:
        day = book.start + timedelta(days=random.randrange(max(1, days - 2 * WINDOW)))
        to = Visiting(book, one.party, random)
        teams = two(random, 6)  # two teams that share nobody: a double that is not seen is no cap
        _visit(to, one, teams[:3], day)
        if random.random() < 0.5:
            _visit(to, one, teams[3:], day + timedelta(days=WINDOW + 1 + random.randrange(20)))


def _visit(to: Visiting, one: Known, team: list[str], day: date) -> None:
    """Write a visit of two hours; enter it again where the noise says so."""
    random = to.random
    team = team if random.random() < _JOINT else team[:1]
    start = Instant(at(day, random.randint(9, 14)) + 5 * random.randrange(12) * MINUTE)
    purpose = random.choice(PURPOSES)
    first = to.record(team, start, _VISIT, system="oa", purpose=purpose)
    party_id = _entered_again_under(one, random)
    if not party_id:
        return
    how = kind(random, "double_entry_kinds")
    other = _member(team, how, random)
    if party_id == one.other_id:
        how = f"{how}, other id"
    again, length = _entered(start, how, random)
    if happens(random, "visits", "double_entry_other_purpose"):
        purpose = random.choice([one for one in PURPOSES if one != purpose])
        how = f"{how}, other purpose"
    second = to.record(other, again, length, system="mobile", party_id=party_id, purpose=purpose)
    earlier, later = sorted((first, second), key=lambda told: (told.start, told.event_id))
    to.plant("double-entry", later, [earlier], later.start, how=how)


def _entered_again_under(one: Known, random: Random) -> str:
    """Return the party id of a second entry; '' for none. Few parties have another id."""
    often, other = rate("visits", "double_entry"), rate("visits", "double_entry_other_id")
    if random.random() < often * (1 - other):
        return one.party.party_id
    if random.random() < often * other / rate("parties", "second_registration"):
        return one.other_id
    return ""


def _member(team: list[str], how: str, random: Random) -> list[str]:
    """Return the team as the second system has it: the same, or one member who wrote it down."""
    timed = not how.startswith(("date-only", "typed"))
    if len(team) > 1 and timed and happens(random, "visits", "double_entry_other_member"):
        return [random.choice(team[1:])]
    return team


def _entered(start: Instant, how: str, random: Random) -> tuple[Instant, int]:
    """Return the start and the length (minutes) that the second system writes down."""
    length = random.choice((60, 90, 120, 150))
    midnight = at(local_day(start), 0)
    match how.split(",", maxsplit=1)[0]:
        case "half-hours":
            half = 30 * MINUTE
            return Instant(midnight + round((start - midnight) / half) * half), length
        case "up-to-15-minutes":
            return _shifted(start, 15, random), length
        case "up-to-60-minutes":
            return _shifted(start, 60, random), length
        case "date-only":
            return midnight, 0
        case "typed-in-the-evening":
            return Instant(midnight + _EVENING * HOUR), length
        case _:
            return start, length


def _shifted(start: Instant, most: int, random: Random) -> Instant:
    return Instant(start + random.choice((-1, 1)) * random.randint(1, most) * MINUTE)
