"""
Last words: what the log says of findings, where their partition does not know that it said them.

What was said is kept with a fold's state. A fold that begins anew (its state is of another format,
or lost) knows nothing of it, and one that takes over from other detectors nothing of what those
said between their last checkpoint and their end. The log knows: the last record of each finding.

Until everything is folded that these words may be of, the partition is *hushed*: it says nothing
of findings, so nothing is told twice, and nothing is taken back before its time. Then all is
concluded and held against the words: what differs is said, and what nobody concludes any more is
retracted. A subject that leaves meanwhile takes its words along; of one that is gone nothing
is said (``processors.folding.handover``). Rows and notices are said as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from typing import Final, Generic, NamedTuple, TypeVar

import orjson

from events import codec
from events.finding import canonical
from events.record import Origin, Record, origin_of
from processors.folding.conclusion import Conclusion
from processors.folding.raising import UNSURE, Said, SaidFinding

HUSHED: Final = "\x1fhushed"
"""The key of a checkpoint whose partition is hushed; control characters cannot stand in a key."""

_STATES: Final = frozenset(
    {"finding.raised", "finding.updated", "finding.resolved", "finding.retracted"}
)

Speaker = TypeVar("Speaker", bound=Hashable)


class Word(NamedTuple):
    """The last word on a finding; ``offset`` is of the entry that it was concluded from."""

    offset: int
    subject: str
    finding_id: str
    said: SaidFinding


class Listener(Generic[Speaker]):
    """Gathers the last word on each finding, from the records of ``findings`` in their order."""

    def __init__(self, asked: Callable[[Origin], Speaker | None]) -> None:
        """*asked* names who spoke at an origin; None: somebody whose words nobody asks for."""
        self._asked = asked
        self._latest: dict[bytes, tuple[Speaker, int, bytes]] = {}

    def hear(self, record: Record) -> None:
        """Take the next record; the words of one finding stand in one partition."""
        origin = origin_of(record.headers)
        speaker = None if origin is None else self._asked(origin)
        if origin is None or speaker is None:
            self._latest.pop(record.key, None)
        else:
            self._latest[record.key] = (speaker, origin.offset, record.value)

    def words(self, speaker: Speaker) -> Iterator[Word]:
        """Yield the findings of which *speaker* spoke last."""
        for who, offset, value in self._latest.values():
            event = codec.decode(value) if who == speaker else None
            if event is not None and event.name in _STATES:
                document = {n: held for n, held in event.data.items() if n != "revision"}
                held = SaidFinding.of(
                    canonical(document), event.data["revision"], document["status"]
                )
                yield Word(offset, event.subject, document["finding_id"], held)


class Hush(NamedTuple):
    """
    What a checkpoint keeps of it.

    ``since``: the offset from which on words may be unknown; ``left``: subjects that were handed
    over since then, with what was said of them. ``torn``: before that offset others may have
    left unseen. It is written before the keys: what stands of these is never ahead of it.
    """

    since: int
    left: list[str]
    torn: int = 0


class LastWords:
    """The words on the findings of one partition that is hushed until it has folded to ``to``."""

    def __init__(self, words: Iterable[Word], hush: Hush, to: int) -> None:
        self.to, self._since, self._left = to, hush.since, set(hush.left)
        self._torn = hush.torn
        self._said: dict[str, dict[str, Word]] = {}
        for word in words:
            if word.offset >= hush.since:
                self._said.setdefault(word.subject, {})[word.finding_id] = word
        self._speaking = False
        self._homes: dict[str, str] = {}
        self._concluded: set[str] = set()

    def __len__(self) -> int:
        return len(self._said)

    def packed(self) -> bytes:
        """Return what a checkpoint keeps."""
        return orjson.dumps(Hush(self._since, sorted(self._left), self._torn), default=tuple)

    def speak(self) -> None:
        """Hold conclusions against the words from now on: each key is concluded once more."""
        self._speaking = True

    def passed_over(self, read: int) -> None:
        """Hear that a record was skipped since its key had been saved when it had *read* more."""
        if self._since:  # what was folded anew was saved with what had left
            self._torn = max(read, self._torn)

    def arrived(self, subject: str) -> None:
        """Hear that *subject* was handed to this partition."""
        self._left.discard(subject)

    def handed_over(self, subject: str, said: Said) -> Said:
        """Return what goes with *subject*, which leaves; *said*: what its key knows of it."""
        if subject in self._said:
            self._left.add(subject)
        return joined(said, _findings(self._said.get(subject, {}).values()))

    @property
    def speaking(self) -> bool:
        """Tell whether findings are said: not before all is folded that the words may be of."""
        return self._speaking

    def kept(self, subject: str, said: Said) -> Said:
        """Return what is to be kept of *subject*, so that its key knows later whose it is."""
        if subject in self._left:
            return said
        return joined(said, _findings(self._said.get(subject, {}).values()))

    def recalled(self, key: str, subject: str, said: Said, conclusion: Conclusion) -> Said:
        """
        Return what was *said* of *subject* with the words on what *key* concludes of it.

        On what it does not conclude another key may: that is ``forsaken``, or not, in the end.
        """
        if not (words := self._said.get(subject)):
            return said
        self._homes.setdefault(subject, key)
        found = {one.finding_id for one in conclusion.findings}
        self._concluded |= found
        others = {id: one for id, one in said.findings.items() if id in found or id not in words}
        mine = _findings(word for id, word in words.items() if id in found)
        return joined(said._replace(findings=others), mine)

    def spare(self, subjects: Iterable[str]) -> None:
        """Leave standing what was said of *subjects*: nobody knows what is true of them."""
        for subject in subjects:
            self._said.pop(subject, None)

    def forsaken(self, keys: Collection[str]) -> Iterator[tuple[str | None, str, Said]]:
        """
        Yield (key, subject, words) of findings that no key concluded when all were to.

        The key is one of *keys*; None: nobody knows whose the subject is, or was.
        """
        for subject, words in self._said.items():
            home = subject if subject in keys else self._homes.get(subject)
            sure = 0 if home is not None else self._torn
            rest = (w for w in words.values() if w.finding_id not in self._concluded)
            findings = _findings(word for word in rest if word.offset >= sure)
            if findings and subject not in self._left:
                yield home, subject, Said(findings, {}, ())


def _findings(words: Iterable[Word]) -> dict[str, SaidFinding]:
    return {word.finding_id: word.said for word in words}


def joined(own: Said, words: Mapping[str, SaidFinding]) -> Said:
    """Return *own* with the *words* that the log ends in; what is unsure stays so."""
    if not words:
        return own
    findings = dict(own.findings)
    for id, word in words.items():
        mine = findings.get(id)
        if mine is not None:
            status = UNSURE if mine.status == UNSURE else word.status
            word = SaidFinding(word.held, max(mine.revision, word.revision), status)
        findings[id] = word
    return own._replace(findings=findings)
