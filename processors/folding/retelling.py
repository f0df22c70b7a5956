"""
States that reference data tell: a life cycle that comes after the cases it is for.

Mostly a state is made of its key's events alone, and only conclusions look at the rules. The
story of a case depends on its life cycle too. When one is learnt (at a start, when departments'
events overtake it; or when a publication is late or withdrawn), the states it changes are told
anew, and whoever heard of them before hears of them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from events.event import Event
from processors.folding.fold import Fold, Forward, Retelling
from processors.published.reference import Reference

Retold = tuple[str, Any, tuple[Forward, ...]]
"""A key, its state told anew, and what derived topics must hear of it."""


def retold(
    fold: Fold[Any], states: Iterable[tuple[str, Any]], learned: Reference, event: Event
) -> Iterator[Retold]:
    """Yield what *learned* tells otherwise of *states*; *event* published or withdrew it."""
    if not isinstance(fold, Retelling):
        return
    for key, before in states:
        after = fold.retell(before, learned)
        if after is not before:
            yield key, after, tuple(fold.forwards(before, after, event))
