"""
Check a policy before it is published: what a fold could not use is refused loudly here.

A policy is checked whole: it parses, its calendar is the one given, and each of its targets
gives a deadline, and each band an instant, when a clock starts on the last date that the
calendar announces (a target reached from an old ``valid_from`` may not be reached from today).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from events.instant import DAY, Instant
from processors.policies.identity_policy import parse_identity
from processors.policies.life_cycle import parse_life_cycles
from processors.policies.matter_policy import parse_matters
from processors.policies.policy import PolicyError, Roll, Target, contents
from processors.policies.report_policy import parse_reports
from processors.policies.signing_policy import parse_signing
from processors.policies.sla_policy import SlaPolicy, parse_sla
from processors.policies.visit_policy import parse_visits
from processors.time.calendar import Calendar
from processors.time.deadline import due, percent_instant
from processors.time.openings import EPOCH_ORDINAL

_PARSERS: Mapping[str, Callable[[Mapping[str, Any], str], object]] = {
    "visits": parse_visits,
    "identity": parse_identity,
    "life-cycle": parse_life_cycles,
    "matters": parse_matters,
    "reports": parse_reports,
    "signing": parse_signing,
}
_FORESEEN = 50 * 365 * DAY
"""No further ahead is a deadline asked for, whatever a calendar claims to know."""


def check_policy(data: Mapping[str, Any], calendar: Calendar | None, file: str = "") -> list[str]:
    """
    Return what is wrong with the ``data`` of a ``policy.published`` event, one line each.

    Args:
        data: a whole policy (for one that states only what differs, its overlay).
        calendar: the calendar it names, None when there is none of that id.
        file: named in the lines; else the policy's id is.
    """
    content = contents(data)
    try:
        parse = _PARSERS.get(str(content.get("kind", "")))
        if parse is not None:
            parse(content, file)
            return []
        return uncomputable(parse_sla(content, file), calendar, file)
    except PolicyError as error:
        return [str(error)]


def uncomputable(policy: SlaPolicy, calendar: Calendar | None, file: str = "") -> list[str]:
    """Return a line for each deadline of *policy* that *calendar* cannot give."""
    where = file or f"policy {policy.policy_id}"
    if calendar is None or calendar.calendar_id != policy.calendar_id:
        return [f"{where}: calendar {policy.calendar_id} is not published: publish it first"]
    start = _latest_start(policy, calendar)
    return [
        f"{where}: {field} cannot be computed in calendar {calendar.name}: {problem}"
        for field, target, cut_off, roll in _targets(policy)
        for problem in _problems(calendar, start, target, cut_off, roll, policy.bands)
    ]


def uncomputable_limits(
    policy: SlaPolicy, calendar: Calendar, limits: Mapping[str, Target], where: str = ""
) -> list[str]:
    """Return a line for each of *limits* (by name) that an item's clocks could not compute."""
    start = _latest_start(policy, calendar)
    return [
        f"{where}: {name} cannot be computed in calendar {calendar.name}: {problem}"
        for name, target in limits.items()
        for problem in _problems(calendar, start, target, None, "none", policy.bands)
    ]


def _latest_start(policy: SlaPolicy, calendar: Calendar) -> Instant:
    valid_from = max(policy.valid_from, calendar.valid_from)
    announced = (calendar.known_through - EPOCH_ORDINAL) * DAY
    return Instant(max(valid_from, min(announced, valid_from + _FORESEEN)))


def _targets(policy: SlaPolicy) -> Iterator[tuple[str, Target, int | None, Roll]]:
    for clock in policy.clocks.values():
        yield f"clocks.{clock.name}", clock.target, clock.cut_off, clock.roll
        yield f"clocks.{clock.name}.hard", clock.hard, clock.cut_off, clock.roll
    for reason, longest in policy.pause_reasons.items():
        yield f"pause.{reason}", longest, None, "none"
    yield "silence", policy.silence, None, "none"
    yield "reopen", policy.reopen_window, None, "none"
    yield "ping_pong.unowned", policy.ping_pong.unowned, None, "none"


def _problems(
    calendar: Calendar,
    start: Instant,
    target: Target,
    cut_off: int | None,
    roll: Roll,
    bands: tuple[int, ...],
) -> Iterator[str]:
    try:
        deadline = due(calendar, start, target, cut_off=cut_off, roll=roll).deadline
        percent_instant(calendar, start, deadline, bands[-1], target.unit)
    except ValueError as error:
        yield str(error)
