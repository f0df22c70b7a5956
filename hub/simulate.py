"""
``hub simulate``: write a city's events and the truth about its planted faults.

The events come in the order of their time; ``truth.json`` holds seed, parameters, planted
findings, near misses and the figures every report must reproduce.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import orjson

from events.instant import render
from hub.simulation import case_stories, city, visiting
from hub.simulation.writing import Book, at
from processors.calendar import Calendar, build_calendar
from processors.defaults import default_publications

START = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a city is made of. ``days`` is the span in which cases open and visits begin."""

    parties: int = 400
    days: int = 120
    seed: int = 1
    villages: int = 80
    issues: int = 300
    solved: int = 260


JINHUA = Parameters(parties=10_826, days=300, villages=3_400, issues=5_702, solved=4_078)
"""7 426 enterprises, 3 400 villages, 5 702 issues of which 4 078 were solved: 71.5 %."""


def sized(parties: int, days: int, seed: int) -> Parameters:
    """Return a city of *parties* whose other figures keep the usual proportions."""
    issues = max(30, parties * 3 // 4)
    return Parameters(parties, days, seed, parties // 5, issues, max(30, issues * 7 // 8))


def simulate(parameters: Parameters) -> Book:
    """Return the events and the truth of a city; the same parameters give the same bytes."""
    random = Random(parameters.seed)
    book = Book(_calendar(), START)
    made = city.build(parameters.parties, parameters.villages, random)
    _register(book, made, random)
    visiting.write(book, made, parameters.days, random)
    case_stories.write(book, made, parameters.issues, parameters.solved, parameters.days, random)
    book.figures["solved_percent"] = round(100 * parameters.solved / parameters.issues, 1)
    return book


def truth(parameters: Parameters, book: Book) -> dict[str, Any]:
    """Return the document of ``truth.json``."""
    return {
        "seed": parameters.seed,
        "parameters": asdict(parameters),
        "planted": [planted.document() for planted in book.planted],
        "near_misses": [near.document() for near in book.near_misses],
        "figures": book.figures,
        "last_event": render(max(at for at, _, _ in book.events)),
    }


def write(parameters: Parameters, out: Path) -> dict[str, Any]:
    """Write ``events.ndjson`` and ``truth.json`` into *out*; return the truth."""
    book = simulate(parameters)
    told = truth(parameters, book)
    out.mkdir(parents=True, exist_ok=True)
    (out / "events.ndjson").write_bytes(b"\n".join(book.lines()) + b"\n")
    (out / "truth.json").write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
    return told


def _calendar() -> Calendar:
    publications = dict(default_publications())
    return build_calendar(publications["calendar.published"])


def _register(book: Book, made: city.City, random: Random) -> None:
    before = at(START - timedelta(days=3), 9)
    for department, name in {**city.DEPARTMENTS, city.DISPATCH: "调度中心"}.items():
        data = {
            "department_id": department,
            "name": name,
            "level": "city",
            "valid_from": "2020-01-01T00:00:00+08:00",
        }
        book.say("hub/registry", "department.registered", before, department, data)
    for party in made.parties:
        book.count(f"{party.kind}s")
        data = party.data(random)
        book.say("hub/registry", "party.registered", before, party.party_id, data)
