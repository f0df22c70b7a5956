"""
Answers that were made for a page are kept, and made anew once the log has grown.

An answer is kept with the version of the warehouse it was made of. Who asks at the same version
gets it at once. Who asks at a later one starts it anew and waits a moment; if it takes longer they
get the kept one, which says of which instant it is, and the next to ask finds the new one. Who
asks what nobody asked before waits as long as they say (``first_s``), and is told when it is not
there by then. Makers take turns: a page that is slow must not push the others aside. What a file
kept from before the last end (``shelved``) counts as kept of no version: it is shown, and made
anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from pathlib import Path
from threading import RLock
from time import monotonic
from typing import Any, Final, NamedTuple

from hub.pages import shelved

Version = tuple[int, ...]
Make = Callable[[], Any]

_KEPT: Final = 1000
_WAITING: Final = 100
"""Questions that may wait for an answer; one more is told to come again."""
PATIENCE_S: Final = 0.15
"""How long a page waits for what is newer than what is kept."""
_LOOK_S: Final = 0.5
_GLANCE_S: Final = 0.05


class UnansweredError(Exception):
    """What was asked was never answered yet; it is being worked out."""


class Answer(NamedTuple):
    """``of``: the version of the warehouse that *value* was made of, or an earlier one."""

    value: Any
    of: Version


class Shelf:
    """
    Any number of threads may ask. *look* returns the warehouse's version, and is asked often.

    *path*: where answers outlive the process; None: nowhere.
    """

    def __init__(self, look: Callable[[], Version], path: Path | None = None) -> None:
        self._look, self._path = look, path
        self._before = dict(shelved.read(path)) if path else {}
        self._turn = RLock()  # a maker that is done at once ends where it began
        self._seen: tuple[float, Version] = (float("-inf"), ())
        self._glanced = float("-inf")
        self._kept: OrderedDict[Any, Answer] = OrderedDict()
        self._fresh = False
        self._making: dict[Any, Future[Answer]] = {}
        self._makers = ThreadPoolExecutor(2, "pages")
        self._lookers = ThreadPoolExecutor(1, "look")
        self._looking: Future[Version] | None = None

    def version(self) -> Version:
        """
        Return the warehouse's version, about half a second old; () while none was seen yet.

        Nobody waits for it longer than a glance: while the warehouse is busy with a slow question
        it is the last one that was seen.
        """
        at, seen = self._seen
        if monotonic() - at < _LOOK_S or monotonic() - self._glanced < _LOOK_S:
            return seen
        with self._turn:
            if self._looking is None or self._looking.done():
                self._looking = self._lookers.submit(self._looked)
            looking = self._looking
        try:
            return looking.result(_GLANCE_S)
        except NotYetError:
            self._glanced = monotonic()
            return seen

    def _looked(self) -> Version:
        seen = self._look()
        self._seen = (monotonic(), seen)
        return seen

    def ask(
        self,
        key: Any,
        make: Make,
        patience_s: float | None = PATIENCE_S,
        first_s: float | None = None,
        *,
        content: bool = False,
    ) -> Answer:
        """
        Return what *make* returns, kept under *key*; raise what it raised.

        Args:
            key: names the question.
            make: answers it.
            patience_s: how long to wait for a newer one than is kept; None as long as it takes.
            first_s: how long to wait where none is kept; None as long as it takes.
            content: whatever is kept will do, none newer is made.

        Raises:
            UnansweredError: none is kept, and none was there after *first_s*, or too many others
                are being made.
        """
        version = self.version()
        with self._turn:
            kept = self._kept.get(key) or self._from_before(key)
            if kept is not None and (content or kept.of == version != ()):
                self._kept.move_to_end(key)
                return kept
            made = self._making.get(key)
            if made is None and len(self._making) >= _WAITING and first_s is not None:
                if kept is None:
                    raise UnansweredError
                return kept
            made = made or self._begin(key, version, make)
        return _waited(made, first_s if kept is None else patience_s, kept)

    def _from_before(self, key: Any) -> Answer | None:
        if not self._before or (name := shelved.name_of(key)) not in self._before:
            return None
        self._kept[key] = Answer(self._before.pop(name), ())
        return self._kept[key]

    def keep(self) -> None:
        """
        Write the answers down, where there is a place for them, if there are new ones.

        Raises:
            OSError: the disk does not take them; they are written the next time.
        """
        with self._turn:
            if self._path is None or not self._fresh:
                return
            self._fresh = False
            kept = [(shelved.name_of(key), one.value) for key, one in reversed(self._kept.items())]
            rest = list(self._before.items())
        try:
            shelved.write(self._path, [one for one in [*kept, *rest] if one[0]])
        except OSError:
            self._fresh = True
            raise

    def _begin(self, key: Any, version: Version, make: Make) -> Future[Answer]:
        made = self._makers.submit(lambda: _answered(make, version or self._looked()))
        self._making[key] = made
        made.add_done_callback(lambda done: self._end(key, done))
        return made

    def _end(self, key: Any, made: Future[Answer]) -> None:
        with self._turn:
            self._making.pop(key, None)
            if made.cancelled() or made.exception() is not None:
                return
            self._kept[key] = made.result()
            self._fresh = True
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)

    def close(self) -> None:
        """Make nothing more."""
        self._makers.shutdown(wait=True, cancel_futures=True)
        self._lookers.shutdown(wait=True, cancel_futures=True)


def _waited(made: Future[Answer], wait_s: float | None, kept: Answer | None) -> Answer:
    """Return what is *made* within *wait_s*, else what is *kept*."""
    try:
        return made.result(wait_s)
    except NotYetError:
        if made.done():
            return made.result()
        if kept is None:
            raise UnansweredError from None
        return kept


def _answered(make: Make, version: Version) -> Answer:
    return Answer(make(), version)
