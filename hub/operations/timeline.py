"""
The timeline of a case: who did what, who held it how long, and what was found, in one list.

Rows ascend by ``at`` (event time). ``until`` and ``hours`` (elapsed) belong to what lasts: a
department's holding of the case, a finding; up to now while it lasts. A withdrawn event stays
in the list, and says so; so does one that is flagged, for it may have changed nothing. Free text
and names of people are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from events.event import Event
from events.finding import Finding
from events.instant import HOUR, Instant, render
from processors.cases.assignments import Stint
from processors.cases.case_state import CaseState

_TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "case.opened": ("kind", "channel", "category"),
    "case.assigned": ("role", "basis"),
    "case.returned": ("reason_code", "better_owner"),
    "case.paused": ("reason", "until"),
    "case.resumed": ("reason",),
    "case.extended": ("clock", "by", "unit"),
    "case.joint-handled": ("departments",),
    "case.responded": ("kind",),
    "case.closed": ("outcome",),
    "case.evaluated": ("collected_by", "outcome", "level", "solved"),
    "case.linked": ("other_case_id", "relation"),
    "case.unlinked": ("other_case_id", "relation"),
    "event.withdrawn": ("event_id",),
}
"""What a line says of an event beyond its name; never text."""


def timeline(
    events: tuple[Event, ...],
    state: CaseState,
    findings: tuple[Finding, ...],
    now: Instant,
    flags: Iterable[str] = (),
) -> list[dict[str, Any]]:
    """
    Return the rows of a case whose *events* are in order; *now* is its last tick.

    *flags* are those of its row: a code and the event that does not fit, a space between.
    """
    flagged = _flagged(flags)
    rows = [
        *(_did(event, event.event_id in state.withdrawn, flagged) for event in events),
        *(_held(stint, now) for stint in state.story.hands.stints),
        *_found(findings, now),
    ]
    return [row for _, row in sorted(rows, key=lambda one: one[0])]


Placed = tuple[tuple[Instant, int, str], dict[str, Any]]


def _flagged(flags: Iterable[str]) -> dict[str, list[str]]:
    """Return the codes of *flags* by the event they are of."""
    codes: dict[str, list[str]] = {}
    for flag in flags:
        code, _, event_id = flag.partition(" ")
        codes.setdefault(event_id, []).append(code)
    return codes


def _did(event: Event, withdrawn: bool, flagged: Mapping[str, list[str]]) -> Placed:
    told = ((name, event.data.get(name)) for name in _TOLD.get(event.name, ()))
    said = (f"{name}={_word(value)}" for name, value in told if value is not None and value != "")
    codes = (f"flag={code}" for code in flagged.get(event.event_id, ()))
    detail = ", ".join((*said, *codes, *(("withdrawn",) if withdrawn else ())))
    who = str(event.data.get("department") or event.department)
    return (event.time, 0, event.event_id), _row(event.time, who, event.name, detail=detail)


def _word(value: Any) -> str:
    return "+".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _held(stint: Stint, now: Instant) -> Placed:
    until = stint.ended.time if stint.ended else now
    row = _row(stint.start.time, stint.department, "held", until, f"{stint.role} {stint.ended_by}")
    return (stint.start.time, 1, stint.assignment_id), row


def _found(findings: tuple[Finding, ...], now: Instant) -> Iterator[Placed]:
    for finding in findings:
        what = f"finding {finding.rule}/{finding.kind}"
        until = now if finding.resolved_at is None else finding.resolved_at
        row = _row(finding.raised_at, finding.department, what, until, finding.severity)
        yield (finding.raised_at, 2, f"{what}{finding.clock}{finding.assignment_id}"), row


def _row(
    at: Instant, who: str, what: str, until: Instant | None = None, detail: str = ""
) -> dict[str, Any]:
    lasted = None if until is None else round(max(until - at, 0) / HOUR, 2)
    return {
        "at": render(at),
        "who": who,
        "what": what,
        "until": "" if until is None else render(max(until, at)),
        "hours": lasted,
        "detail": detail.strip(),
    }
