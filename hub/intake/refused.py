"""
What was refused at intake, and what became of it: pure values over any journal.

A refusal stays on record. Whoever sends it again (mended, or after the hub was) or lets it go
writes a settlement beside it, under the same coordinates, so the log tells what became of it.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import Any, Final, NamedTuple

import orjson

from events import topics
from events.record import Outgoing
from hub.journal import Journal, whole
from hub.vault.days import SEALED
from hub.vault.sealing import AlteredError

Unseal = Callable[[str], bytes | None]
"""Opens what a vault sealed; None once its key has expired."""

RETRIED: Final = "retried"
DROPPED: Final = "dropped"
SETTLED: Final = (RETRIED, DROPPED)
"""Codes of settlements: what became of a refusal."""


class Refusal(NamedTuple):
    """A refused record by its coordinates; ``case`` is '' where its bytes name none."""

    topic: str
    partition: int
    offset: int
    case: str
    said: dict[str, Any]
    raw: bytes | None

    @property
    def id(self) -> str:
        return f"{self.topic}:{self.partition}:{self.offset}"

    def row(self) -> dict[str, Any]:
        names = ("department", "code", "field", "message", "time")
        return {"id": self.id, "case": self.case, **{name: self.said[name] for name in names}}


def open_refusals(
    journal: Journal, unseal: Unseal | None = None, *, folds: bool = False
) -> list[Refusal]:
    """
    Return what was refused at intake and is not settled, in the order it was sent.

    *folds*: what folds could not use too, under the coordinates of the entry.
    """
    found: dict[tuple[str, int, int], Refusal] = {}
    settled: set[tuple[str, int, int]] = set()
    for said in _said(journal):
        at = (said["topic"], said["partition"], said["offset"])
        if said["code"] in SETTLED:
            settled.add(at)
        elif folds or topics.ingest_department(said["topic"]) is not None:
            raw = _readable(said["raw"], unseal)
            found.setdefault(at, Refusal(*at, _case_of(raw), said, raw))
    return [found[at] for at in sorted(found.keys() - settled)]


def _said(journal: Journal) -> Iterator[dict[str, Any]]:
    return (orjson.loads(record.value) for record in whole(journal, topics.REJECTED))


def _case_of(raw: bytes | None) -> str:
    """Return the case that *raw* speaks of, as far as it can be read."""
    try:
        said = orjson.loads(raw or b"")
        data = said.get("data") if isinstance(said, dict) else None
        case = data.get("case_id") if isinstance(data, dict) else None
    except ValueError:
        return ""
    return case if isinstance(case, str) else ""


def in_order(refusals: Iterable[Refusal]) -> dict[str, list[Refusal]]:
    """Return *refusals* by case, each in the order it was sent; one without a case is alone."""
    lanes: dict[str, list[Refusal]] = {}
    for refusal in sorted(refusals, key=lambda one: (one.said["time"], *one[:3])):
        lanes.setdefault(refusal.case or refusal.id, []).append(refusal)
    return lanes


def settlement(refusal: Refusal, how: str, time: str) -> Outgoing:
    """Return the record that says *how* the refusal was settled."""
    names = ("department", "topic", "partition", "offset")
    document = {
        **{name: refusal.said[name] for name in names},
        "code": how,
        "message": "",
        "field": "",
        "sha256": sha256(refusal.raw or b"").hexdigest(),
        "raw": "",
        "time": time,
    }
    return Outgoing(topics.REJECTED, refusal.id.encode(), orjson.dumps(document))


def _readable(raw: str, unseal: Unseal | None) -> bytes | None:
    try:
        return opened(raw, unseal)
    except AlteredError:
        return None


def opened(raw: str, unseal: Unseal | None = None) -> bytes | None:
    """
    Return the bytes that *raw* keeps; None when it keeps none, or they cannot be read any more.

    Raises:
        AlteredError: it is neither what was sealed nor what was encoded.
    """
    if not raw:
        return None
    if raw.startswith(SEALED):
        return None if unseal is None else unseal(raw)
    try:
        return b64decode(raw, validate=True)
    except Error as error:
        raise AlteredError(raw[:8]) from error
