"""
One case: its timeline, its clocks drawn stretch by stretch, and who held it how long.

It is concluded from its own events, as they stand in the warehouse with the bytes of the log: the
same function, the same words as ``hub explain``. A department sees a case it has or had a part
in, and not what the party said of it: that is a group of one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from events.instant import Instant, parse
from hub.failure import Failure
from hub.operations.explaining import explained, told_by
from hub.pages.desk import Desk
from hub.pages.tables import Table
from hub.pages.taken import marked
from hub.pages.today import told
from processors.published.reference import RULES
from processors.published.registry import SUBJECTS

_CASE: Final = "SELECT * FROM cases WHERE case_id = {case:String}"
_PART: Final = """
SELECT count() AS n FROM assignments WHERE case_id = {case:String} AND department = {own:String}
"""
_FINDINGS: Final = """
SELECT * FROM findings WHERE case_id = {case:String} ORDER BY raised_at, finding_id
"""
_WHERE: Final = """
SELECT partition FROM journal_records
WHERE topic = 'journal.cases' AND key = {case:String} LIMIT 1
"""
_NAMES: Final = ", ".join(f"'{name}'" for name in sorted({*RULES, *SUBJECTS, "event.withdrawn"}))
_RECORDS: Final = f"""
SELECT offset, any(key) AS stated, any(value) AS stored FROM journal_records
WHERE topic = 'journal.cases' AND partition = {{partition:UInt32}} AND value != ''
    AND (key = {{case:String}} OR name IN ({_NAMES}) OR (name = 'clock.ticked' AND time IN (
        SELECT max(time) FROM journal_records WHERE topic = 'journal.cases'
            AND partition = {{partition:UInt32}} AND name = 'clock.ticked'
    )))
GROUP BY offset ORDER BY offset
"""  # noqa: S608 - names of ours
_OVER: Final = ("return", "overdue")
"""A window that is over is nobody's delay."""
_RATED: Final = "case.evaluated"
_LINES: Final = {
    "at": "time",
    "what": "what",
    "who": "who",
    "hours": "hours-name",
    "detail": "detail",
}
WIDTH: Final = 1000
"""Units a drawing is wide."""


class Bar(NamedTuple):
    """A stretch in a drawing, from ``x`` on; ``look`` names its colour."""

    x: float
    width: float
    look: str
    start: str
    end: str
    minutes: int | None = None


def case(desk: Desk) -> dict[str, Any]:
    """Return what the page of the case ``asked['case_id']`` shows; raise ``Failure`` for none."""
    id = desk.asked["case_id"]
    rows = desk.rows(_CASE, case=id)
    if not rows or not _mine(desk, id, rows[0]):
        raise Failure("unknown-case", case=id)
    story = desk.kept(("story", id), lambda: _story(desk, id))
    lines = [_covered(desk, line) for line in story["timeline"]]
    return {
        "case": rows[0],
        "timeline": lines,
        "held": _held(story),
        "clocks": list(_clocks(story)),
        "findings": [told(desk, row) for row in marked(desk, desk.rows(_FINDINGS, case=id))],
        "tables": {"timeline": Table(_titled(desk), lines)},
        "begins": _span(story)[0],
        "ends": _span(story)[1],
    }


def _mine(desk: Desk, id: str, row: dict[str, Any]) -> bool:
    if not desk.own or row["lead_department"] == desk.own:
        return True
    return bool(desk.rows(_PART, case=id, own=desk.own)[0]["n"])


def _story(desk: Desk, id: str) -> dict[str, Any]:
    found = desk.hub.query(_WHERE, {"case": id})
    if not found:
        raise Failure("unknown-case", case=id)
    asked = {"case": id, "partition": found[0]["partition"]}
    records = desk.hub.query(_RECORDS, asked)
    return explained(
        id, told_by(id, ((r["stated"].encode(), r["stored"].encode()) for r in records))
    )


def _titled(desk: Desk) -> list[tuple[str, str]]:
    return [(key, desk.word(word)) for key, word in _LINES.items()]


def _covered(desk: Desk, line: dict[str, Any]) -> dict[str, Any]:
    """Return a line of the timeline without what a rated department may not see."""
    return line | {"detail": ""} if desk.own and line["what"] == _RATED else line


def _span(story: dict[str, Any]) -> tuple[str, str]:
    """Return the instants a drawing begins and ends with."""
    ends = [line["until"] or line["at"] for line in story["timeline"]]
    ends += [row["to"] for row in story["segments"]]
    ends += [row["deadline"] for row in story["clocks"] if row["status"] == "running"]
    return story["timeline"][0]["at"], max(end for end in ends if end)


def _x(story: dict[str, Any], at: str) -> float:
    first, last = (parse(end) for end in _span(story))
    share = (parse(at) - first) / max(Instant(last - first), 1)
    return round(WIDTH * min(max(share, 0.0), 1.0), 1)


def _bar(story: dict[str, Any], start: str, end: str, look: str, minutes: int | None = None) -> Bar:
    x = _x(story, start)
    return Bar(x, max(round(_x(story, end) - x, 1), 2.0), look, start, end, minutes)


def _clocks(story: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each clock with its stretches and where its deadline stands, in their order."""
    known = {_key(row): row for row in story["clocks"]}
    for key, found in groupby(story["segments"], _key):
        clock = known.get(key, {})
        drawn = [s for s in found if (key[0], s["why"]) != _OVER]
        bars = [_bar(story, s["from"], s["to"], s["why"], s["minutes"]) for s in drawn]
        deadline = clock.get("deadline", "")
        yield {
            **dict(zip(("clock", "episode", "assignment_id"), key, strict=True)),
            "department": clock.get("department", ""),
            "status": clock.get("status", ""),
            "used": clock.get("used"),
            "bars": bars,
            "deadline": deadline,
            "mark": _x(story, deadline) if deadline else None,
        }


def _key(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["clock"], str(row["episode"]), row["assignment_id"]


def _held(story: dict[str, Any]) -> list[dict[str, Any]]:
    """Return per department who held the case, the longest first, with the stretches drawn."""
    stints: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in story["timeline"]:
        if line["what"] == "held":
            stints[line["who"]].append(line)
    return sorted(
        (_holder(story, who, lines) for who, lines in stints.items()),
        key=lambda one: (-one["hours"], one["department"]),
    )


def _holder(story: dict[str, Any], who: str, lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "department": who,
        "hours": round(sum(line["hours"] or 0 for line in lines), 1),
        "times": len(lines),
        "roles": ", ".join(sorted({line["detail"].split(" ")[0] for line in lines})),
        "bars": [_bar(story, line["at"], line["until"], "held") for line in lines],
    }
