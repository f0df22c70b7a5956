"""
When somebody may be told: quiet hours, days off, and the hour of the digest, in local time.

Quiet hours are [from, to); what falls into them, or on a day off, waits for their end on the next
working day. Urgent notices wait for nothing. A digest goes out once a working day, at its hour:
what is found at that very minute is in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from events.instant import Instant, from_datetime, to_datetime
from hub.alerting.policy import AlertPolicy

_LONGEST: int = 400


@dataclass(frozen=True, slots=True)
class Hours:
    """``now``: the instant of planning. ``worked`` tells whether a local date is a working day."""

    now: Instant
    worked: Callable[[date], bool]


def earliest(hours: Hours, policy: AlertPolicy, *, urgent: bool) -> Instant:
    """Return the first instant from now on at which somebody may be told."""
    local = to_datetime(hours.now).astimezone(policy.zone)
    if urgent or not _quiet(local, hours, policy):
        return hours.now
    opens = policy.quiet[1]
    day = local.date() if local.time() < opens else local.date() + timedelta(days=1)
    return _at(_worked(day, hours, policy), opens, policy)


def digest_at(hours: Hours, policy: AlertPolicy, *, urgent: bool = False) -> Instant:
    """Return the instant of the next digest, now included; *urgent* ones wait for none."""
    if urgent:
        return hours.now
    local = to_datetime(hours.now).astimezone(policy.zone)
    passed = local.time() > policy.digest
    return _at(_worked(local.date() + timedelta(days=passed), hours, policy), policy.digest, policy)


def _quiet(local: datetime, hours: Hours, policy: AlertPolicy) -> bool:
    since, until = policy.quiet
    clock = local.time()
    night = since <= clock < until if since <= until else clock >= since or clock < until
    return night or (policy.days_off and not hours.worked(local.date()))


def _worked(day: date, hours: Hours, policy: AlertPolicy) -> date:
    """Return *day* or the next working day; a calendar that never opens stops nobody."""
    if not policy.days_off:
        return day
    days = (day + timedelta(days=n) for n in range(_LONGEST))
    return next((one for one in days if hours.worked(one)), day)


def _at(day: date, clock: time, policy: AlertPolicy) -> Instant:
    return from_datetime(datetime.combine(day, clock, policy.zone))
