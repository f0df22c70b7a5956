"""
Is the log what the notary swore to? Every record of the journals is chained again.

Anchors are checked first: each is signed, and names the line before it. Then each partition
is read once, and at the end of every anchor the chain must be the one sworn to. Where it is
not, the records since the anchor before are named: one of them was changed, taken out, put in
or moved, or the log was cut. Which record it is, ``hub verify`` tells from the warehouse's copy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from events import topics
from events.brokers import Place
from events.chain import link
from hub.journal import Journal
from hub.notary.anchors import FIRST, Anchor, AnchorFile, name_of, opening, read_anchor
from hub.proving.log_check import Problem


def check_chain(journal: Journal, file: AnchorFile, public: str) -> tuple[int, list[Problem]]:
    """
    Return how many anchors there are and what disagrees with them.

    *public* is the notary's public key (base64), from where the log's keeper cannot change it.
    """
    anchors, problems = _read(file, public)
    sworn: defaultdict[Place, list[Anchor]] = defaultdict(list)
    last: dict[Place, Anchor] = {}
    starts: dict[Place, bytes] = {}
    for anchor in anchors:
        if anchor.place not in last:
            starts[anchor.place] = opening(anchor.place, last)
        last[anchor.place] = anchor
        sworn[anchor.place].append(anchor)
    for place, those in sorted(sworn.items()):
        if not _let_go(journal, place, sworn):
            problems.extend(_walk(journal, place, starts[place], those))
    return len(anchors), problems


def _let_go(journal: Journal, place: Place, sworn: Iterable[Place]) -> bool:
    """
    Tell whether *place* was deleted after a later generation of the log was sworn to.

    That one holds its records again, and its chain begins with the heads sworn to here.
    """
    generation = topics.generation_of(place[0])
    later = any(topics.generation_of(topic) > generation for topic, _ in sworn)
    return later and place[0] not in journal.topics()


def _read(file: AnchorFile, public: str) -> tuple[list[Anchor], list[Problem]]:
    anchors: list[Anchor] = []
    problems: list[Problem] = []
    before = FIRST
    for number, line in enumerate(file.lines(), 1):
        where, expected, before = f"line {number}", before, name_of(line)
        try:
            anchor = read_anchor(line)
        except ValueError as error:
            problems.append(Problem("anchor-unreadable", where, str(error)))
            continue
        if not anchor.is_by(public):
            problems.append(Problem("anchor-forged", where, "was not signed by the notary"))
            continue
        if anchor.before != expected:
            what = "does not name the line before it: a line was taken out, put in or moved"
            problems.append(Problem("anchors-broken", where, what))
        anchors.append(anchor)
    return anchors, problems


def _walk(
    journal: Journal, place: Place, hash: bytes, anchors: Iterable[Anchor]
) -> Iterator[Problem]:
    """Yield what differs; a broken stretch is told once, the next ones go on from its anchor."""
    start, end = 0, journal.end(*place)
    for anchor in anchors:
        where, found = f"{place[0]}:{place[1]}:{start}-{anchor.end - 1}", hash
        for record in journal.read(*place, start=min(start, end), stop=min(anchor.end, end)):
            found = link(found, record)
        if end < anchor.end:
            yield Problem("log-cut", where, f"ends at {end}; {anchor.end} was sworn to")
        elif found.hex() != anchor.hash:
            what = f"is not what was sworn to at {anchor.time}: a record was altered"
            yield Problem("chain-broken", where, what)
        start, hash = anchor.end, bytes.fromhex(anchor.hash)
