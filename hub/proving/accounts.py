"""
The accounts of a log: ``hub verify`` and ``hub replay`` over any journal and any warehouse.

What was sent, receipted, entered, refused, projected and concluded must agree; conclusions, and
what folds refused, are held against a replay of the same log by a single process.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from hub.failure import Failure
from hub.i18n.findings import kinds
from hub.intake.refused import Unseal
from hub.journal import Journal
from hub.proving import replay as again
from hub.proving.fold_check import differing_refusals
from hub.proving.log_check import Problem, verify_log
from hub.proving.warehouse_check import verify_warehouse
from projections.warehouse import Warehouse

_LISTED: Final = 1_000


def balance(
    log: Journal, warehouse: Warehouse, cluster: bool = False, unseal: Unseal | None = None
) -> dict[str, Any]:
    """
    Return the problems found (the first 1 000) and what was looked at.

    *cluster*: the log writes at least once and lets go of what is old (``hub.proving.log_check``).
    *unseal* opens what was refused, where a vault is at hand.
    """
    seen = verify_log(log, cluster, unseal)
    concluded = again.concluded(log)
    findings = concluded.findings
    seen.problems.extend(differing_refusals(log, seen.unfolded, seen.settled, concluded.unfoldable))
    seen.problems.extend(_unfounded(again.compare(findings, again.recorded(log))))
    seen.problems.extend(verify_warehouse(log, warehouse, concluded, seen))
    problems = [problem._asdict() for problem in seen.problems]
    figures = {"events": seen.accepted, "records": seen.records, "findings": len(findings)}
    figures |= {"shown": len(concluded.shown)}
    if cluster:
        figures |= {"refused": len(seen.refused), "repeats": seen.repeats}
    return {
        "ok": not problems,
        "disagreements": len(problems),
        "problems": problems[:_LISTED],
        "figures": figures,
    }


def replayed(log: Journal, rule: str | None = None) -> dict[str, Any]:
    """
    Return how the findings concluded again differ from those on record.

    Raises:
        Failure: there is no such *rule*.
    """
    if rule is not None and rule not in kinds():
        raise Failure("unknown-rule", rule=rule, known=", ".join(kinds()))
    return again.compare(again.conclude_again(log), again.recorded(log), rule)


def _unfounded(difference: dict[str, Any]) -> Iterator[Problem]:
    """Yield the findings on record that a replay does not bear out."""
    for name in ("missing", "extra", "changed"):
        for finding in difference[name]:
            what = f"{finding['rule']} of {finding['subject']} is {name} on record"
            yield Problem("finding-on-record", finding["finding_id"], what)
