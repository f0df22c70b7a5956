"""
Where an accepted event goes: which journal, under which keys.

Facts of a party stand together in ``journal.visits``, facts of a case in ``journal.cases``,
so one partition sees all it needs. A link stands under both of its ends. Reference events
(departments, officers, policies, calendars, menus, campaigns) are copied to every partition
of both journals, so their order against other events is fixed there, like that of ticks.

Source: the contract, "Topics and keys".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import orjson

from events import ids
from events.record import Headers, Outgoing
from events.topics import JOURNAL_CASES, JOURNAL_VISITS, JOURNALS, PARTITIONS

EVERYWHERE: Final = "*"
"""In place of a topic: every partition of both journals."""
REFERENCE: Final = frozenset(
    {"department", "officer", "policy", "calendar", "menu", "campaign", "key"}
)
"""The subjects of reference events."""
DEFAULT_PARTITIONS: Final[Mapping[str, int]] = {topic: PARTITIONS[topic] for topic in JOURNALS}


class Route(NamedTuple):
    """A journal topic, or ``EVERYWHERE``, and the keys under which the event stands there."""

    topic: str
    keys: tuple[str, ...]

    def header(self) -> tuple[str, bytes]:
        return ("route", orjson.dumps((self.topic, self.keys)))


_LINKS: Final = {
    "party.linked": (JOURNAL_VISITS, "party_id", "same_as"),
    "party.unlinked": (JOURNAL_VISITS, "party_id", "same_as"),
    "case.linked": (JOURNAL_CASES, "case_id", "other_case_id"),
    "case.unlinked": (JOURNAL_CASES, "case_id", "other_case_id"),
}
_KEYED: Final = {
    "party": (JOURNAL_VISITS, "party_id"),
    "visit": (JOURNAL_VISITS, "party_id"),
    "offer": (JOURNAL_VISITS, "party_id"),
    "case": (JOURNAL_CASES, "case_id"),
    "finding": (JOURNAL_CASES, "finding_id"),
    "alert": (JOURNAL_CASES, "finding_id"),
}


def route(name: str, data: Mapping[str, Any]) -> Route:
    """
    Return where the event *name* with validated *data* goes.

    ``event.withdrawn`` has no route of its own: it takes that of the event it withdraws.

    Raises:
        LookupError: a type of a new subject, which nobody has given a place yet.
    """
    subject = name.partition(".")[0]
    if subject in REFERENCE:
        return Route(EVERYWHERE, (str(data.get(subject + "_id", "")),))
    place = _LINKS.get(name) or _KEYED.get(subject)
    if place is None:
        raise LookupError(
            f"{name} has no place: write {subject!r} into _KEYED of events/routing.py"
        )
    topic, *fields = place
    return Route(topic, tuple(dict.fromkeys(data[field] for field in fields)))


def deliver(
    way: Route, value: bytes, headers: Headers, partitions: Mapping[str, int]
) -> tuple[Outgoing, ...]:
    """
    Return the journal records of one event.

    Every record of an event that stands in more than one place names all of its places in
    the header ``route``, so that what intake remembers can be read back from any of them.
    *partitions* gives the partition count of each journal.
    """
    if way.topic != EVERYWHERE and len(way.keys) == 1:
        return (Outgoing(way.topic, way.keys[0].encode(), value, headers),)
    headers = (*headers, way.header())
    if way.topic != EVERYWHERE:
        return tuple(Outgoing(way.topic, key.encode(), value, headers) for key in way.keys)
    key = way.keys[0].encode()
    return tuple(
        Outgoing(topic, key, value, headers, number)
        for topic in JOURNALS
        for number in range(partitions[topic])
    )


def stated_party_id(party: Mapping[str, Any]) -> str:
    """
    Return the id of a party told by a ``party`` object: of its USCC, else of name and area.

    Names that differ only in width, spaces, brackets and case name one party. '' when the
    name says nothing: an unknown party is kept and never matched.
    """
    if uscc := party.get("uscc"):
        return ids.make("party", "uscc", uscc.strip().upper())
    name = plain_name(party["name"])
    return ids.make("party", "name", name, plain_name(party.get("area") or "")) if name else ""


def plain_name(name: str) -> str:
    """Return *name* without width, case, spaces and punctuation."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum())
