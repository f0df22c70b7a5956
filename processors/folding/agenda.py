"""
The agenda of a partition: which keys are to be concluded, since a record or the time touched them.

Keys with a deadline wait in a heap, so a tick costs what is due, not what is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush

from events.instant import Instant
from processors.folding.conclusion import Scope

Rebase = tuple[str, str] | None
"""(reason, cause) of rules that changed; None: they did not."""


class Agenda:
    """What is marked is concluded at the end of a batch, once per key."""

    def __init__(self) -> None:
        self._due: list[tuple[Instant, str]] = []
        self._marked: dict[str, set[str] | None] = {}
        self._rebase: Rebase = None

    def __len__(self) -> int:
        return len(self._marked)

    def mark(self, key: str, scope: Scope) -> None:
        """Have the subjects in *scope* concluded, of the key's."""
        if scope is None:
            self._marked[key] = None
        elif scope and (known := self._marked.setdefault(key, set())) is not None:
            known.update(scope)

    def mark_all(self, keys: Iterable[str], rebase: Rebase) -> None:
        """Have all *keys* concluded, as the rules changed; nothing else is marked."""
        self._marked, self._rebase = dict.fromkeys(keys), rebase

    def wait(self, key: str, due: Instant | None) -> None:
        """Have *key* concluded when its deadline comes."""
        if due is not None:
            heappush(self._due, (due, key))

    def fall_due(self, now: Instant, due_of: Callable[[str], Instant | None]) -> None:
        """Mark the keys whose deadline has come; *due_of* tells those that moved meanwhile."""
        while self._due and self._due[0][0] <= now:
            due, key = heappop(self._due)
            if due_of(key) == due:
                self._marked[key] = None

    def taken(self) -> Iterator[tuple[str, Scope, Rebase]]:
        """Yield what is marked, and forget it at once."""
        marked, self._marked = self._marked, {}
        rebase, self._rebase = self._rebase, None
        for key, subjects in marked.items():
            yield key, None if subjects is None else frozenset(subjects), rebase
