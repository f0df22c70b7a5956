"""
Visits on a calendar: those that come, those that were, and the duplicates among them.

A month at a time, days in local time, weeks from Monday. A duplicate stands on the day of its
later visit, a warning about a plan (``ahead``) on the day of that plan's start, where it is known.
"""

from __future__ import annotations

import re
from calendar import Calendar
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from hub.pages.desk import Desk
from hub.pages.tables import Table
from hub.pages.taken import marked
from hub.pages.today import told
from hub.pages.words import day as day_of

_ZONED: Final = "toString(toDate(toTimeZone(assumeNotNull(start), 'Asia/Shanghai')))"
_DAYS: Final = f"""
SELECT {_ZONED} AS day, count() AS n, countIf(status = 'planned') AS planned
FROM visits WHERE start IS NOT NULL AND status != 'cancelled' AND startsWith(day, {{month:String}})
GROUP BY day ORDER BY day
"""  # noqa: S608 - put together of constants
_PLANNED: Final = f"""
SELECT visit, party_id, departments, purpose, start, {_ZONED} AS day FROM visits
WHERE visit IN (SELECT id FROM visit_snapshots WHERE status = 'planned')
    AND status = 'planned' AND start IS NOT NULL AND startsWith(day, {{month:String}})
ORDER BY start, visit LIMIT 300
"""  # noqa: S608 - put together of constants
_FOUND: Final = """
SELECT * FROM findings
WHERE rule = 'duplicate-visit' AND status NOT IN ('dismissed', 'retracted')
    AND startsWith(toString(toDate(toTimeZone(raised_at, 'Asia/Shanghai'))), {month:String})
ORDER BY raised_at, finding_id LIMIT 300
"""
_STARTS: Final = f"""
SELECT visit, {_ZONED} AS day FROM visits
WHERE visit IN (SELECT subject FROM findings WHERE rule = 'duplicate-visit' AND kind = 'ahead')
    AND start IS NOT NULL
"""  # noqa: S608 - put together of constants
_MONTH: Final = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")


def visits(desk: Desk) -> dict[str, Any]:
    """Return what the calendar of a month shows: weeks of days, and lists below them."""
    month = _month(desk)
    counts = {row["day"]: row for row in desk.rows(_DAYS, month=month)}
    starts = {row["visit"]: row["day"] for row in desk.rows(_STARTS)}
    found = [
        told(desk, row) | {"day": starts.get(row["subject"]) or day_of(row["raised_at"])}
        for row in marked(desk, desk.rows(_FOUND, month=month))
    ]
    first = date.fromisoformat(f"{month}-01")
    weeks = _weeks(first, counts, Counter(one["day"] for one in found))
    titles = [(key, desk.word(key)) for key in ("day", "visits", "planned", "duplicates")]
    days = [one for week in weeks for one in week if one["inside"]]
    return {
        "month": month,
        "weeks": weeks,
        "tables": {"days": Table(titles, days)},
        "found": _by_day(found),
        "planned": _by_day(desk.rows(_PLANNED, month=month)),
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{first + timedelta(days=32):%Y-%m}",
        "today": day_of(desk.now()),
    }


def _month(desk: Desk) -> str:
    said = desk.said("month")
    if _MONTH.fullmatch(said):
        return said
    return day_of(desk.now())[:7] or "2026-01"


def _weeks(first: date, counts: dict[str, Any], duplicates: Counter[str]) -> list[list[Any]]:
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return [[_day(one, first, counts, duplicates) for one in week] for week in weeks]


def _day(
    one: date, first: date, counts: dict[str, Any], duplicates: Counter[str]
) -> dict[str, Any]:
    known = counts.get(str(one), {})
    inside = one.month == first.month
    return {
        "day": str(one),
        "number": one.day,
        "inside": inside,
        "visits": known.get("n", 0) if inside else 0,
        "planned": known.get("planned", 0) if inside else 0,
        "duplicates": duplicates[str(one)] if inside else 0,
    }


def _by_day(rows: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    days: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        days[row["day"]].append(row)
    return sorted(days.items())
