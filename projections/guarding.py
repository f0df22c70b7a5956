"""
What a rated department may see: ratings of groups of at least k, and none by subtraction.

The rule, for every report. A figure made of ratings stands beside the number of those who rated
(``size``). Where fewer than k did, it is left out; and where any is left out, so are the two
smallest other groups of the same whole (rows that add up to a figure told elsewhere): with one,
the department that is this one, and knows its own figure, could take it from the whole and
be left with the group that is too small. A group nobody rated tells nothing and hides nothing.
The list of cases behind a rating names who gave it: a department gets none.

What this does not defend: two copies of one report, before and after one more rating; and a
group of k who all said the same. Ratings of a running quarter move; those of one that is over
do not, so a report for departments had best be drawn when the quarter has ended.

The scoreboard and the bulletin, which all departments read, hold the same rule in their SQL
(``views/scoreboard_counts``, ``reports/bulletin``), since scores weigh what is shown only, and so
does ``evaluation`` for its own rows; the rest of the reports is guarded here.

Source: the semantics, "Evaluation" (a rated department sees groups of at least k).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

_BESIDE: Final = 2
"""How many groups more are left out where one is."""

Row = dict[str, Any]


class Guard(NamedTuple):
    """``hides``: columns made of ratings; ``size``: how many rated; ``whole``: what rows add up."""

    size: str
    hides: tuple[str, ...]
    whole: tuple[str, ...] = ()


_EACH: Final = ("satisfied", "satisfied_rate")
GUARDS: Final[Mapping[str, tuple[Guard, ...]]] = {
    "items": (Guard("evaluated", _EACH, ("department",)),),
    "named-officers": (Guard("evaluated", _EACH, ("department",)),),
    "paths": (Guard("evaluated", (*_EACH, "best"), ("kind",)),),
}
IN_SQL: Final = frozenset({"bulletin", "evaluation", "scoreboard", "supervision"})
"""Reports that hold the rule themselves."""
RATINGS: Final = frozenset(
    {
        *("satisfied", "satisfied_net", "satisfied_rate", "satisfied_rate_net", "satisfaction"),
        *("rated", "rated_net", "told", "told_net", "solved_rate_net", "level", "level_mean"),
    }
)
"""Columns that are made of ratings wherever they stand in one of ``IN_SQL`` or ``GUARDS``."""


def guarded(name: str, rows: Iterable[Row], k: float) -> list[Row]:
    """
    Return the *rows* of the report *name* as a rated department may see them.

    Args:
        name: a report; of one without ratings the rows come back as they are.
        rows: all rows of the report, n >= 0: a whole is judged whole.
        k: the least group; out of reach where no policy says it.
    """
    kept = [dict(row) for row in rows]
    for guard in GUARDS.get(name, ()):
        for group in _wholes(kept, guard.whole):
            sizes = [int(row[guard.size] or 0) for row in group]
            for place in hidden(sizes, k):
                group[place] |= dict.fromkeys(guard.hides)
    return kept


def hidden(sizes: Sequence[int], k: float) -> set[int]:
    """
    Return the places of the groups that are left out, of one whole.

    Args:
        sizes: how many rated in each group, n >= 0; ties go to the earlier one.
        k: the least group that is shown.
    """
    few = {place for place, size in enumerate(sizes) if 0 < size < k}
    others = sorted((size, place) for place, size in enumerate(sizes) if size >= k)
    return few | {place for _, place in others[:_BESIDE]} if few else set()


def names_raters(name: str) -> Collection[str]:
    """Return the numbers of the report *name* whose cases would tell who rated, and how."""
    hides = {column for guard in GUARDS.get(name, ()) for column in guard.hides}
    return hides | (RATINGS if name in IN_SQL else frozenset())


def _wholes(rows: Sequence[Row], whole: Sequence[str]) -> Iterable[list[Row]]:
    groups: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[column] for column in whole)].append(row)
    return groups.values()
