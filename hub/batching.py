"""Cutting a stream into lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield *items* in lists of *size*, the last one shorter; nothing for no items."""
    stream = iter(items)
    while batch := list(islice(stream, size)):
        yield batch
