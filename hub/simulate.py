"""
``hub simulate``: write a city's events and the truth about its planted faults.

``truth.json`` holds seed, parameters, planted findings, near misses and the figures every
report must reproduce; with noise also which ids are one party, which cases one matter, and
which events came twice. Without noise the events stand in the order of their time; with it in
the order of their arrival (``hub.simulation.sending``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import orjson

from events.instant import render
from hub.simulation import (
    case_stories,
    city,
    doubles,
    hierarchy,
    identities,
    matters,
    programme,
    visit_stories,
)
from hub.simulation.buck_stories import ORDERED
from hub.simulation.names import Names
from hub.simulation.programme import Programme
from hub.simulation.sending import Sent, Skews, sent
from hub.simulation.writing import Book, at, rfc3339
from processors.published.defaults import default_publications
from processors.time.calendar import Calendar, build_calendar

START = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class Parameters:
    """
    What a city is made of. ``days`` is the span in which cases open and visits begin.

    ``strangers`` enterprises more carry the noise of names and double entries, and tell
    ``texts`` cases about matters; ``noise`` also spoils how events are sent. ``faults``: how
    many times as many planted stories as usual (one party in twenty, one case in ten).
    ``programme``: what is planted to the figure; its second assignments are of the ``issues``.
    """

    parties: int = 400
    days: int = 120
    seed: int = 1
    villages: int = 80
    issues: int = 300
    solved: int = 260
    strangers: int = 0
    texts: int = 0
    noise: bool = False
    faults: int = 1
    programme: Programme = field(default_factory=Programme)


JINHUA = Parameters(
    parties=10_826,
    days=300,
    villages=3_400,
    issues=5_702,
    solved=4_078,
    faults=2,
    programme=Programme(
        officers=40_000,
        villages=628,
        person_visits=35_045,
        second=498,
        rectified=452,
        calls=500,
        callers_pleased=480,
        items=2_261,
        orders=500,
        orders_pleased=490,
    ),
)
"""
7 426 enterprises, 3 400 villages, 5 702 issues of which 4 078 were solved: 71.5 %. One county has
628 villages; all parties were visited.
"""
_FEWEST_ISSUES = len(case_stories.STORIES)
_FEWEST_STRANGERS, _FEWEST_TEXTS, _FEWEST_DAYS = 240, 60, 60


def sized(parties: int, days: int, seed: int, *, noise: bool = False) -> Parameters:
    """Return a city of *parties* whose other figures keep the usual proportions."""
    issues = max(_FEWEST_ISSUES, parties * 3 // 4)
    plain = (parties, days, seed, parties // 5, issues, max(_FEWEST_ISSUES, issues * 7 // 8))
    if not noise:
        return Parameters(*plain)
    texts = max(_FEWEST_TEXTS, parties) if days >= _FEWEST_DAYS else 0
    return Parameters(*plain, max(_FEWEST_STRANGERS, parties // 2), texts, noise=True)


def simulate(parameters: Parameters, corpus: Sequence[str] = ()) -> Book:
    """
    Return the events and the truth of a city; the same arguments give the same bytes.

    *corpus*: trade names to draw the names of enterprises from; made up without.
    """
    random = Random(parameters.seed)
    names = Names(random, corpus)
    book = Book(_calendar(), START)
    if parameters.noise:
        book.skews = Skews(Random(f"skews {parameters.seed}"))
    of_county = parameters.programme.villages
    made = city.build(parameters.parties, parameters.villages, names, of_county)
    _register(book, made, random, hierarchy.CITY if parameters.programme.officers else "")
    _publish(book)
    unvisited = visit_stories.write(book, made, parameters.days, parameters.faults, random)
    beside = parameters.programme
    issues = (parameters.issues - beside.second, parameters.solved - beside.rectified)
    case_stories.write(book, made, *issues, parameters.days, parameters.faults, random)
    programme.write(
        book,
        made,
        unvisited,
        beside,
        first=issues[0],
        days=parameters.days,
        seed=parameters.seed,
    )
    if parameters.strangers:
        _strangers(book, parameters, names)
    book.figures["solved_percent"] = round(100 * book.figures["solved"] / book.figures["issues"], 1)
    return book


def _strangers(book: Book, parameters: Parameters, names: Names) -> None:
    known = identities.write(book, parameters.strangers, parameters.parties, names)
    doubles.write(book, known, parameters.days, names.random)
    if parameters.texts:
        parties = tuple(one.party for one in known)
        where = (parameters.texts, parameters.days, parameters.issues)
        matters.write(book, parties, *where, names.random)


def arrived(parameters: Parameters, book: Book) -> Sent:
    """Return the lines of *book* as they are sent, spoilt where there is noise."""
    if parameters.noise:
        return sent(book, Random(f"sending {parameters.seed}"))
    return Sent(book.lines(), {"duplicates": [], "conflicts": []}, 0)


def truth(parameters: Parameters, book: Book, came: Sent | None = None) -> dict[str, Any]:
    """Return the document of ``truth.json``."""
    came = came or arrived(parameters, book)
    return {
        "seed": parameters.seed,
        "parameters": asdict(parameters),
        "planted": [planted.document() for planted in book.planted],
        "near_misses": [near.document() for near in book.near_misses],
        "figures": book.figures | {"lines": len(came.lines), "late": came.late},
        "identities": book.identities,
        "namesakes": book.namesakes,
        "matters": book.matters,
        "tellings": book.tellings,
        "sent": came.truth,
        "last_event": render(max(at for at, _, _ in book.events)),
    }


def write(parameters: Parameters, out: Path) -> dict[str, Any]:
    """Write ``events.ndjson`` and ``truth.json`` into *out*; return the truth."""
    book = simulate(parameters)
    came = arrived(parameters, book)
    told = truth(parameters, book, came)
    out.mkdir(parents=True, exist_ok=True)
    (out / "events.ndjson").write_bytes(b"\n".join(came.lines) + b"\n")
    (out / "truth.json").write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
    return told


def _calendar() -> Calendar:
    publications = dict(default_publications())
    return build_calendar(publications["calendar.published"])


def _register(book: Book, made: city.City, random: Random, parent: str) -> None:
    before = at(START - timedelta(days=3), 9)
    for department, name in {**city.DEPARTMENTS, city.DISPATCH: "调度中心"}.items():
        data = {
            "department_id": department,
            "name": name,
            "level": "city",
            "valid_from": "2020-01-01T00:00:00+08:00",
            **({"parent_id": parent} if parent else {}),
        }
        book.say("hub/registry", "department.registered", before, department, data)
    for party in made.parties:
        book.count(f"{party.kind}s")
        data = party.data(random)
        book.say("hub/registry", "party.registered", before, party.party_id, data)


def _publish(book: Book) -> None:
    """Publish the limits again, with the one referral that the city's catalogue orders."""
    (policy,) = (data for _, data in default_publications() if data.get("policy_id") == "sla-135")
    before = book.start - timedelta(days=3)
    told = dict(zip(("from", "to"), ORDERED, strict=True))
    content = policy["content"]
    ping_pong = content["ping_pong"] | {"ordered_referrals": [told]}
    data = policy | {
        "version": policy["version"] + 1,
        "valid_from": rfc3339(at(before, 0)),
        "content": content | {"ping_pong": ping_pong},
    }
    book.say("hub/policies", "policy.published", at(before, 8), "sla-135", data)
