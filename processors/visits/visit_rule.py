"""
The rules on visits that took place: each is a file of this folder, and found by its ``VISIT_RULE``.

A rule looks at one visit, the later one, and at what is known beside it, and returns a finding or
none. It is asked of visits that are not one with an earlier record (``double_entry``); plans have
a rule of their own (``visits_ahead``).

What a rule alone asks of the policy stands there below ``rules``, under the kind of its finding,
and is read by the rule's own ``parse``; in ``Seen.policy.rules`` it finds what that returned.
Where a policy does not state it, the rule is not in force.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from events.finding import Finding
from processors.policies.policy import Fields
from processors.policies.visit_policy import VisitPolicy
from processors.published.reference import Reference
from processors.structures import modules
from processors.visits.lanes import Lanes
from processors.visits.visit import Statement


class Seen(NamedTuple):
    """What is known beside the later visit: earlier records, and what counts at its start."""

    recorded: Lanes
    policy: VisitPolicy
    reference: Reference


class VisitRule(NamedTuple):
    """``find`` gives the finding of *kind* on a visit; ``parse`` reads the rule's own terms."""

    kind: str
    find: Callable[[Statement, Seen], Finding | None]
    parse: Callable[[Fields], Any] | None = None


def rules() -> tuple[VisitRule, ...]:
    """Return every rule there is, in the order of their files."""
    return modules.held("processors.visits", "VISIT_RULE")
