"""
The registry: departments, officers and campaigns, with their validity.

A province has tens of thousands of officers, and each arrives as one event. So the registry
is cut into buckets by a hash of the key, and learning one thing copies one bucket only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from events.instant import Instant
from processors.published.publications import Publication

Key = tuple[str, str]
"""(what it is, its id): ("officer", "O-17")."""
Bucket = Mapping[Key, tuple[Publication, ...]]

SUBJECTS: Final = {
    "department.registered": "department",
    "department.reorganised": "department",
    "officer.registered": "officer",
    "campaign.scheduled": "campaign",
    "key.published": "key",
    "key.revoked": "key",
}
"""Event names, and what each is about; its id is in ``<subject>_id``."""

LOCAL: Final = frozenset({"officer.registered", "key.published", "key.revoked"})
"""What stays in the journals' partitions: no derived fold asks for it."""

_BUCKETS: Final = 256


def key_of(found: Publication) -> Key:
    """Return what *found* is about."""
    subject = SUBJECTS[found.name]
    return subject, str(found.data.get(f"{subject}_id", ""))


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """Every version of every thing; the versions of one thing ascend by ``order``."""

    buckets: tuple[Bucket, ...] = ({},) * _BUCKETS

    def with_one(self, found: Publication) -> Registry:
        versions = [*self.versions(key_of(found)), found]
        kept = tuple(sorted(versions, key=lambda one: one.order))
        return self.put(key_of(found), kept).put(_event(found.event_id), (found,))

    def without(self, gone: Publication) -> Registry:
        kept = (one for one in self.versions(key_of(gone)) if one.event_id != gone.event_id)
        return self.put(key_of(gone), tuple(kept)).put(_event(gone.event_id), ())

    def published(self, event_id: str) -> Publication | None:
        return next(iter(self.versions(_event(event_id))), None)

    def everything(self) -> Iterator[Publication]:
        return (self.versions(key)[0] for key in self.keys("event"))

    def versions(self, key: Key) -> tuple[Publication, ...]:
        return self.buckets[_place(key)].get(key, ())

    def at(self, key: Key, as_of: Instant) -> Publication | None:
        """Return the version of *key* that counts as of *as_of* (event time, inclusive)."""
        counting = (one for one in reversed(self.versions(key)) if one.since <= as_of)
        return next(counting, None)

    def keys(self, subject: str) -> Iterator[Key]:
        """Yield the keys of every *subject*: ``department``."""
        return (key for bucket in self.buckets for key in bucket if key[0] == subject)

    def put(self, key: Key, versions: tuple[Publication, ...]) -> Registry:
        place = _place(key)
        bucket = {**self.buckets[place], key: versions}
        if not versions:
            del bucket[key]
        return Registry((*self.buckets[:place], bucket, *self.buckets[place + 1 :]))


def _event(event_id: str) -> Key:
    return "event", event_id


def _place(key: Key) -> int:
    return crc32("\x1f".join(key).encode()) % _BUCKETS
