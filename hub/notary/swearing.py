"""
How the notary goes on: from its last anchor of each journal partition to the log's present end.

It reads in order and keeps nothing but the last link of each partition, which stands in its
own anchor; so it can be stopped at any time and goes on where it swore last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from events import topics
from events.brokers import Place
from events.chain import link
from events.signing import Signer
from hub.journal import Journal, places
from hub.notary.anchors import FIRST, Anchor, AnchorFile, name_of, opening, read_anchor


def swear(journal: Journal, file: AnchorFile, signer: Signer, time: str) -> list[Anchor]:
    """
    Anchor what was appended to the journals since; return the new anchors.

    *time* is the wall's, ISO 8601, as the anchors say it.

    Raises:
        ValueError: the file holds a line that is no anchor.
    """
    lines = list(file.lines())
    last = {anchor.place: anchor for anchor in map(read_anchor, lines)}
    before = name_of(lines[-1]) if lines else FIRST
    added: list[Anchor] = []
    for place in _sworn_to(journal):
        begin, start = _sworn_last(place, last)
        end, hash = chained(journal, place, begin, start)
        if end > begin:
            added.append(Anchor(*place, end, hash.hex(), time, before).signed(signer))
            before, last[place] = name_of(added[-1].line()), added[-1]
    file.add([anchor.line() for anchor in added])
    return added


def _sworn_to(journal: Journal) -> Iterator[Place]:
    """Yield each partition that is chained: those of the journals, older generations first."""
    names = [name for name in journal.topics() if topics.kind(name) in topics.JOURNALS]
    names.sort(key=lambda name: (topics.generation_of(name), name))
    return places(journal, names)


def _sworn_last(place: Place, last: Mapping[Place, Anchor]) -> tuple[int, bytes]:
    if place in last:
        return last[place].end, bytes.fromhex(last[place].hash)
    return 0, opening(place, last)


def chained(journal: Journal, place: Place, end: int, hash: bytes) -> tuple[int, bytes]:
    """Return where *place* ends now and the chain up to there, going on from *end* and *hash*."""
    for record in journal.read(*place, start=end):
        end, hash = record.offset + 1, link(hash, record)
    return end, hash
