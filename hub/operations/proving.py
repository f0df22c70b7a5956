"""Operations that hold the hub against its own log: verify, replay, rebuild."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from hub import replay as again
from hub.embedded import Embedded
from hub.failure import FOUND_WRONG, Failure
from hub.verifying import Problem, verify_log, verify_warehouse

_LISTED: Final = 1_000
_RULES: Final = (
    "duplicate-visit",
    "stalled",
    "ping-pong",
    "repeated-case",
    "cluster",
    "bad-evaluation",
    "rising-topic",
)


def verify(hub: Embedded) -> dict[str, Any]:
    """Return the problems found (the first 1 000) and what was looked at."""
    try:
        warehouse = hub.warehouse()
    except Failure as failure:
        raise Failure(failure.key, FOUND_WRONG, **failure.values) from failure
    with hub.reading() as log:
        seen = verify_log(log)
        findings = again.conclude_again(log)
        seen.problems.extend(_unfounded(again.compare(findings, again.recorded(log))))
        seen.problems.extend(verify_warehouse(log, warehouse, findings))
    problems = [problem._asdict() for problem in seen.problems]
    figures = {"events": seen.accepted, "records": seen.records, "findings": len(findings)}
    return {
        "ok": not problems,
        "disagreements": len(problems),
        "problems": problems[:_LISTED],
        "figures": figures,
    }


def _unfounded(difference: dict[str, Any]) -> Iterator[Problem]:
    """Yield the findings on record that a replay does not bear out."""
    for name in ("missing", "extra", "changed"):
        for finding in difference[name]:
            what = f"{finding['rule']} of {finding['subject']} is {name} on record"
            yield Problem("finding-on-record", finding["finding_id"], what)


def replay(hub: Embedded, rule: str | None = None) -> dict[str, Any]:
    """Return how the findings concluded again differ from those on record."""
    if rule is not None and rule not in _RULES:
        raise Failure("unknown-rule", rule=rule, known=", ".join(_RULES))
    with hub.reading() as log:
        return again.compare(again.conclude_again(log), again.recorded(log), rule)


def rebuild(hub: Embedded) -> dict[str, Any]:
    """Build the warehouse anew; return how many records it holds."""
    return {"records": hub.rebuild()}
