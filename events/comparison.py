"""
How findings are compared, everywhere: runtimes, replay, restart, faults.

Source: the contract, "Findings": the last record per finding_id, without retracted ones and
without the revision number, as canonical JSON sorted by id, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from events import codec
from events.event import Event
from events.finding import canonical

_KEPT = frozenset({"finding.raised", "finding.updated", "finding.resolved", "finding.retracted"})


def last_findings(values: Iterable[bytes]) -> dict[str, dict[str, Any]]:
    """Return the last document per finding_id in *values* (records of ``findings``, in order)."""
    events = (codec.decode(value) for value in values)
    return {e.data["finding_id"]: dict(e.data) for e in events if e.name in _KEPT}


def comparable(findings: dict[str, dict[str, Any]]) -> dict[str, bytes]:
    """Return finding_id → canonical JSON, retracted ones and revisions left out."""
    return {
        id: canonical({name: value for name, value in finding.items() if name != "revision"})
        for id, finding in sorted(findings.items())
        if finding["status"] != "retracted"
    }


def fingerprint(values: Iterable[bytes]) -> bytes:
    """Return the findings in *values* as the bytes that two runs are compared by."""
    return b"\n".join(comparable(last_findings(values)).values())


def is_finding(event: Event) -> bool:
    """Tell whether *event* carries a whole finding (notices share the topic)."""
    return event.name in _KEPT
