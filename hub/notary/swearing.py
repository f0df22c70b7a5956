"""
How the notary goes on: from its last anchor of each journal partition to the log's present end.

It reads in order and keeps nothing but the last link of each partition, which stands in its
own anchor; so it can be stopped at any time and goes on where it swore last.
"""

from __future__ import annotations

from collections.abc import Iterator

from events import topics
from events.brokers import Place
from events.chain import START, link
from events.signing import Signer
from hub.journal import Journal
from hub.notary.anchors import FIRST, Anchor, AnchorFile, name_of, read_anchor


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
    for place in places(journal):
        end, hash = chained(journal, place, last.get(place))
        if end > (last[place].end if place in last else 0):
            added.append(Anchor(*place, end, hash.hex(), time, before).signed(signer))
            before = name_of(added[-1].line())
    file.add([anchor.line() for anchor in added])
    return added


def places(journal: Journal) -> Iterator[Place]:
    """Yield each partition that is chained: those of the journals, older generations first."""
    names = [name for name in journal.topics() if topics.kind(name) in topics.JOURNALS]
    for topic in sorted(names, key=lambda name: (topics.generation_of(name), name)):
        for number in range(journal.partitions(topic)):
            yield topic, number


def chained(journal: Journal, place: Place, since: Anchor | None) -> tuple[int, bytes]:
    """Return where *place* ends now and the chain up to there, going on from *since*."""
    end, hash = (since.end, bytes.fromhex(since.hash)) if since else (0, START)
    for record in journal.read(*place, start=end):
        end, hash = record.offset + 1, link(hash, record)
    return end, hash
