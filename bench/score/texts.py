"""
Matters against truth: which cases were found to be one matter.

The truth is what each case was written about (``tellings``). A repeated case is found when
its finding names an earlier case of its own matter; clusters are judged by their pairs of
cases, and a planted group of ten or five by whether it was found whole, in one cluster.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from bench.score.judging import Tally, Truth, grouped, pairs, standing, tally
from bench.score.world import Concluded

WHOLE = (10, 5)


def repeated(truth: Truth, concluded: Concluded, kind: str) -> Tally:
    """D3 (``append``) and D4 (``recurrence``): the later cases, each with an earlier one."""
    tellings, how = truth["tellings"], _how(truth)
    wanted = {
        one["case_id"]
        for one in truth["planted"]
        if one["rule"] == "repeated-case" and one["kind"] == kind
    }
    right, wrong = set(), Counter[str]()
    for found in standing(concluded):
        if found["rule"] != "repeated-case" or found["kind"] != kind:
            continue
        later, earlier = found["case_id"], found["details"]["earlier_case"]
        if later in wanted and tellings[later] == tellings[earlier]:
            right.add(later)
        else:
            wrong[_difference(tellings, earlier, later)] += 1
    counts = tally(wanted, right, lambda case: how.get(case, "") or "plain", str)
    counts.false, counts.wrong = wrong.total(), wrong
    return counts


def clusters(truth: Truth, concluded: Concluded) -> Tally:
    """D5: pairs of cases in one cluster, of all pairs of a planted group."""
    tellings, how = truth["tellings"], _how(truth)
    wanted = pairs(one["cases"] for one in truth["matters"] if one["kind"] == "cluster")
    found = pairs(grouped(_members(concluded)))
    return tally(
        wanted,
        found,
        lambda pair: " | ".join(sorted(how.get(case, "") or "first" for case in pair)),
        lambda pair: _difference(tellings, *pair),
    )


def whole(truth: Truth, concluded: Concluded) -> Mapping[int, tuple[int, int]]:
    """Return, by size of planted group, how many there are and how many stand in one cluster."""
    members = _members(concluded)
    counts: dict[int, tuple[int, int]] = {}
    for one in truth["matters"]:
        size = len(one["cases"])
        if one["kind"] != "cluster" or size not in WHOLE:
            continue
        told, found = counts.get(size, (0, 0))
        together = {members.get(case, case) for case in one["cases"]}
        counts[size] = told + 1, found + (len(together) == 1)
    return counts


def _members(concluded: Concluded) -> dict[str, str]:
    """Return case → cluster of the clusters that stand: those with a finding."""
    standing_now = {one["subject"] for one in standing(concluded) if one["rule"] == "cluster"}
    return {case: name for case, name in concluded.groups.items() if name in standing_now}


def _how(truth: Truth) -> dict[str, str]:
    return {
        case: how
        for one in truth["matters"]
        for case, how in zip(one["cases"], one["how"], strict=True)
    }


def _difference(tellings: Mapping[str, Any], one: str, other: str) -> str:
    """Return in what the matters of two cases differ."""
    ways = (tellings.get(one, [one] * 3), tellings.get(other, [other] * 3))
    topics, areas, places = zip(*ways, strict=True)
    if len(set(topics)) > 1:
        return "same place, other topic" if len(set(places)) == 1 else "other topic"
    if len(set(areas)) > 1:
        return "same topic, other county"
    return "same topic, other place" if len(set(places)) > 1 else "same matter, not planted"
