"""
Who signs: the keys of departments, and who must, as published in the log.

``learn`` gives new signers and leaves the old as they were; it is idempotent by event id and
does not depend on order. What was withdrawn counts for nobody.

* A key counts for what happened in [valid_from, valid_to), the earliest and latest published.
* A revocation is final, whatever is published after it: all that arrives once it is known is
  refused, since whoever stole a key can write any time into an event; with ``until``, only
  what happened at that instant or later.
* The duty to sign is that of the policy (kind ``signing``) in force when an event arrives; its
  own time would let a forger choose. The hub's own word is never bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from events.event import WITHDRAWN, Event
from events.instant import Instant, parse
from events.validation import HUB

PUBLISHED: Final = "key.published"
REVOKED: Final = "key.revoked"
POLICY: Final = "policy.published"
_FIRST: Final = Instant(-(1 << 62))
_LAST: Final = Instant(1 << 62)


class Key(NamedTuple):
    """A public key (base64) that counts for events whose time is in [since, until)."""

    department: str
    key_id: str
    public: str
    since: Instant
    until: Instant
    revoked: bool = False

    @property
    def ends(self) -> bool:
        return self.until < _LAST

    def counts_at(self, time: Instant) -> bool:
        return self.since <= time < self.until


class Duty(NamedTuple):
    """From ``since`` on, *departments* must sign; of several, the greatest counts whole."""

    since: Instant
    version: int
    published: Instant
    event_id: str
    departments: frozenset[str]


@dataclass(frozen=True, slots=True)
class Signers:
    """Frozen; ``learn`` gives new ones. ``facts`` are the events they were learnt from."""

    facts: Mapping[str, Event] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    keys: Mapping[tuple[str, str], Key] = field(default_factory=dict)
    duties: tuple[Duty, ...] = ()

    def holds(self, event: Event) -> bool:
        """Return whether *event* is about signing, or withdraws one that is known here."""
        if event.name == WITHDRAWN:
            return event.data.get("event_id") in self.facts
        return event.name in (PUBLISHED, REVOKED) or _is_duty(event)

    def learn(self, event: Event) -> Signers:
        """Return the signers with *event*, which they hold."""
        if event.name == WITHDRAWN:
            return _made(self.facts, self.withdrawn | {event.data["event_id"]})
        return _made({**self.facts, event.event_id: event}, self.withdrawn)

    def key(self, department: str, key_id: str) -> Key | None:
        return self.keys.get((department, key_id))

    def must_sign(self, department: str, at: Instant) -> bool:
        """Return whether what *department* sends and the hub takes in *at* must be signed."""
        for duty in self.duties:
            if duty.since <= at:
                return department in duty.departments
        return False


NOBODY: Final = Signers()


def _is_duty(event: Event) -> bool:
    return event.name == POLICY and event.data.get("kind") == "signing"


def _made(facts: Mapping[str, Event], withdrawn: frozenset[str]) -> Signers:
    counting = [event for id, event in facts.items() if id not in withdrawn]
    duties = sorted((_duty(event) for event in counting if _is_duty(event)), reverse=True)
    keys = {(key.department, key.key_id): key for key in _keys(counting)}
    return Signers(facts, withdrawn, keys, tuple(duties))


def _keys(counting: list[Event]) -> Iterator[Key]:
    ends: dict[tuple[str, str], Instant] = {}
    for event in counting:
        if event.name == REVOKED:
            until = event.data.get("until")
            at = parse(until) if until else _FIRST
            ends[_place(event)] = min(at, ends.get(_place(event), _LAST))
    spans: dict[tuple[str, str], Key] = {}
    for event in counting:
        if event.name == PUBLISHED:
            key = _key(event.data)
            known = spans.get(_place(event), key)
            since, until = min(key.since, known.since), max(key.until, known.until)
            spans[_place(event)] = key._replace(since=since, until=until)
    for place, key in spans.items():
        end = ends.get(place, _LAST)
        yield key._replace(until=min(key.until, end), revoked=place in ends)


def _place(event: Event) -> tuple[str, str]:
    return event.data["department_id"], event.data["key_id"]


def _key(said: Mapping[str, Any]) -> Key:
    until = parse(said["valid_to"]) if said.get("valid_to") else _LAST
    since = parse(said["valid_from"])
    return Key(said["department_id"], said["key_id"], said["public"], since, until)


def _duty(event: Event) -> Duty:
    content = event.data.get("content") or {}
    named = content.get("must_sign") or ()
    departments = frozenset(str(one) for one in named) - {HUB}
    since, version = parse(event.data["valid_from"]), event.data["version"]
    return Duty(since, version, event.time, event.event_id, departments)
