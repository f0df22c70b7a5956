"""
Handing over what was said: when a subject leaves a partition, its last words go with it.

A finding is named after its subject, not after the partition that holds it, so two partitions
could speak of one finding and nothing would order their words in the log. Therefore only the
holder of a subject speaks of it. Whoever lets a subject go forgets, without a word, what was
said of it and sends that along, in a header; the receiver goes on from there: it updates,
resolves or retracts just that, under the next revision.

A sender that crashed may repeat itself: what it had said, and then the hand-over. Of a
repeated hand-over only the header is heard, and what both sides spoke of is said once more,
so the holder has the last word again (ADR 7).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import orjson

from events.event import Event
from events.record import Headers
from processors.folding import checkpoint
from processors.folding.raising import NOTHING, Said, joined

AGAIN: Final = "again"
"""In the data of an event: the hand-over was folded before, or a folded one caused it."""

_HEADER: Final = "said"


def header(subject: str, said: Said) -> tuple[str, bytes]:
    """Return *said* of *subject* as a header of the record it leaves with."""
    return _HEADER, orjson.dumps([subject, checkpoint.dump_said(said)], default=tuple)


def hands_over(headers: Headers) -> bool:
    """Tell whether a record with *headers* says what was said of a subject."""
    return any(name == _HEADER for name, _ in headers)


def repeated(event: Event) -> Event:
    """Return *event* as its fold is to hear it when it was folded before."""
    return event._replace(data={**event.data, AGAIN: True})


def received(headers: Headers, event: Event, own: Mapping[str, Said]) -> dict[str, Said]:
    """Return what is known to be said, per subject handed over with *event*; *own*: before."""
    handed = (orjson.loads(value) for name, value in headers if name == _HEADER)
    repeated = bool(event.data.get(AGAIN))
    return {
        subject: joined(own.get(subject, NOTHING), checkpoint.load_said(said), repeated)
        for subject, said in handed
    }
