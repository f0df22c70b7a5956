"""
What folds could not use, held against the log and against a replay.

A fold that cannot decode or take an entry of a topic says so in ``rejected``, under the entry's
coordinates and with its bytes (``unfoldable``); where a key's conclusion fails, under those of the
entry its batch ended with (``unconcludable``). Each must name an entry that stands in the log, an
unfoldable one byte for byte; and of the journals a replay cannot use exactly the same entries.
Derived topics mix otherwise in a replay, and batches are cut otherwise: of those only that the
entry exists is held. What people let go (``hub rejected drop``) is not asked of a replay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from hashlib import sha256
from typing import Any

import orjson

from events import topics
from events.generations import original
from hub.journal import Journal, Shortened, places
from hub.proving.log_check import Coordinates, Problem, text_of

_UNFOLDABLE = "unfoldable"


def unfoldable(refusal: bytes) -> Coordinates | None:
    """Return the journal entry that a fold could not use, as *refusal* says; None for others."""
    return _unfoldable(orjson.loads(refusal))


def _unfoldable(said: Mapping[str, Any]) -> Coordinates | None:
    if said["code"] != _UNFOLDABLE or topics.kind(said["topic"]) not in topics.JOURNALS:
        return None
    return said["topic"], said["partition"], said["offset"]


def differing_refusals(
    journal: Journal,
    refused: Mapping[Coordinates, Mapping[str, Any]],
    settled: AbstractSet[Coordinates],
    again: AbstractSet[Coordinates],
) -> Iterator[Problem]:
    """
    Yield where what folds *refused* is not what the log holds, or what a replay says.

    Args:
        journal: the log.
        refused: coordinates of the entry → the refusal, as topic ``rejected`` has them.
        settled: entries whose refusal was let go.
        again: journal entries that a replay cannot use.
    """
    for place, said in sorted(refused.items()):
        if wrong := _unfounded(journal, place, said):
            yield wrong
    known = {entry for said in refused.values() if (entry := _unfoldable(said))}
    again = {_stood(journal, entry) for entry in again}
    if not _shortened(journal):
        for place in sorted(again - known):
            yield Problem("refused-unkept", text_of(place), "cannot be folded and is not refused")
    for place in sorted(known - again - settled):
        what = "was refused by a fold, and a replay folds it: hub rejected drop once it is seen to"
        yield Problem("refused-unsaid", text_of(place), what)


def _unfounded(journal: Journal, place: Coordinates, said: Mapping[str, Any]) -> Problem | None:
    topic, number, offset = place
    kept = number < journal.partitions(topic)
    if not kept and topics.generation_of(topic) < journal.layout.generation:
        return (
            None  # deleted with its generation; the copy, if there is one, is held against a replay
        )
    entry = next(journal.read(topic, number, offset, offset + 1), None) if kept else None
    if entry is None:
        return Problem("refused-unsaid", text_of(place), "was refused by a fold and is not there")
    if said["code"] == _UNFOLDABLE and sha256(entry.value).hexdigest() != said["sha256"]:
        return Problem("refused-altered", text_of(place), "has other bytes in what was refused")
    return None


def _stood(journal: Journal, place: Coordinates) -> Coordinates:
    """Return where the entry at *place* stood first: a copy was refused under that place."""
    topic, number, offset = place
    return original(next(journal.read(topic, number, offset, offset + 1)))[:3]


def _shortened(journal: Journal) -> bool:
    """Tell whether refusals have left with age: what is not kept may have been."""
    return isinstance(journal, Shortened) and any(
        journal.begin(*place) > 0 for place in places(journal, [topics.REJECTED])
    )
