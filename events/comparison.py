"""
How findings are compared, everywhere: runtimes, replay, restart, faults.

Source: the contract, "Findings": the last record per finding_id, without retracted ones and
without the revision number, as canonical JSON sorted by id, byte for byte; the ids of matter
clusters excepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from events import codec
from events.finding import canonical

_KEPT = frozenset({"finding.raised", "finding.updated", "finding.resolved", "finding.retracted"})


def last_findings(values: Iterable[bytes]) -> dict[str, dict[str, Any]]:
    """Return the last document per finding_id in *values* (records of ``findings``, in order)."""
    events = (codec.decode(value) for value in values)
    return {e.data["finding_id"]: dict(e.data) for e in events if e.name in _KEPT}


def comparable(findings: dict[str, dict[str, Any]]) -> dict[str, bytes]:
    """Return finding_id → canonical JSON, retracted ones and revisions left out."""
    standing = (named(one) for one in findings.values() if one["status"] != "retracted")
    return {one["finding_id"]: canonical(one) for one in sorted(standing, key=_id)}


def _id(finding: Mapping[str, Any]) -> str:
    return str(finding["finding_id"])


def named(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Return *finding* without its revision; a matter cluster is named after its lead case."""
    kept = {name: value for name, value in finding.items() if name != "revision"}
    if finding.get("rule") == "cluster":
        kept |= {"subject": finding["case_id"], "finding_id": f"cluster of {finding['case_id']}"}
    return kept


def fingerprint(values: Iterable[bytes]) -> bytes:
    """Return the findings in *values* as the bytes that two runs are compared by."""
    return b"\n".join(comparable(last_findings(values)).values())
