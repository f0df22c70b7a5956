"""
``python -m bench.matters``: what one more opening costs the matters, however many there were.

Openings are worded as the simulator words them (topics, places, paraphrases, typing errors),
spread evenly over some years and over category × county, each closed twenty days later; ``--one``
puts them all under one matter, the worst there is, and ``--same`` gives all of them one text.
They are folded one by one by the same step as in a worker. At each mark the last thousand are
measured, conclusions included: comparisons of texts (counted, not reckoned), microseconds of
CPU, and the bytes of the process.

Two things make a million cases short. What is not measured is not concluded: a conclusion leaves
nothing in a state. And ``--share 10`` folds one matter in ten, all its cases: matters know nothing
of each other, so these are as they would be among all. The fold alone is measured: no log, no
host. Prints a line per mark; ``--json`` one document.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from statistics import mean, quantiles
from time import process_time
from typing import Any, Final, NamedTuple
from unittest.mock import patch
from zlib import crc32

from bench.figures import tell_rows
from bench.memory import resident_bytes
from events.event import Event
from events.instant import DAY, Instant
from hub.simulation.city import AREAS
from hub.simulation.places import Places, as_told
from hub.simulation.wording import EN, ZH, Topic, retold, topics
from processors.matter_fold import MatterFold
from processors.matters import matter_card, matter_pairs
from processors.matters.matter_card import Card, Spell
from processors.matters.matter_key import matter_key
from processors.matters.matter_place import spot
from processors.matters.matter_said import Said
from processors.matters.matter_state import Matter
from processors.matters.matter_words import STATED
from processors.published.defaults import default_publications
from processors.published.reference import Reference
from processors.text.matter_text import likeness, sketch

MARKS: Final = (10_000, 100_000, 1_000_000)
SAMPLE: Final = 1_000
_YEARS: Final = 3
_BEGAN: Final = Instant(1_700_000_000_000_000)
_ENGLISH: Final = 0.2
_OPEN: Final = 20 * DAY


class Told(NamedTuple):
    """A word on its way to its matter."""

    key: str
    word: Event


class Maker:
    """Words openings as the simulator does: ``count`` of them fill the years."""

    def __init__(
        self, seed: int, count: int, *, one: bool = False, same: bool = False, share: int = 1
    ) -> None:
        self._seed, self._gap = seed, _YEARS * 365 * DAY // count
        self._one, self._same, self._share = one, same, share

    def tell(self, number: int) -> Told | None:
        """Return opening *number*; None when it is of a matter that is left out."""
        random = Random(self._seed << 32 | number)
        language = EN if random.random() < _ENGLISH else ZH
        topic = random.choice(topics()[language])
        key = matter_key({"category": topic.category, "area": random.choice(AREAS)})
        key = "water|清溪" if self._one else key
        if crc32(key.encode()) % self._share:
            return None
        text, place = self._worded(topic, random)
        card = self._card(number)
        heard = {"first": True, "opening": card.event_id, "said": said(text, place)}
        return Told(key, _word(f"{number}", card, card.time, heard))

    def _card(self, number: int) -> Card:
        case_id, at = f"K-{number}", Instant(_BEGAN + number * self._gap)
        return Card(case_id, f"P-{number % 300_000}", at, 0, f"o-{number}", "", (Spell(at),))

    def _worded(self, topic: Topic, random: Random) -> tuple[str, str]:
        if self._same:
            return "工业路8号门口的路灯坏了半个月，晚上看不清路，老人出行很不安全", ""
        place = ""
        if topic.placed:
            whole = Places(random, set()).fresh(topic.id, "", topic.language)
            place = as_told(whole, random)
        return retold(topic, place, random)[0], place


def said(text: str, place: str) -> list[str]:
    """Return what an opening said, as the case fold tells it."""
    return Said(sketch(text), spot(place, text)).dump()


def closed(told: Told) -> Told:
    """Return the word that the case of the opening *told* is closed."""
    card = matter_card.load(told.word.data["card"])
    at = Instant(card.time + _OPEN)
    spell = Spell(card.time, at, f"a-{card.case_id}", "solved", at, f"c-{card.case_id}", "solved")
    return Told(told.key, _word(f"c{card.case_id}", card._replace(spells=(spell,)), at, {}))


def _word(id: str, card: Card, at: Instant, more: Mapping[str, Any]) -> Event:
    data = {"case_id": card.case_id, "card": matter_card.dump(card), **more}
    return Event(f"hub#{id}", STATED, 1, at, 0, "hub", id, card.case_id, data)


class Matters:
    """The matters of a log in memory, and the openings that wait for their closing."""

    def __init__(self) -> None:
        self._fold, self._rules = MatterFold(), rules()
        self._states: dict[str, Matter] = {}
        self._open: deque[Told] = deque()
        self.cases = 0

    def due(self, at: Instant) -> Iterator[Told]:
        """Yield the closings that come before *at*."""
        while self._open and self._open[0].word.time + _OPEN <= at:
            yield closed(self._open.popleft())

    def opened(self, told: Told) -> None:
        """Fold an opening, whose closing waits from then on."""
        self._open.append(told)
        self.cases += 1

    def take(self, told: Told, *, conclude: bool) -> None:
        """Fold a word, and *conclude* what it touched."""
        state = self._states.get(told.key) or self._fold.empty(told.key)
        state, scope = self._fold.step(state, told.word, self._rules)
        self._states[told.key] = state
        if conclude:
            self._fold.conclude(state, scope, told.word.time, self._rules)

    @property
    def count(self) -> int:
        return len(self._states)


class Counted:
    """Compares texts as ``matter_text`` does, and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, one: frozenset[int], other: frozenset[int], least: int) -> float:
        self.count += 1
        return likeness(one, other, least)


def rules() -> Reference:
    """Return the reference data with the default policy of matters."""
    reference = Reference()
    for name, data in default_publications():
        if data.get("kind") == "matters":
            event = Event("hub#m", name, 1, Instant(0), 0, "", "m", "", data)
            reference = reference.learn(event)
    return reference


class Costs(NamedTuple):
    """Seconds of CPU of openings and closings, and the texts compared for each opening."""

    openings: list[float]
    closings: list[float]
    compared: list[int]


def measure(
    marks: Sequence[int],
    *,
    sample: int = SAMPLE,
    one: bool = False,
    same: bool = False,
    share: int = 1,
) -> Iterator[dict[str, int]]:
    """Yield, per mark, what the last *sample* openings cost; see the module."""
    maker, matters = Maker(1, max(marks), one=one, same=same, share=share), Matters()
    empty, known = resident_bytes(), 0
    for mark in marks:
        for told in filter(None, map(maker.tell, range(known, mark - sample * share))):
            for word in (*matters.due(told.word.time), told):
                matters.take(word, conclude=False)
            matters.opened(told)
        costs = _costs(maker, matters, range(mark - sample * share, mark))
        known = mark
        gc.collect()
        yield {
            "cases": mark,
            "matters": matters.count,
            "comparisons": round(mean(costs.compared)),
            "most comparisons": max(costs.compared),
            "microseconds": round(mean(costs.openings) * 1e6),
            "of the dearest hundredth": round(quantiles(costs.openings, n=100)[-1] * 1e6),
            "of a closing": round(mean(costs.closings or [0]) * 1e6),
            "bytes per case": round((resident_bytes() - empty) / matters.cases),
        }


def _costs(maker: Maker, matters: Matters, numbers: Iterable[int]) -> Costs:
    costs = Costs([], [], [])
    for told in filter(None, map(maker.tell, numbers)):
        for word in matters.due(told.word.time):
            costs.closings.append(_timed(matters, word))
        counted = Counted()
        with patch.object(matter_pairs, "likeness", counted):
            costs.openings.append(_timed(matters, told))
        costs.compared.append(counted.count)
        matters.opened(told)
    return costs


def _timed(matters: Matters, told: Told) -> float:
    began = process_time()
    matters.take(told, conclude=True)
    return process_time() - began


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measurements."""
    parser = argparse.ArgumentParser(prog="python -m bench.matters", description=__doc__)
    parser.add_argument("--marks", type=int, nargs="+", default=list(MARKS))
    parser.add_argument("--one", action="store_true", help="all in one matter")
    parser.add_argument("--same", action="store_true", help="all of one text")
    parser.add_argument("--share", type=int, default=1, help="fold one matter in so many")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="openings measured at a mark")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    options = parser.parse_args(arguments)
    kind = {"one": options.one, "same": options.same, "share": options.share}
    tell_rows(measure(options.marks, sample=options.sample, **kind), as_json=options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
