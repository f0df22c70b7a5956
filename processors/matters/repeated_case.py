"""
Repeated case: the same matter told again, while it is open (append) or after it (recurrence).

``append``: the same party has raised it already, and that case is open: this one is to be
appended to it, not handled as a second one. Of several such cases the earliest is meant.
``recurrence``: it comes back, by the same party or at the same place, within so many local
dates after its closing (the last of them included): evidence of a sham closing. Of several
closings the last is meant; the department is the last lead of the case closed then. A matter
that is still open is not closed: append goes first. Both are resolved when the later case is
closed.

Source: exact meanings, D3 and D4; the mission, rows M and S.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from events.finding import Finding
from events.instant import Instant
from processors.matters.matter_card import Card, Spell
from processors.matters.matter_match import Match
from processors.policies.matter_policy import MatterPolicy
from processors.time.local_date import window_start

RULE = "repeated-case"


class Closing(NamedTuple):
    """An episode of an earlier case that was closed before; sorts by its closing."""

    at: Instant
    case_id: str
    spell: Spell
    match: Match


def append_to(later: Card, matches: Iterable[Match], policy: MatterPolicy) -> Match | None:
    """Return the earliest open case of the same party that *later* repeats, None: it does not."""
    same = (
        match
        for match in matches
        if match.score >= policy.append_score
        and _of_one_party(match.earlier, later)
        and any(spell.holds(later.time) for spell in match.earlier.spells)
    )
    return min(same, key=lambda match: match.earlier.order, default=None)


def repeated(later: Card, matches: tuple[Match, ...], policy: MatterPolicy) -> Finding | None:
    """Return the finding on *later*, of the earlier cases it matches."""
    original = append_to(later, matches, policy)
    if original is not None:
        platforms = sorted({later.platform, original.earlier.platform})
        said = (original.earlier.event_id,)
        return _found("append", later, original, said, policy, {"platforms": platforms})
    back = max(_closings(later, matches, policy), default=None, key=lambda one: one[:2])
    return None if back is None else _recurrence(later, back, policy)


def least_score(policy: MatterPolicy) -> float:
    """Return the score from which on a case may repeat another."""
    return min(policy.append_score, policy.recurrence_score)


def may_repeat(later: Card, match: Match) -> bool:
    """Tell whether *later* may repeat its match, as the episodes of that are."""
    return _of_one_party(match.earlier, later) or match.place in ("same", "exact")


def _recurrence(later: Card, back: Closing, policy: MatterPolicy) -> Finding:
    spell = back.spell
    said = (back.match.earlier.event_id, spell.answered_by, spell.closed_by)
    details = {
        "outcome": spell.outcome,
        "answer": spell.answered_by,
        "solved": "solved" in (spell.outcome, spell.answer),
        "days": policy.recurrence_days,
    }
    found = _found("recurrence", later, back.match, said, policy, details)
    return replace(found, severity="warning", department=spell.department)


def _of_one_party(one: Card, other: Card) -> bool:
    return one.party_id != "" and one.party_id == other.party_id


def _closings(later: Card, matches: Iterable[Match], policy: MatterPolicy) -> Iterator[Closing]:
    since = window_start(later.time, policy.recurrence_days, policy.timezone)
    for match in matches:
        near = _of_one_party(match.earlier, later) or match.place in ("same", "exact")
        if not near or match.score < policy.recurrence_score:
            continue
        for spell in match.earlier.spells:
            if since <= spell.closed <= later.time and spell.outcome in policy.recurrence_outcomes:
                yield Closing(spell.closed, match.earlier.case_id, spell, match)


def _found(
    kind: str,
    later: Card,
    match: Match,
    evidence: tuple[str, ...],
    policy: MatterPolicy,
    details: Mapping[str, object],
) -> Finding:
    closed = later.last.closed
    return Finding(
        rule=RULE,
        kind=kind,
        subject=later.case_id,
        raised_at=later.time,
        severity="info",
        party_id=later.party_id,
        case_id=later.case_id,
        resolved_at=closed or None,
        evidence=tuple(dict.fromkeys(id for id in (*evidence, later.event_id) if id)),
        details={
            "earlier_case": match.earlier.case_id,
            "score": match.score,
            "likeness": match.likeness,
            "place": match.place,
            "policy": policy.name,
            **details,
        },
    )
