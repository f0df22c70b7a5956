"""
``python -m bench.matters``: what one more opening costs the matters, however many there were.

Openings are worded as the simulator words them (topics, places, paraphrases, typing errors),
spread evenly over some years and over category × county; ``--one`` puts them all under one
matter, the worst there is, and ``--same`` gives all of them one text. They are folded one by
one by the same step as in a worker and concluded. At each mark the last thousand are measured:
comparisons of texts (counted, not reckoned), microseconds of CPU, and the bytes of the process.
The fold alone is measured: no log, no host. Prints a line per mark; ``--json`` one document.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Iterator, Sequence
from random import Random
from time import process_time
from typing import Final, NamedTuple
from unittest.mock import patch

import orjson

from bench.memory import resident_bytes
from events.event import Event
from events.instant import DAY, Instant
from hub.simulation.city import AREAS
from hub.simulation.places import Places, as_told
from hub.simulation.wording import EN, ZH, retold, topics
from processors import matter_card, matter_pairs
from processors.defaults import default_publications
from processors.matter_card import Card, Spell
from processors.matter_fold import MatterFold
from processors.matter_key import matter_key
from processors.matter_place import spot
from processors.matter_said import Said
from processors.matter_state import Matter
from processors.matter_text import likeness, sketch
from processors.matter_words import STATED
from processors.reference import Reference

MARKS: Final = (10_000, 100_000, 1_000_000)
SAMPLE: Final = 1_000
_YEARS: Final = 3
_BEGAN: Final = Instant(1_700_000_000_000_000)
_ENGLISH: Final = 0.2


class Told(NamedTuple):
    """An opening on its way to its matter."""

    key: str
    word: Event


class Maker:
    """Words openings as the simulator does: ``count`` of them fill the years."""

    def __init__(self, seed: int, count: int, *, one: bool = False, same: bool = False) -> None:
        self.random = Random(seed)
        self._gap = _YEARS * 365 * DAY // count
        self._one, self._same = one, same

    def tell(self, number: int) -> Told:
        """Return opening *number*."""
        text, place, category = self._worded()
        area = self.random.choice(AREAS)
        key = "water|清溪" if self._one else matter_key({"category": category, "area": area})
        case_id, at = f"K-{number}", Instant(_BEGAN + number * self._gap)
        card = Card(case_id, f"P-{number % 300_000}", at, 0, f"o-{number}", "", (Spell(at),))
        said = Said(sketch(text), spot(place, text))
        data = {
            "case_id": case_id,
            "card": matter_card.dump(card),
            "first": True,
            "opening": card.event_id,
            "said": said.dump(),
        }
        return Told(
            key, Event(f"hub#{number}", STATED, 1, at, 0, "hub", str(number), case_id, data)
        )

    def _worded(self) -> tuple[str, str, str]:
        if self._same:
            return "工业路8号门口的路灯坏了半个月，晚上看不清路，老人出行很不安全", "", "roads"
        language = EN if self.random.random() < _ENGLISH else ZH
        topic = self.random.choice(topics()[language])
        place = ""
        if topic.placed:
            whole = Places(self.random, set()).fresh(topic.id, "", language)
            place = as_told(whole, self.random)
        return retold(topic, place, self.random)[0], place, topic.category


class Matters:
    """All matters of a log in memory; ``compared`` counts the texts that were compared."""

    def __init__(self) -> None:
        self._fold, self._rules = MatterFold(), rules()
        self._states: dict[str, Matter] = {}

    def take(self, told: Told) -> None:
        """Fold an opening and conclude what it touched."""
        state = self._states.get(told.key) or self._fold.empty(told.key)
        state, scope = self._fold.step(state, told.word, self._rules)
        self._states[told.key] = state
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


def measure(
    marks: Sequence[int], *, sample: int = SAMPLE, one: bool = False, same: bool = False
) -> Iterator[dict[str, int]]:
    """Yield, per mark, what the last *sample* openings cost; see the module."""
    maker, matters = Maker(1, max(marks), one=one, same=same), Matters()
    empty, known = resident_bytes(), 0
    for mark in marks:
        for number in range(known, mark - sample):
            matters.take(maker.tell(number))
        costs, compared = [], []
        for number in range(mark - sample, mark):
            told = maker.tell(number)
            counted = Counted()
            with patch.object(matter_pairs, "likeness", counted):
                began = process_time()
                matters.take(told)
                costs.append(process_time() - began)
            compared.append(counted.count)
        known = mark
        gc.collect()
        yield {
            "cases": mark,
            "matters": matters.count,
            "comparisons": round(sum(compared) / sample),
            "most comparisons": max(compared),
            "microseconds": round(sum(costs) / sample * 1e6),
            "of the dearest hundredth": round(sorted(costs)[-max(1, sample // 100)] * 1e6),
            "bytes per case": round((resident_bytes() - empty) / mark),
        }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measurements."""
    parser = argparse.ArgumentParser(prog="python -m bench.matters", description=__doc__)
    parser.add_argument("--marks", type=int, nargs="+", default=list(MARKS))
    parser.add_argument("--one", action="store_true", help="all in one matter")
    parser.add_argument("--same", action="store_true", help="all of one text")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    options = parser.parse_args(arguments)
    rows = []
    for row in measure(options.marks, one=options.one, same=options.same):
        rows.append(row)
        if not options.json:
            print(", ".join(f"{name} {value:,}" for name, value in row.items()), flush=True)
    if options.json:
        sys.stdout.buffer.write(orjson.dumps(rows) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
