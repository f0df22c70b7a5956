"""
Cluster: one matter of many parties.

The cases of one category in one county whose texts are alike, pair by pair, hang together in a
group (``processors.matters.matter_groups``); a group of enough parties has one finding. Its lead
case is the earliest. When the lead is solved, its answer is proposed to those that still wait:
each is answered, closed and evaluated on its own. The finding is resolved with the last closing.

Source: exact meanings, D5; the mission, row L.
"""

from __future__ import annotations

from events.finding import Finding
from events.instant import Instant
from processors.folding.conclusion import Snapshot
from processors.matters.matter_card import Card
from processors.matters.matter_groups import Group, LookUp, formed
from processors.policies.matter_policy import MatterPolicy

RULE = "cluster"


def is_cluster(group: Group, policy: MatterPolicy) -> bool:
    """Tell whether *group* has enough parties now: it keeps its name when it loses some."""
    return group.name is not None and len(group.parties) >= policy.cluster_parties


def cluster(key: str, group: Group, policy: MatterPolicy, look: LookUp) -> Finding | None:
    """Return the finding on *group*; None while it has fewer parties than the policy asks for."""
    if group.name is None or not is_cluster(group, policy):
        return None
    lead = look(group.lead)
    raised = formed(group, policy.cluster_parties, look)
    proposed = group.unanswered if lead.solved else 0
    return Finding(
        rule=RULE,
        kind="like-cases",
        subject=group.name[1],
        raised_at=raised,
        severity="warning",
        case_id=lead.case_id,
        department=lead.last.department,
        resolved_at=None if group.unclosed else max(raised, _last_closing(group, look)),
        evidence=tuple(place[2] for place in group.first),
        details={
            "matter": key,
            "lead_case": lead.case_id,
            "cases": len(group.members),
            "parties": len(group.parties),
            "more": max(0, len(group.members) - len(group.first)),
            "answer": lead.last.answered_by if lead.solved else "",
            "proposed_to": proposed,
            "policy": policy.name,
        },
    )


def _last_closing(group: Group, look: LookUp) -> Instant:
    return max(look(case).last.closed for case in group.members)


def cluster_row(
    group: Group, told: Card, score: float, policy: MatterPolicy, look: LookUp
) -> Snapshot | None:
    """
    Return the row of one case of *group*, None where that is no cluster.

    *score*: its best with another case of it. *policy*: of the lead case.
    """
    if group.name is None or not is_cluster(group, policy):
        return None
    leads = told.case_id == group.lead
    row = {
        "cluster_id": group.name[1],
        "case_id": told.case_id,
        "lead": leads,
        "lead_case": group.lead,
        "score": score,
        "status": _status(told, leads, look(group.lead)),
    }
    return Snapshot("cluster", told.case_id, told.case_id, row)


def _status(told: Card, leads: bool, lead: Card) -> str:
    if told.last.closed:
        return "closed"
    if told.last.answered:
        return "answered"
    return "proposed" if lead.solved and not leads else "open"
