"""
Parties that departments know under several ids, and parties that only look alike.

Some enterprises are registered a second time by a department's own system, under its own id,
often without the code and with another spelling; others have a namesake, which is another
party. Truth under ``identities``: the ids that are one party, with how the names differ; and
under ``namesakes`` the pairs that are not.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any, NamedTuple

from hub.simulation.city import AREAS, Party, code, enterprise
from hub.simulation.misspelling import namesake, written_again
from hub.simulation.names import Name, Names
from hub.simulation.noise import happens
from hub.simulation.writing import Book, at

SYSTEMS = ("tax", "market", "water", "power-grid", "labour")
_CITY = "金华"


class Known(NamedTuple):
    """An enterprise as the registry has it, and its id in a department's own system, or ''."""

    party: Party
    other_id: str
    system: str


def write(book: Book, count: int, first: int, names: Names) -> tuple[Known, ...]:
    """Register *count* enterprises, numbered from *first* on; return them."""
    known: list[Known] = []
    number = first
    while len(known) < count:
        name = names.enterprise(names.random.choice(AREAS))
        known.append(_known(book, number, name, names.random))
        number += 1
        if happens(names.random, "parties", "namesakes"):
            other, differs = namesake(name, names, AREAS)
            known.append(_known(book, number, other, names.random))
            number += 1
            pair = [one.party.party_id for one in known[-2:]]
            book.namesakes.append({"parties": pair, "how": differs})
    return tuple(known)


def _known(book: Book, number: int, name: Name, random: Random) -> Known:
    bare = happens(random, "parties", "first_without_uscc")
    party = enterprise(number, name, "" if bare else code(number), random)
    when = at(book.start - timedelta(days=3), 10)
    book.count("enterprises")
    book.say("hub/registry", "party.registered", when, party.party_id, party.data(random))
    if not happens(random, "parties", "second_registration"):
        return Known(party, "", "")
    system = random.choice(SYSTEMS)
    other_id = f"{system}-{random.randrange(10**7):07}-{number}"
    _register_again(book, party, name, system, other_id, random)
    return Known(party, other_id, system)


def _register_again(
    book: Book, party: Party, name: Name, system: str, other_id: str, random: Random
) -> None:
    text, kinds = written_again(name, random)
    data: dict[str, Any] = {"party_id": other_id, "kind": "enterprise", "name": text}
    data["area"] = _CITY if happens(random, "parties", "second_without_area") else party.area
    coded = bool(party.uscc) and not happens(random, "parties", "second_without_uscc")
    if coded:
        data["uscc"] = party.uscc
    when = at(book.start - timedelta(days=2), 10 + random.randrange(6), random.randrange(60))
    book.say(f"{system}/own", "party.registered", when, other_id, data)
    book.count("second_registrations")
    ids = [party.party_id, other_id]
    book.identities.append({"parties": ids, "how": list(kinds), "coded": coded})
