"""
What the columns of an unknown table seem to mean: by their headers, checked on sample values.

``words.yaml`` holds what headers are called, in Chinese and English. A header that is
one of these words is sure, one that contains such a word is not; values that contradict (text
where a time should be, codes with wrong check digits) make it unsure. Nothing is decided here
for good: a person reads the proposal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import yaml

from events.models.base import is_uscc
from hub.mapping.fields import rfc3339

TIMES: Final = frozenset({"start", "end", "opened", "assigned", "accepted", "responded", "closed"})
"""Meanings whose values must be times."""
_NOISE: Final = re.compile(r"[\s\W_]+")
_SHORTEST: Final = 2
_MOSTLY: Final = 0.8


class Column(NamedTuple):
    """
    One column, as understood.

    ``name`` is what the mapping calls it; ``format`` of its times ('' ISO, None no times);
    ``doubt`` is the key of a sentence, '' where it is sure.
    """

    name: str
    meaning: str
    values: tuple[str, ...]
    doubt: str = ""
    format: str | None = None

    @property
    def filled(self) -> bool:
        return all(self.values)


@dataclass(frozen=True, slots=True)
class Understood:
    """``columns`` by meaning; ``unused`` headers; ``aliases`` of those that have no name alone."""

    columns: Mapping[str, Column]
    unused: tuple[str, ...]
    aliases: Mapping[str, int]


@cache
def words() -> Mapping[str, Any]:
    """Return ``words.yaml``."""
    text = files("hub.mapping").joinpath("words.yaml").read_text("utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found


def understand(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Understood:
    """
    Return what the columns of a table mean.

    Args:
        header: the first row.
        rows: sample rows, as long as the header or shorter.
    """
    names, aliases = _named(header)
    found: dict[str, Column] = {}
    for exact in (True, False):
        for at, name in names.items():
            taken = {column.name for column in found.values()}
            meaning = None if name in taken else _meaning(header[at], found, exact=exact)
            if meaning:
                values = tuple(row[at].strip() if at < len(row) else "" for row in rows)
                doubt = "" if exact else "doubt-header"
                found[meaning] = _checked(Column(name, meaning, values, doubt))
    used = {column.name for column in found.values()}
    unused = tuple(name for name in names.values() if name not in used)
    return Understood(found, unused, {name: aliases[name] for name in aliases if name in used})


def _named(header: Sequence[str]) -> tuple[dict[int, str], dict[str, int]]:
    """Return position → name, and the aliases of names that stand there twice."""
    stripped = [name.strip() for name in header]
    names, aliases = {}, {}
    for at, name in enumerate(stripped):
        if name and stripped.count(name) > 1:
            aliases[f"{name} {at + 1}"] = at + 1
            names[at] = f"{name} {at + 1}"
        elif name:
            names[at] = name
    return names, aliases


def _meaning(title: str, found: Mapping[str, Column], *, exact: bool) -> str | None:
    said = _plain(title)
    fits = {
        meaning: max(map(len, called))
        for meaning, known in words()["columns"].items()
        if meaning not in found and (called := [w for w in known if _is_called(said, w, exact)])
    }
    return max(fits, key=lambda meaning: fits[meaning]) if fits else None


def _is_called(said: str, word: str, exact: bool) -> bool:
    return said == word if exact else len(word) >= _SHORTEST and word in said


def _plain(title: str) -> str:
    return _NOISE.sub("", title.lower())


def _checked(column: Column) -> Column:
    """Return *column* with the format of its times, and doubt where its values give reason."""
    values = [value for value in column.values if value]
    if column.meaning in TIMES or column.meaning == "when":
        return _timed(column, values)
    codes = sum(is_uscc(value) for value in values)
    if column.meaning == "uscc" and codes < _MOSTLY * len(values):
        return column._replace(doubt="doubt-codes")
    return column


def _timed(column: Column, values: Sequence[str]) -> Column:
    counts = {form: sum(_reads(value, form) for value in values) for form in words()["times"]}
    best = max(counts, key=lambda form: counts[form])
    if not values or counts[best] < len(values):
        return column._replace(doubt="doubt-times", format=best)
    also = [form for form in counts if form != best and counts[form] == len(values)]
    ambiguous = best.startswith("%d") and any(form.startswith("%m") for form in also)
    return column._replace(format=best, doubt="doubt-day" if ambiguous else column.doubt)


def _reads(value: str, form: str) -> bool:
    return rfc3339(value, form or None, "UTC") != value
