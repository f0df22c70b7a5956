"""
The policy of matters: when two cases are about one thing, and what follows from it.

Content: least_grams, compare?, place, append, recurrence, cluster, link, rising, stop_phrases,
timezone?.
A pair of cases is judged by the policy that counts when the later of them is opened.

Source: exact meanings, "Duplicates", D3 to D5; thresholds are the policy's, none is in code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from processors.policies.policy import (
    ENVELOPE,
    Fields,
    PolicyVersion,
    read_policy_fields,
    read_version,
)
from processors.text.matter_text import stop_grams

LINKS = ("other-platform", "always", "never")
_SECTIONS = frozenset(
    {
        "title",
        "least_grams",
        "compare",
        "place",
        "append",
        "recurrence",
        "cluster",
        "link",
        "rising",
    }
    | {"stop_phrases"}
)


class Compare(NamedTuple):
    """
    With how many earlier cases one is compared: of its party, place and each band; ``most`` in all.

    Without a word in it a policy has these: some were published before they could say.
    """

    party: int = 24
    place: int = 16
    band: int = 6
    most: int = 64


@dataclass(frozen=True, slots=True)
class Rising:
    """A window of ``days`` rises with ``least`` cases and ``factor`` times the earlier mean."""

    days: int
    windows: int
    factor: float
    least: int
    least_new: int


@dataclass(frozen=True, slots=True)
class MatterPolicy(PolicyVersion):
    """
    One version of the rules on matters.

    Scores are from 0 to 1: a text's likeness, plus ``same_place`` or less ``other_place``;
    plus ``exact_place`` instead where both tell one place in full, at most ``exact_days`` apart.
    Days are local dates in ``timezone``, the last included. ``stops``: grams that say nothing.
    """

    least_grams: int
    compare: Compare
    same_place: float
    exact_place: float
    exact_days: int
    other_place: float
    append_score: float
    recurrence_score: float
    recurrence_days: int
    recurrence_outcomes: frozenset[str]
    cluster_score: float
    cluster_unplaced: float
    cluster_days: int
    cluster_parties: int
    link: str
    rising: Rising
    stops: frozenset[int]


def parse_matters(content: Mapping[str, Any], file: str = "") -> MatterPolicy:
    """
    Return the policy in a whole *content* (envelope fields and sections in one mapping).

    Raises:
        PolicyError: names *file* (or the policy), the field, and how to mend it.
    """
    fields = read_policy_fields(content, file)
    fields.only(ENVELOPE | _SECTIONS)
    place, append, cluster = (fields.under(name) for name in ("place", "append", "cluster"))
    recurrence = fields.under("recurrence")
    return MatterPolicy(
        **read_version(fields),
        least_grams=fields.count("least_grams"),
        compare=_compare(fields),
        same_place=place.number("same"),
        exact_place=place.number("exact" if "exact" in place.values else "same"),
        exact_days=place.count("days") if "days" in place.values else 0,
        other_place=place.number("other"),
        append_score=append.number("score"),
        recurrence_score=recurrence.number("score"),
        recurrence_days=recurrence.count("days"),
        recurrence_outcomes=frozenset(recurrence.texts("outcomes")),
        cluster_score=cluster.number("score"),
        cluster_unplaced=cluster.number("unplaced"),
        cluster_days=cluster.count("days"),
        cluster_parties=cluster.count("parties", 2),
        link=fields.one_of("link", LINKS, None),
        rising=_rising(fields.under("rising")),
        stops=stop_grams(fields.texts("stop_phrases")),
    )


def _compare(fields: Fields) -> Compare:
    if "compare" not in fields.values:
        return Compare()
    said = fields.under("compare")
    said.only(frozenset(Compare._fields))
    return Compare(*(said.count(name) for name in Compare._fields))


def _rising(fields: Fields) -> Rising:
    factor = fields.values.get("factor")
    if isinstance(factor, bool) or not isinstance(factor, int | float) or not factor > 1:
        raise fields.error("factor", f"is {factor!r}", "write a number above 1")
    return Rising(
        days=fields.count("days"),
        windows=fields.count("windows"),
        factor=float(factor),
        least=fields.count("least"),
        least_new=fields.count("least_new"),
    )
