"""
What to publish: a conclusion compared with what was already said about the same subject.

A finding that is new is raised (or, when it held only for a while, resolved at once); one
whose document changed is updated or resolved; one that is no longer concluded is retracted.
A snapshot is said again when its row changed, and as ``cancelled`` when it vanished.
A notice is said once and never taken back.

``Said`` remembers just enough to decide that, per subject; it is checkpointed with the fold's
state, so a restart repeats nothing that was said before the checkpoint and repeats word for
word what was said after it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any, Final, NamedTuple

import orjson

from events import ids
from events.finding import Finding, canonical
from events.instant import Instant
from events.jsonbytes import dumps
from processors.folding.conclusion import Conclusion, Notice, Snapshot


class SaidFinding(NamedTuple):
    """
    The finding as it was last published: its canonical JSON as held, revision (from 1), status.

    What is long is held deflated: each visit of a hot party has three findings, each of which
    tells the fifty visits before it.
    """

    held: bytes
    revision: int
    status: str

    @classmethod
    def of(cls, document: bytes, revision: int, status: str) -> SaidFinding:
        long = len(document) > _LONG
        return cls(zlib.compress(document, _FAST) if long else document, revision, status)

    @property
    def document(self) -> bytes:
        """The canonical JSON."""
        return self.held if self.held.startswith(b"{") else zlib.decompress(self.held)


_LONG: Final = 2048
"""Bytes of a document above which it is deflated (25 µs for 7 KB, to a sixth)."""
_FAST: Final = 1


class SaidSnapshot(NamedTuple):
    """A digest of the row last published, and the columns that a cancelled row still needs."""

    digest: str
    stub: Mapping[str, Any]

    @classmethod
    def of(cls, row: Mapping[str, Any], text: bytes) -> SaidSnapshot:
        """*text*: the *row* as JSON."""
        stub = {name: row[name] for name in _STUB if name in row}
        return cls(blake2b(text, digest_size=8).hexdigest(), stub)


class Said(NamedTuple):
    """Everything published about one subject."""

    findings: Mapping[str, SaidFinding]
    snapshots: Mapping[str, SaidSnapshot]
    notices: tuple[str, ...]


NOTHING = Said({}, {}, ())

UNSURE = "unsure"
"""The status of a finding of which two partitions spoke: it must be said once more."""

_STUB = ("case_id", "episode", "clock", "assignment_id", "department", "deadline")


class FindingSaying(NamedTuple):
    """
    ``name`` is the event's: ``finding.raised``, ``.updated``, ``.resolved``, ``.retracted``.

    ``text`` is the document as canonical JSON.
    """

    name: str
    finding_id: str
    subject: str
    revision: int
    document: Mapping[str, Any]
    text: bytes


class SnapshotSaying(NamedTuple):
    """``row`` is JSON."""

    kind: str
    id: str
    row: bytes


class NoticeSaying(NamedTuple):
    id: str
    notice: Notice


Saying = FindingSaying | SnapshotSaying | NoticeSaying


def compare(
    said: Said,
    findings: Iterable[Finding],
    snapshots: Iterable[Snapshot],
    notices: Iterable[Notice],
) -> tuple[Said, tuple[Saying, ...]]:
    """Return what is said about one subject from now on, and what must be published for it."""
    now_found, found = _findings(said.findings, findings)
    now_shown, shown = _snapshots(said.snapshots, snapshots)
    noticed = tuple(_unsaid(said.notices, notices))
    after = Said(now_found, now_shown, said.notices + tuple(n.id for n in noticed))
    return after, (*found, *noticed, *shown)


def concluded(
    said: Said, conclusion: Conclusion, rebase: tuple[str, str] | None, now: Instant
) -> tuple[Said, tuple[Saying, ...]]:
    """Return ``compare`` of *conclusion*; *rebase*: (reason, cause) of the rules that changed."""
    notices = conclusion.notices
    if rebase:
        notices += tuple(rebased(said, conclusion.snapshots, *rebase, now))
    return compare(said, conclusion.findings, conclusion.snapshots, notices)


def _findings(
    said: Mapping[str, SaidFinding], findings: Iterable[Finding]
) -> tuple[dict[str, SaidFinding], list[FindingSaying]]:
    after, sayings = {}, []
    for finding in findings:
        document = finding.document()
        id = finding.finding_id
        before, text = said.get(id), canonical(document)
        if before and before.status != UNSURE and before.document == text:
            after[id] = before
            continue
        revision = before.revision + 1 if before else 1
        after[id] = SaidFinding.of(text, revision, finding.status)
        name = _name(before, finding.status)
        sayings.append(FindingSaying(name, id, finding.subject, revision, document, text))
    gone = {id: was for id, was in said.items() if id not in after}
    for id, was in gone.items():
        after[id] = _retracted(was)
        if was.status != "retracted":
            sayings.append(_retraction(id, after[id]))
    return after, sayings


def joined(own: Said, handed: Said, again: bool) -> Said:
    """
    Return what the receiver of a hand-over knows to have been said of its subject.

    What is handed over was said after the receiver's *own*, unless it comes *again*: then its
    sender repeats itself after a crash, and the log may end with the old words. A finding
    that both spoke of is then said once more. Revisions go on from the greater.
    """
    findings = {**own.findings, **handed.findings}
    for id in own.findings.keys() & handed.findings.keys():
        mine, theirs = own.findings[id], handed.findings[id]
        status = UNSURE if again else theirs.status
        revision = max(mine.revision, theirs.revision)
        findings[id] = SaidFinding(theirs.held, revision, status)
    notices = dict.fromkeys((*own.notices, *handed.notices))
    return Said(findings, {**own.snapshots, **handed.snapshots}, tuple(notices))


def _name(before: SaidFinding | None, status: str) -> str:
    if before is None or before.status == "retracted":
        return "finding.raised" if status == "open" else "finding.resolved"
    if before.status == "open" and status == "resolved":
        return "finding.resolved"
    return "finding.updated"


def _retracted(was: SaidFinding) -> SaidFinding:
    if was.status == "retracted":
        return was
    document = orjson.loads(was.document) | {"status": "retracted"}
    return SaidFinding.of(canonical(document), was.revision + 1, "retracted")


def _retraction(id: str, now: SaidFinding) -> FindingSaying:
    document = orjson.loads(now.document)
    subject = document["subject"]
    return FindingSaying("finding.retracted", id, subject, now.revision, document, now.document)


def _snapshots(
    said: Mapping[str, SaidSnapshot], snapshots: Iterable[Snapshot]
) -> tuple[dict[str, SaidSnapshot], list[SnapshotSaying]]:
    after, sayings = {}, []
    for snapshot in snapshots:
        key = f"{snapshot.kind}:{snapshot.id}"
        text = snapshot.text or dumps(snapshot.row)
        now, before = SaidSnapshot.of(snapshot.row, text), said.get(key)
        if before and before.digest == now.digest:
            after[key] = before
            continue
        after[key] = now
        sayings.append(SnapshotSaying(snapshot.kind, snapshot.id, text))
    for key, was in said.items():
        if key not in after:
            after[key] = SaidSnapshot("", was.stub)
            if was.digest:
                kind, _, id = key.partition(":")
                row = dumps({**was.stub, "status": "cancelled"})
                sayings.append(SnapshotSaying(kind, id, row))
    return after, sayings


def _unsaid(said: tuple[str, ...], notices: Iterable[Notice]) -> Iterator[NoticeSaying]:
    for notice in notices:
        id = ids.make(notice.name, *notice.key)
        if id not in said:
            yield NoticeSaying(id, notice)


def rebased(
    said: Said, snapshots: Iterable[Snapshot], reason: str, cause: str, at: Instant
) -> Iterator[Notice]:
    """
    Yield ``clock.rebased`` for every clock whose deadline moved without an event of its case.

    Args:
        said: what was published before the reference data changed.
        snapshots: the subject's snapshots after it.
        reason: ``policy``, ``calendar`` or ``menu``.
        cause: the event id of the publication: the same one re-bases a clock once.
        at: event time of the change.
    """
    for snapshot in snapshots:
        if snapshot.kind != "clock":
            continue
        before = said.snapshots.get(f"clock:{snapshot.id}")
        row = snapshot.row
        if before is None or not before.digest or before.stub.get("deadline") == row["deadline"]:
            continue
        data = {n: row[n] for n in ("case_id", "clock", "episode", "assignment_id", "deadline")}
        key = (snapshot.id, cause)
        yield Notice("clock.rebased", key, snapshot.subject, at, data | {"reason": reason})
