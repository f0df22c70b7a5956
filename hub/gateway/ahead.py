"""
Before a visit: who was at a party, who plans to go, what is left of the year's visits, and
whether there is a trip to join.

One call answers a department that is about to plan. Days are local dates of the visit policy's
zone; the window reaches back ``window_days``, the first of them included. Exempt grounds
(complaint, emergency, statutory) are shown and do not count. ``left`` is what the asking
department has of its yearly cap, plans of this year counted as if they were made. The trip to
join is the earliest plan of another department that is not exempt.

Source: exact meanings, "Duplicates", D2-ahead and D2-cap; 国办发〔2024〕54号.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from events.instant import Instant, parse, to_datetime

Visit = Mapping[str, Any]
"""A row of the view ``visits``: visit_id, departments, purpose, ground, start, status …"""

_ZONE: Final = "Asia/Shanghai"
_SHOWN: Final = ("visit_id", "departments", "purpose", "ground", "start", "end", "status")


class Rule(NamedTuple):
    """What the visit policy in force says; without one nothing is limited (``cap`` 0)."""

    window_days: int = 30
    cap: int = 0
    exempt: frozenset[str] = frozenset({"complaint", "emergency", "statutory"})
    zone: str = _ZONE


def before_visit(
    visits: Sequence[Visit], rule: Rule, department: str, now: Instant
) -> dict[str, Any]:
    """
    Return the answer to *department*.

    Args:
        visits: all of the party's, planned, recorded or cancelled, in any order.
        rule: thresholds of the policy in force.
        department: who asks; '' for one who belongs to none and has no quota.
        now: the instant of asking.

    Returns:
        been, planned (rows, by start), quota {cap, used, left}, join (a row or None), advice (a
        key: ``join``, ``over-cap``, ``crowded``, ``go``).
    """
    zone = ZoneInfo(rule.zone)
    today = to_datetime(now).astimezone(zone).date()
    standing = sorted(
        (
            visit
            for visit in visits
            if visit["status"] in {"planned", "recorded"} and visit["start"]
        ),
        key=lambda visit: (parse(visit["start"]), visit["visit_id"]),
    )
    since = today - timedelta(days=rule.window_days)
    been = [v for v in standing if v["status"] == "recorded" and since <= _day(v, zone) <= today]
    planned = [v for v in standing if v["status"] == "planned" and _day(v, zone) >= today]
    quota = _quota(standing, rule, department, today, zone)
    join = next((v for v in planned if _joinable(v, rule, department)), None)
    return {
        "been": [_shown(visit) for visit in been],
        "planned": [_shown(visit) for visit in planned],
        "quota": quota,
        "join": None if join is None else _shown(join),
        "advice": _advice(been, join, quota, rule, department),
    }


def _day(visit: Visit, zone: ZoneInfo) -> date:
    return to_datetime(parse(visit["start"])).astimezone(zone).date()


def _quota(
    standing: Sequence[Visit], rule: Rule, department: str, today: date, zone: ZoneInfo
) -> dict[str, int]:
    used = sum(
        department in visit["departments"]
        and visit["ground"] not in rule.exempt
        and _day(visit, zone).year == today.year
        for visit in standing
    )
    return {"cap": rule.cap, "used": used, "left": max(0, rule.cap - used)}


def _joinable(visit: Visit, rule: Rule, department: str) -> bool:
    return department not in visit["departments"] and visit["ground"] not in rule.exempt


def _advice(
    been: Sequence[Visit], join: Visit | None, quota: Mapping[str, int], rule: Rule, department: str
) -> str:
    if join is not None:
        return "join"
    if department and rule.cap and not quota["left"]:
        return "over-cap"
    others = any(_joinable(visit, rule, department) for visit in been)
    return "crowded" if others else "go"


def _shown(visit: Visit) -> dict[str, Any]:
    return {name: visit[name] for name in _SHOWN}
