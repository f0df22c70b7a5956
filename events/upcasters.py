"""
Upcasters: how data said in an old version of a type reads in the next one.

The journal keeps what was said, in the version it was said in; every reader goes through
``events.codec.decode``, which lifts it here step by step to the newest version. So folds
and projections know one version of each type, and a department may change when it likes.

A new version is one function here, one model in ``events.models``, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

Data = Mapping[str, Any]
Upcaster = Callable[[Data], Data]


def _away_became_a_list(data: Data) -> Data:
    """Version 1 knew one absence ``[from, to]``; version 2 a list of them."""
    away = data.get("away")
    return data if away is None else {**data, "away": [away]}


UPCASTERS: Final[Mapping[tuple[str, int], Upcaster]] = {
    ("officer.registered", 1): _away_became_a_list,
}
"""From (name, version) to the function that gives the data of version + 1."""


def upcast(name: str, version: int, data: Data) -> tuple[int, Data]:
    """Return the newest version of *name* that is known from *version*, and *data* in it."""
    while (step := UPCASTERS.get((name, version))) is not None:
        version, data = version + 1, step(data)
    return version, data
