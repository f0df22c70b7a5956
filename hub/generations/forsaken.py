"""
What was said in the name of an older generation of the log alone, and is taken back.

A new generation is folded from nothing, so once its folds have said all there is, whatever is
concluded was said in its name. Of what was last said in the name of an older one nobody concludes
anything any more: other detectors said it, and there is no partition that could know. Findings are
retracted, rows shown as vanished; a notice is never taken back.

The words bear the origin of the new generation's first record: they are newer than all of the
older ones, and older than whatever the new one says later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import orjson

from events import codec, topics
from events.generations import Layout
from events.instant import Instant
from events.record import Origin, Outgoing, Record, origin_of
from events.topics import generation_of
from processors.folding import publishing, raising
from processors.folding.last_words import Listener
from processors.folding.raising import NOTHING, SaidSnapshot, Saying
from projections.shown import vanished

_OLDER: Final = "older"


def forsaken_findings(records: Iterable[Record], live: Layout) -> Iterator[Outgoing]:
    """
    Yield what takes back the findings that only generations before *live* spoke of.

    *records*: one partition of ``findings``, whole. It is taken back at the last instant (event
    time) of which it tells.
    """

    def asked(origin: Origin) -> str | None:
        return _OLDER if generation_of(origin.topic) < live.generation else None

    listener, last = Listener(asked), Instant(0)
    for record in records:
        listener.hear(record)
        last = max(last, codec.decode(record.value).time)
    for word in listener.words(_OLDER):
        said = NOTHING._replace(findings={word.finding_id: word.said})
        yield from _taken_back(said, last, live)


def forsaken_rows(records: Iterable[Record], live: Layout) -> Iterator[Outgoing]:
    """Yield what takes back the rows of a partition of ``conclusions``, likewise."""
    shown: dict[str, SaidSnapshot] = {}
    for record in records:
        key, origin = record.key.decode(), origin_of(record.headers)
        row = _row(record)
        if origin is None or generation_of(origin.topic) == live.generation or vanished(row):
            shown.pop(key, None)
        else:
            shown[key] = SaidSnapshot.of(row, record.value)
    yield from _taken_back(NOTHING._replace(snapshots=shown), Instant(0), live)


FORSAKEN: Final[Mapping[str, Callable[[Iterable[Record], Layout], Iterator[Outgoing]]]] = {
    topics.FINDINGS: forsaken_findings,
    topics.CONCLUSIONS: forsaken_rows,
}
"""What takes back the words that stand in a topic."""


def _row(record: Record) -> dict[str, Any]:
    said: dict[str, Any] = orjson.loads(record.value) if record.value else {}
    return said.get("row") or {}


def _taken_back(said: raising.Said, at: Instant, live: Layout) -> Iterator[Outgoing]:
    sayings: tuple[Saying, ...] = raising.compare(said, (), (), ())[1]
    first = Origin(live.live(topics.JOURNAL_CASES), 0, 0)
    return (publishing.publish(saying, at, first) for saying in sayings)
