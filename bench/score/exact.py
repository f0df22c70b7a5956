"""
Exact rules against truth: visits, stalls, buck-passing, evaluations, and double entries.

What an exact rule misses or invents is a fault of the rule or of the truth, never of the
noise; the reason names how near the other side came.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bench.score.judging import Tally, Truth, standing, tally
from bench.score.world import Concluded
from hub.simulation.truth import EXACT, Key, key

DOUBLE = ("duplicate-visit", "double-entry")
_SUBJECT = slice(0, 4)
"""Rule, kind, subject and rung of a key: all but the instant."""


def exact(truth: Truth, concluded: Concluded) -> Iterator[tuple[str, Tally]]:
    """Yield (rule / kind, counts) of each exact kind, by name."""
    said = [one for one in truth["planted"] if one["rule"] in EXACT]
    wanted = {key(one) for one in said if (one["rule"], one["kind"]) != DOUBLE}
    found = {
        key(one)
        for one in standing(concluded)
        if one["rule"] in EXACT and (one["rule"], one["kind"]) != DOUBLE
    }
    near = {key(one)[_SUBJECT] for one in truth["near_misses"]}
    for rule, kind in sorted({one[:2] for one in wanted | found}):
        yield f"{rule} / {kind}", _kind(rule, kind, wanted, found, near, concluded)


def _kind(
    rule: str, kind: str, wanted: set[Key], found: set[Key], near: set[Any], concluded: Concluded
) -> Tally:
    mine = {one for one in wanted if one[:2] == (rule, kind)}
    theirs = {one for one in found if one[:2] == (rule, kind)}
    raised = {one[_SUBJECT] for one in theirs}
    planted = {one[_SUBJECT] for one in mine}
    retracted = {key(f)[_SUBJECT] for f in concluded.findings if f["status"] == "retracted"}

    def missed(one: Key) -> str:
        if one[_SUBJECT] in raised:
            return "raised at another instant"
        return "raised and retracted" if one[_SUBJECT] in retracted else "never raised"

    def wrong(one: Key) -> str:
        if one[_SUBJECT] in planted:
            return "raised at another instant"
        return "a near miss" if one[_SUBJECT] in near else "nothing planted there"

    return tally(mine, theirs, missed, wrong)


def double_entries(truth: Truth, concluded: Concluded) -> Tally:
    """D1: the later records of visits that were entered twice, however noisy the entry."""
    how = {one["subject"]: one for one in truth["planted"] if _is_double(one)}
    near = {one["subject"] for one in truth["near_misses"] if _is_double(one)}
    found = {one["subject"]: one for one in standing(concluded) if _is_double(one)}
    asked = {subject for subject, one in found.items() if one["details"].get("band") == "ask"}

    def missed(subject: str) -> str:
        reason = how[subject].get("how") or "exact"
        return f"{reason}: asked" if subject in asked else reason

    counts = tally(
        set(how),
        set(found) - asked,
        missed,
        lambda subject: "a near miss" if subject in near else "nothing planted there",
    )
    counts.asked = len(asked)
    return counts


def _is_double(said: Mapping[str, Any]) -> bool:
    return (said["rule"], said["kind"]) == DOUBLE
