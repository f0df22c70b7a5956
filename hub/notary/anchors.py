"""
Anchors: what the notary swore to, one JSON line each, in a file that belongs somewhere else.

An anchor says that the records of a partition up to ``end`` chain to ``hash``. It names the
hash of the line before it, so none can be taken out of the middle, and is signed. Copies of
the file kept by somebody else are what makes it a proof: who holds one finds the log
shortened, or the file itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import orjson

from events import topics
from events.brokers import Place
from events.chain import START
from events.finding import canonical
from events.signing import Signer, is_signed

FIRST: Final = "0" * 64
"""What the first line names as the line before it."""

_FIELDS: Final = ("topic", "partition", "end", "hash", "time", "before")


@dataclass(frozen=True, slots=True)
class Anchor:
    """``end`` is the offset behind the last record sworn to; ``time`` is the wall's, ISO 8601."""

    topic: str
    partition: int
    end: int
    hash: str
    time: str
    before: str
    signature: str = ""

    @property
    def place(self) -> Place:
        return self.topic, self.partition

    def sworn(self) -> bytes:
        """Return the bytes that are signed."""
        return canonical({name: getattr(self, name) for name in _FIELDS})

    def signed(self, signer: Signer) -> Anchor:
        return Anchor(**self._fields(), signature=signer.sign(self.sworn()))

    def is_by(self, public: str) -> bool:
        return is_signed(self.sworn(), self.signature, public)

    def line(self) -> bytes:
        return canonical({**self._fields(), "signature": self.signature}) + b"\n"

    def _fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _FIELDS}


def read_anchor(line: bytes) -> Anchor:
    """
    Return the anchor on *line*.

    Raises:
        ValueError: the line is none; a line torn by a crash has no end and is none either.
    """
    said: Mapping[str, Any] = orjson.loads(line)
    try:
        texts = {name: str(said[name]) for name in (*_FIELDS, "signature")}
        numbers = {"partition": int(said["partition"]), "end": int(said["end"])}
    except (KeyError, TypeError) as error:
        raise ValueError(f"no anchor: {error}") from error
    return Anchor(**{**texts, **numbers})  # type: ignore[arg-type]


def name_of(line: bytes) -> str:
    """Return the hash by which the next line names *line*."""
    return sha256(line).hexdigest()


def opening(place: Place, sworn: Mapping[Place, Anchor]) -> bytes:
    """
    Return what the chain of *place* begins with: that of no records, or the heads before it.

    A later generation of the log goes on from what was *sworn* last to each partition of the one
    before: its chain names their ends and hashes, so neither can be exchanged without the other.
    """
    before = topics.generation_of(place[0]) - 1
    heads = [
        [*at, anchor.end, anchor.hash]
        for at, anchor in sorted(sworn.items())
        if topics.generation_of(at[0]) == before
    ]
    return sha256(canonical({"heads": heads})).digest() if heads else START


class AnchorFile:
    """The file of anchors. One notary writes it; its last line is durable when ``add`` returns."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def lines(self) -> Iterator[bytes]:
        """Yield every whole line; a line without an end was never sworn to."""
        if self._path.exists():
            with self._path.open("rb") as file:
                yield from (line for line in file if line.endswith(b"\n"))

    def add(self, lines: list[bytes]) -> None:
        """Append *lines*; a torn line of a crash before is taken off first."""
        with self._path.open("ab") as file:
            file.truncate(sum(map(len, self.lines())))
            file.write(b"".join(lines))
            file.flush()
            os.fsync(file.fileno())
