"""
Shadow: a policy that is tried beside the live one; findings are recorded, and nobody is alerted.

A publication whose content says ``shadow: true`` counts for nobody; it is laid over the live
ones only in a second reference, and each key is concluded twice while there is one. What the
second conclusion finds by the rules of that kind of policy is told with ``shadow/`` before
the name of its rule, so that whoever reads rules by name passes it over. Rows, notices and
alerts are of the live conclusion only.

To switch, publish the content again, as a later version without ``shadow``. Life cycles, which
only shape the state of a fold, are not tried in shadow. Of a policy of identity, or of matters,
the fold keeps what it would make of the parties, or cases, beside the live
(``processors.identity.identity_trial``, ``processors.matters.matter_trial``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from events.finding import Finding
from events.instant import Instant
from processors.folding.conclusion import Conclusion, Scope
from processors.folding.fold import Fold
from processors.published.reference import Reference

S = TypeVar("S")

PREFIX = "shadow/"
RULES = {
    "visits": frozenset({"duplicate-visit"}),
    "sla": frozenset({"stalled", "ping-pong"}),
    "identity": frozenset({"identity"}),
    "matters": frozenset({"repeated-case", "cluster", "rising-topic"}),
}
"""The rules that a kind of policy decides, by kind."""


def conclude(
    fold: Fold[S], state: S, scope: Scope, now: Instant, reference: Reference
) -> Conclusion:
    """Return what *fold* concludes, and beside it what the policies in shadow would find."""
    live, beside = fold.conclude(state, scope, now, reference), reference.shadow
    if beside is None:
        return live
    shadow = fold.conclude(state, scope, now, beside)
    return with_shadow(live, shadow, reference.shadow_kinds)


def with_shadow(live: Conclusion, shadow: Conclusion, kinds: Iterable[str]) -> Conclusion:
    """Return *live* with the findings of *shadow* by the rules of *kinds*, marked as such."""
    rules = frozenset[str]().union(*(RULES.get(kind, frozenset()) for kind in kinds))
    due = [at for at in (live.next_due, shadow.next_due) if at is not None]
    return replace(
        live,
        findings=(*live.findings, *_marked(shadow.findings, rules)),
        next_due=min(due, default=None),
    )


def _marked(findings: Iterable[Finding], rules: frozenset[str]) -> Iterator[Finding]:
    for found in findings:
        if found.rule in rules:
            yield replace(found, rule=PREFIX + found.rule)
