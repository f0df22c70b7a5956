"""
The voice of a partition: what is said of a conclusion, and what is held back while it is hushed.

Mostly a conclusion is held against what was said before (``processors.folding.raising``) and the
difference is said at once. Where the partition may not know all that it has said, it is hushed
(``processors.folding.last_words``). Until then, and while hushed, all knowledge of what was said
goes through here: what is kept, handed over and received.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final, Generic, TypeVar

import orjson

from events.event import Event
from events.instant import Instant
from events.record import Headers
from processors.folding import checkpoint, handover, raising
from processors.folding.checkpoint import Entry, Position
from processors.folding.conclusion import Conclusion
from processors.folding.entries import Entries
from processors.folding.last_words import HUSHED, Hush, LastWords, Word, joined
from processors.folding.parts import Keeper
from processors.folding.raising import NOTHING, Said, Saying

S = TypeVar("S")

_SILENCE: Final = Conclusion()


class Voice(Generic[S]):
    """Knows what was said of the subjects in a partition's *entries*, and whether all of it."""

    def __init__(self, keeper: Keeper[S], entries: Entries[S]) -> None:
        self._keeper, self._entries = keeper, entries
        self._words: LastWords | None = None
        self._kept: bytes | None = None

    @property
    def hushed(self) -> bool:
        """Tell whether findings are held back, or said for the first time after that."""
        return self._words is not None

    def take_back(self, packed: bytes) -> None:
        """Take back what ``changed`` gave."""
        self._kept = packed

    def changed(self) -> Iterator[tuple[str, bytes | None]]:
        """Yield what of a hush must be saved since the last call."""
        now = None if self._words is None else self._words.packed()
        if now != self._kept:
            self._kept = now
            yield HUSHED, now

    def unheard(self, place: Position) -> int | None:
        """Return the offset from which on more may have been said than is known; None: no more."""
        if self._kept is not None:
            return Hush(*orjson.loads(self._kept)).since
        known = place.offset > 0 and place.rules == checkpoint.RULES
        return None if known else place.offset

    def hush(self, words: Iterable[Word], to: int, place: Position) -> None:
        """Hold findings back until *to* is folded; not where there are no *words* to wait for."""
        since = self.unheard(place)
        if since is not None:
            hush = Hush(since, []) if self._kept is None else Hush(*orjson.loads(self._kept))
            self._words = LastWords(words, hush, to) or None

    def is_due(self, position: int) -> bool:
        """Tell whether what was held back is to be said, now that *position* is reached."""
        return self._words is not None and not self._words.speaking and position >= self._words.to

    def passed_over(self, read: int) -> None:
        """Hear that a record was skipped since its key was saved when it had *read* more."""
        if self._words is not None:
            self._words.passed_over(read)

    def receive(self, entry: Entry[S], headers: Headers, event: Event) -> None:
        """Take what was said of the subjects that are handed over with *event*."""
        for subject, said in handover.received(headers, event, entry.said).items():
            self._keeper.say(entry, subject, said)
            if self._words is not None:
                self._words.arrived(subject)

    def hand_over(self, entry: Entry[S], subject: str) -> Said | None:
        """Forget what was said of *subject* ('': of none), and return it."""
        if self._words is not None and subject:
            said = self._words.handed_over(subject, entry.said.get(subject, NOTHING))
            self._keeper.say(entry, subject, said)
        return self._keeper.hand_over(entry, subject)

    def say(
        self,
        key: str,
        subject: str,
        conclusion: Conclusion,
        rebase: tuple[str, str] | None,
        now: Instant,
    ) -> tuple[Saying, ...]:
        """Return what is to be said of *subject*, of which *key* concluded *conclusion*."""
        entry = self._entries[key]
        said = entry.said.get(subject, NOTHING)
        if self._words is not None and not self._words.speaking:
            unsaid = said._replace(findings={}), replace(conclusion, findings=())
            after, sayings = raising.concluded(*unsaid, rebase, now)
            kept = self._words.kept(subject, said)
            after = after._replace(findings=kept.findings)
        else:
            if self._words is not None:
                said = self._words.recalled(key, subject, said, conclusion)
            after, sayings = raising.concluded(said, conclusion, rebase, now)
        self._keeper.say(entry, subject, after)
        return sayings

    def speak(self) -> None:
        """Hold what is concluded from now on against the last words."""
        if self._words is not None:
            self._words.speak()

    def spare(self, key: str, entry: Entry[Any]) -> None:
        """Leave standing what was said of *key*, which cannot be concluded."""
        if self._words is not None:
            self._words.spare((key, *entry.said))

    def end_hush(self, now: Instant) -> Iterator[tuple[str | None, tuple[Saying, ...]]]:
        """Yield what is to be said of findings that nobody concludes any more, by key."""
        words, self._words = self._words, None
        for key, subject, forsaken in () if words is None else words.forsaken(self._entries):
            after, sayings = raising.concluded(forsaken, _SILENCE, None, now)
            if key is not None:
                entry = self._entries[key]
                said = joined(entry.said.get(subject, NOTHING), after.findings)
                self._keeper.say(entry, subject, said)
            yield key, sayings
