"""
Signs of life of a case, kept so that a long silence is found without looking at every sign.

Signs stand in chunks of one episode each, and a chunk knows the longest time between two of
its own. A case may have ten thousand signs; of most chunks nothing is as long as a silence
that counts, and they are passed over whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from events.instant import Instant
from processors.cases.case_fact import Mark

_LENGTH: Final = 128
"""Signs of one chunk: what a further sign copies, and what a long silence is searched in."""


class Shortest(NamedTuple):
    """No silence that ends before ``until`` (event time) and took less than ``least`` µs counts."""

    least: int
    until: Instant


class Chunk(NamedTuple):
    """
    Signs of one episode, in order. ``longest``: µs between two that follow each other.

    ``since`` is the first of them at the time of the last.
    """

    episode: int
    marks: tuple[Mark, ...]
    longest: int
    since: Mark


Signs = tuple[Chunk, ...]


def joined(signs: Signs, episode: int, mark: Mark) -> Signs:
    """Return *signs* and *mark*, which is later in order than all of them."""
    last = signs[-1] if signs else None
    if last is None or last.episode != episode or len(last.marks) == _LENGTH:
        return (*signs, Chunk(episode, (mark,), 0, mark))
    since = last.since if last.since.time == mark.time else mark
    longest = max(last.longest, mark.time - last.since.time)
    return (*signs[:-1], Chunk(episode, (*last.marks, mark), longest, since))


def silences(
    signs: Signs,
    episode: int,
    start: Mark,
    end: Mark | None,
    shortest: Callable[[Mark], Shortest],
) -> Iterator[tuple[Mark, Mark | None]]:
    """
    Yield each silence of *episode* from its *start* on: what broke off, and what came next.

    *end* is the episode's; None while it runs, and so does its last silence. *shortest* says
    what surely counts as none, for a silence that ends at a mark.
    """
    since, least, until = start, 0, Instant(0)
    for chunk in _parts(signs, episode, end):
        first, last = chunk.marks[0], chunk.since
        if first.time >= until:
            least, until = shortest(first)
        plain = since.time < first.time and last.time < until
        if plain and max(chunk.longest, first.time - since.time) < least:
            since = last
            continue
        for mark in chunk.marks:
            if mark.time <= since.time:
                continue
            if mark.time >= until:
                least, until = shortest(mark)
            if mark.time - since.time >= least:
                yield since, mark
            since = mark
    if end is None:
        yield since, None


def _parts(signs: Signs, episode: int, end: Mark | None) -> Iterator[Chunk]:
    yield from (chunk for chunk in signs if chunk.episode == episode)
    if end is not None:
        yield Chunk(episode, (end,), 0, end)
