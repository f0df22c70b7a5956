"""
Rungs: how far a finding has gone, as its own facts say.

A clock's warning is rung ``80``, at whatever percent its policy warns; its breach is ``100``; 200
and 300 % update the finding (``details.percent``, percent of business time). Findings without a
percent have one rung, ``raised``. A warning and the breach that may follow have one id: who takes
the one over has taken the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from events import ids
from hub.alerting.policy import RAISED

_STALLED: Final = "stalled"
WARNED: Final = "warned"
"""The status of a warning: no finding yet, and kept like one."""
_BANDS: Final = (80, 100, 200, 300)
_WARNING: Final = "80"
_TEXTS: Final = (
    "rule",
    "kind",
    "severity",
    "department",
    "rung",
    "case_id",
    "party_id",
    "subject",
    "raised_at",
    "status",
)


def reached(finding: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the rungs that *finding* has reached, lowest first."""
    percent = finding.get("details", {}).get("percent")
    if percent is None:
        return (RAISED,)
    if finding["status"] == WARNED:
        return (_WARNING,) if _warns(finding["details"]) else ()
    first = (RAISED,) if finding["rule"] != _STALLED else ()
    return first + tuple(str(band) for band in _BANDS if percent >= band)


def _warns(said: Mapping[str, Any]) -> bool:
    """Tell whether a warning is for the department; what an older hub wrote does not say."""
    return bool(said.get("warns", said["percent"] >= int(_WARNING)))


def warning_id(data: Mapping[str, Any]) -> str:
    """Return the id of the finding that a ``clock.warned`` warns of."""
    clock, episode = data["clock"], str(data["episode"])
    return ids.make(_STALLED, clock, data["case_id"], clock, episode, data["assignment_id"], "")


def warned(data: Mapping[str, Any], department: str, at: str) -> dict[str, Any]:
    """Return a ``clock.warned`` as a finding of rule ``stalled`` that has reached its percent."""
    return {
        "finding_id": warning_id(data),
        "rule": _STALLED,
        "kind": data["clock"],
        "severity": "warning",
        "subject": data["case_id"],
        "case_id": data["case_id"],
        "party_id": "",
        "clock": data["clock"],
        "episode": str(data["episode"]),
        "assignment_id": data["assignment_id"],
        "rung": "",
        "department": department,
        "version": "1",
        "raised_at": at,
        "status": WARNED,
        "evidence": [],
        "details": {
            "percent": data["percent"],
            "deadline": data["deadline"],
            "warns": _warns(data),
        },
    }


def facts(finding: Mapping[str, Any], area: str = "") -> dict[str, str]:
    """Return what routes, silences and inhibitions can ask of *finding*."""
    return {name: str(finding.get(name) or "") for name in _TEXTS} | {"area": area}
