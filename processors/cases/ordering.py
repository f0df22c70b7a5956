"""
Orders from the service menu: the menu in force at its opening gives an order its department.

Nobody dispatches an order: an item has its department in the menu, so the case is theirs from
the instant it was opened. The hub concludes that assignment; it states no event. It is a fact
of the story like any other: role lead, basis dispatch, with an id made of case and item. Its
evidence is the opening. A later ``case.assigned`` follows it as it would follow another.

A lead that was stated at the opening instant or before it wins: somebody knew better.

Source: the mission, row C; the decision on menus (ADR 12).
"""

from __future__ import annotations

from collections.abc import Sequence

from events import ids
from processors.cases.assignments import LEAD
from processors.cases.case_fact import Fact
from processors.policies.menu import MenuItem
from processors.policies.selectors import CaseFacts
from processors.published.reference import Reference

ASSIGNED = "case.assigned"


def case_facts(opened: Fact) -> CaseFacts:
    """Return what selects the policy and the menu item of a case."""
    data = opened.data
    text = {n: str(data.get(n) or "") for n in CaseFacts._fields if n != "hard"}
    return CaseFacts(**text, hard=bool(data.get("hard")))


def ordered(opened: Fact | None, reference: Reference) -> MenuItem | None:
    """Return the item that a case *opened* so orders, by the menu in force at its opening."""
    if opened is None or not opened.data.get("item"):
        return None
    return reference.ordered(case_facts(opened), opened.time)


def dispatched(case_id: str, standing: Sequence[Fact], item: MenuItem | None) -> Sequence[Fact]:
    """
    Return the facts of the case in order, with the dispatch that *item* means.

    Args:
        case_id: the case.
        standing: n >= 0 facts in order, none withdrawn.
        item: what the case orders; None, or one without a department, changes nothing.
    """
    place = next((n for n, fact in enumerate(standing) if fact.name == "case.opened"), -1)
    if item is None or not item.department or place < 0:
        return standing
    opened = standing[place]
    if any(states_lead(fact) and fact.time <= opened.time for fact in standing):
        return standing
    return (*standing[: place + 1], _dispatch(case_id, opened, item), *standing[place + 1 :])


def states_lead(fact: Fact) -> bool:
    """Tell whether *fact* gives the case to a lead."""
    return fact.name == ASSIGNED and (fact.data.get("role") or LEAD) == LEAD


def _dispatch(case_id: str, opened: Fact, item: MenuItem) -> Fact:
    data = {
        "assignment_id": ids.make("ordered", case_id, item.item),
        "department": item.department,
        "role": LEAD,
        "basis": "dispatch",
        "by_menu": True,  # nobody stated it: it answers no call
    }
    return Fact(opened.time, opened.sequence, opened.event_id, ASSIGNED, opened.by, data)
