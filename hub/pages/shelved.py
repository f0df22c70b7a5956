"""
Answers of pages that outlive a restart: one file, read at the start, never taken for new ones.

What was kept before the end is shown at once after the start, with the instant it is as of, while
the same question is answered anew. Kept are answers to reports, lists and counts; not what was
told of one case. A file of another version of the hub (of its reports or views) is not read,
nor one that is damaged: it can always be thrown away.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import orjson

from projections import reporting, schema

_LARGEST: Final = 4_000_000
_ALL: Final = 64_000_000
"""Bytes of one answer, and of all of them."""
_ONE: Final = frozenset({"case", "words", "id"})
"""Parameters of questions about one thing."""


def name_of(key: Any) -> str:
    """Return the name under which the answer to *key* stands in the file; '' for none."""
    if isinstance(key, tuple) and (key[0] == "story" or _about_one(key)):
        return ""
    return orjson.dumps(key).decode()


def _about_one(key: tuple[Any, ...]) -> bool:
    params = key[1] if len(key) == 2 and isinstance(key[1], tuple) else ()
    return any(isinstance(one, tuple) and one[0] in _ONE and one[1] for one in params)


def write(path: Path, answers: Iterable[tuple[str, Any]]) -> None:
    """Keep *answers* (name, value), the last used first, as many as there is room for."""
    kept, size = [], 0
    for name, value in answers:
        line = orjson.dumps([name, value], default=str)
        if len(line) <= _LARGEST and size + len(line) <= _ALL:
            kept.append(line)
            size += len(line)
    new = path.with_suffix(".new")
    new.touch(0o600)
    new.write_bytes(b"\n".join([_version().encode(), *kept]))
    os.replace(new, path)  # noqa: PTH105 - whole or not at all


def read(path: Path) -> Mapping[str, Any]:
    """Return the answers by name; none where the file is missing, damaged or of another hub."""
    try:
        version, *lines = path.read_bytes().split(b"\n")
        return dict(map(orjson.loads, lines)) if version.decode() == _version() else {}
    except (OSError, ValueError, TypeError):
        return {}


def _version() -> str:
    """Return what changes when an answer would be another one on the same log."""
    asked = [*(one.sql for one in reporting.reports()), *schema.selects().values()]
    return sha256("\n".join(asked).encode()).hexdigest()
