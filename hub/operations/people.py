"""
Operations on people: entrust the vault with them, show what it knows, forget them.

To forget is to say so in the log: ``party.forgotten`` names the pseudonym, and intake that takes
it in shreds the person's key. The pseudonym stays in events, findings and reports, which
therefore stay the same. What a department sent lasts seven days more in its ingest topic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from events.instant import Instant, render
from events.people import FORGOTTEN, identifies, known_as, plain
from hub.embedded.hub import Embedded
from hub.failure import Failure, must_be_file
from hub.operations import knowing
from hub.vault.days import KEPT
from hub.vault.store import Vault


def entrust(hub: Embedded, facts: Mapping[str, str], party: str = "") -> dict[str, Any]:
    """
    Keep *facts* of a person; return under which party id events are to name them.

    *party*: a department's own id, where it has one; else the pseudonym of the first fact that
    names the person by itself (id, telephone).

    Raises:
        Failure: nothing says who it is, or the person was forgotten.
    """
    person = party or _named_by(hub.vault, facts)
    if identifies(person):
        person = hub.vault.pseudonym(plain(person))
    if not hub.vault.put(person, facts):
        raise Failure("person-forgotten", person=person)
    return {"party_id": person}


def _named_by(vault: Vault, facts: Mapping[str, str]) -> str:
    for name in ("id", "telephone"):
        if facts.get(name):
            return vault.pseudonym(plain(facts[name]))
    raise Failure("person-unnamed")


def shown(hub: Embedded, person: str) -> dict[str, Any]:
    """Return what the vault knows of *person* (an id, or a value told of them)."""
    found = one(hub.vault, person)
    return {"party_id": found, **hub.vault.facts(found)}


def party(hub: Embedded, party: str) -> dict[str, Any]:
    """Return what the hub knows of *party*; a person may be asked for by number."""
    return knowing.party(hub, known_as(party, hub.vault.pseudonym))


def forget(
    hub: Embedded, person: str, reason: str = "", copies: Sequence[str] = ()
) -> dict[str, Any]:
    """
    Forget *person*, also in *copies* of the file of keys; return when nothing will be left.

    Raises:
        Failure: nobody, or several, are known so; or a copy is none.
    """
    found = one(hub.vault, person)
    paths = [Path(copy) for copy in copies]
    for path in paths:
        must_be_file(path)
    if not hub.vault.is_forgotten(found):
        data = {"party_id": found} | ({"reason": reason} if reason else {})
        hub.engine.publish([(FORGOTTEN, data)])
    hub.vault.forget(found)
    for path in paths:
        hub.vault.forget_in(path, found)
    hub.expire()
    until = Instant(hub.now() + KEPT)
    return {"party_id": found, "forgotten": True, "ingest_until": render(until)}


def one(vault: Vault, person: str) -> str:
    """Return whom *person* names; raise ``Failure`` unless it is one."""
    found = vault.find(person)
    if not found and vault.is_forgotten(person):
        return person
    if not found:
        # Whose number it is was never told the vault: the log may know the pseudonym.
        if identifies(person):
            return vault.pseudonym(plain(person))
        if not person.startswith("person:"):
            raise Failure("unknown-person", person=person)
        return person
    if len(found) > 1:
        raise Failure("several-people", person=person, found=", ".join(found))
    return found[0]
