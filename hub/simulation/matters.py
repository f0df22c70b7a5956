"""
Matters of a simulated city: what is told once, twice, and by many.

A matter is (topic, county, place). Most are told once; planted are the same party telling it
again while it is open (D3), the same party or place telling it again after closing (D4), and
groups of parties telling it within two weeks (D5), one group of ten and one of five among
them. Beside some stand near misses: the same complaint about another place, another one
about the same place. Every case here is handled in time, so that no other rule has a word.

Truth: ``planted`` and ``near_misses`` as for every rule, and under ``matters`` the groups of
cases that are one matter, each with how its texts were paraphrased.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import chain, repeat
from random import Random
from typing import NamedTuple

from events.instant import MINUTE, Instant
from hub.simulation.casework import Casework
from hub.simulation.city import AREAS, Party
from hub.simulation.matter import Matter, elsewhere, fresh, otherwise
from hub.simulation.noise import happens, rate
from hub.simulation.places import as_told
from hub.simulation.visiting import two
from hub.simulation.wording import ZH, here, retold, told, topics
from hub.simulation.writing import Book, local_day

SPREAD_DAYS = 14
"""The members of a group are told within so many days."""
LARGEST = 10
MANY = 3
"""The fewest parties of a cluster by the default policy; two that tell one matter are none."""
_SIZES = (2, 3, 3, 3, 4, 6)


class Case(NamedTuple):
    """One telling, written: how it was worded, and when it was opened and closed."""

    case_id: str
    party: Party
    opened: str
    opened_at: Instant
    closed_at: Instant
    how: str


class Telling:
    """Writes cases about matters. ``number`` counts the cases of the whole book."""

    def __init__(
        self, book: Book, parties: tuple[Party, ...], days: int, number: int, random: Random
    ) -> None:
        self.book, self.days, self.number, self.random = book, days, number, random
        self.by_area = {area: [party for party in parties if party.area == area] for area in AREAS}
        areas = [area for area in AREAS if len(self.by_area[area]) >= LARGEST]
        if not areas:
            message = f"{len(parties)} parties tell no matters: make it {20 * LARGEST} or more"
            raise ValueError(message)
        common = [t for t in chain(*topics().values()) if not t.placed]
        self.common = [(topic, area) for topic in common for area in areas]
        self.random.shuffle(self.common)
        self.areas = areas

    def matter(self, *, common: bool = False) -> Matter:
        """Return a matter that nobody has told; a ``common`` one while there are any left."""
        if common and self.common:
            topic, area = self.common.pop()
            return Matter(topic, area, "")
        return fresh(self.book, self.random.choice(self.areas), self.random)

    def day(self, before_end: int = SPREAD_DAYS + 30) -> date:
        return self.book.start + timedelta(days=self.random.randrange(self.days - before_end))

    def party(self, area: str) -> Party:
        return self.random.choice(self.by_area[area])

    def tell(self, matter: Matter, party: Party, day: date, *, again: bool, hour: int = 0) -> Case:
        """Write a case about *matter*, answered after one or two working days."""
        case = Casework(self.book, self.number, party, day, self.random)
        self.number += 1
        hour = hour or self.random.randint(9, 11)
        opened_at = case.on(0, hour, self.random.randrange(60))
        data, how = self._worded(matter, again=again)
        opened = case.told(matter, opened_at, data)
        case.assign(two(self.random, 1)[0], Instant(opened_at + 20 * MINUTE))
        case.accept(Instant(opened_at + 60 * MINUTE))
        case.finish(case.on(self.random.choice((1, 2)), 15), evaluated=False)
        closed_at = self.book.events[-1][0]
        return Case(case.case_id, party, opened, opened_at, closed_at, how)

    def _worded(self, matter: Matter, *, again: bool) -> tuple[dict[str, str], str]:
        random, topic = self.random, matter.topic
        place = matter.place and as_told(matter.place, random)
        left_out = bool(place) and happens(random, "texts", "place_left_out")
        nowhere = left_out and happens(random, "texts", "place_nowhere")
        shown = here(topic.language) if nowhere else place
        text, how = retold(topic, shown, random) if again else (told(topic, shown, random), "")
        category = topic.category
        if again and happens(random, "texts", "other_category"):
            others = sorted({one.category for one in topics()[ZH]} - {category})
            category = random.choice(others)
        data = {"category": category, "text": text}
        if place and not left_out:
            data["place"] = place
        return data, how


def _again_while_open(to: Telling) -> None:
    matter, day = to.matter(), to.day()
    party = to.party(matter.area)
    first = to.tell(matter, party, day, again=False, hour=9)
    second = to.tell(matter, party, day, again=True, hour=14)
    _plant(to, "append", [first, second])
    _beside(to, matter, second, "append")


def _again_after_closing(to: Telling) -> None:
    matter, day = to.matter(), to.day()
    party = to.party(matter.area)
    first = to.tell(matter, party, day, again=False)
    later = local_day(first.closed_at) + timedelta(days=to.random.randint(2, 15))
    same = to.random.random() < 0.5
    second = to.tell(matter, party if same else to.party(matter.area), later, again=True)
    _plant(to, "recurrence", [first, second])
    _beside(to, matter, second, "recurrence")


def _group_of(size: int) -> Callable[[Telling], None]:
    def story(to: Telling) -> None:
        matter, day = to.matter(common=to.random.random() < 0.5), to.day()
        parties = to.random.sample(to.by_area[matter.area], k=size)
        days = [0, *sorted(to.random.choices(range(SPREAD_DAYS), k=size - 1))]
        cases = [
            to.tell(matter, party, day + timedelta(days=after), again=number > 0)
            for number, (party, after) in enumerate(zip(parties, days, strict=True))
        ]
        kind = "cluster" if size >= MANY else "pair"
        _plant(to, kind, sorted(cases, key=lambda case: (case.opened_at, case.case_id)))
        _beside(to, matter, cases[-1], "cluster")

    return story


def _plant(to: Telling, kind: str, cases: list[Case]) -> None:
    first, last = cases[0], cases[-1]
    to.book.matters.append(
        {"kind": kind, "cases": [c.case_id for c in cases], "how": [c.how for c in cases]}
    )
    evidence = [case.opened for case in cases]
    about = Casework.about(to.book, first.case_id, first.party)
    if kind in ("cluster", "pair"):
        _come_back(to, cases)
    if kind == "cluster":
        about.plant("cluster", "", cases[MANY - 1].opened_at, *evidence)
    elif kind == "pair":
        about.near_miss("cluster", "", last.opened_at)
    else:
        about = Casework.about(to.book, last.case_id, last.party)
        about.plant("repeated-case", kind, last.opened_at, *evidence)


def _come_back(to: Telling, cases: list[Case]) -> None:
    """Note which members of a group tell a matter that was closed before, at its place."""
    if not to.book.tellings[cases[0].case_id][2]:
        return
    for number, later in enumerate(cases):
        closed = [one for one in cases[:number] if one.closed_at < later.opened_at]
        if closed:
            about = Casework.about(to.book, later.case_id, later.party)
            last = max(closed, key=lambda one: one.closed_at)
            about.plant("repeated-case", "recurrence", later.opened_at, last.opened, later.opened)


def _beside(to: Telling, matter: Matter, case: Case, kind: str) -> None:
    """Tell, now and then, what is nearly *matter*, close to *case*."""
    if not matter.place:
        return
    for rate_name in ("other_place", "other_topic"):
        if to.random.random() >= rate("near_misses", rate_name):
            continue
        if rate_name == "other_place":
            other = elsewhere(to.book, matter, to.random)
        else:
            other = otherwise(matter, to.random)
        near = to.tell(other, case.party, local_day(case.opened_at), again=False, hour=10)
        about = Casework.about(to.book, near.case_id, near.party)
        rule = "cluster" if kind == "cluster" else "repeated-case"
        about.near_miss(rule, "" if kind == "cluster" else "append", near.opened_at)


Story = Callable[[Telling], None]


def _stories(texts: int) -> Iterator[Story]:
    """Yield what is planted among *texts*: one telling in six belongs to a group."""
    yield from (_group_of(LARGEST), _group_of(5))
    groups = max(1, texts // 40)
    yield from (_group_of(_SIZES[number % len(_SIZES)]) for number in range(groups))
    yield from repeat(_again_while_open, max(1, texts // 33))
    yield from repeat(_again_after_closing, max(1, texts // 33))


def write(
    book: Book, parties: tuple[Party, ...], texts: int, days: int, number: int, random: Random
) -> None:
    """Write about *texts* cases, from case *number* on, told by *parties* over *days* days."""
    to = Telling(book, parties, days, number, random)
    for story in _stories(texts):
        story(to)
    while to.number < number + texts:
        matter = to.matter()
        to.tell(matter, to.party(matter.area), to.day(5), again=random.random() < 0.5)
