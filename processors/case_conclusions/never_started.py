"""
Never started: a department was given a case and did nothing meaningful within its
``first-contact`` target — split and forget (一分了之). Resolved by its first act, or when the
assignment ends or the case is answered. The department at fault is the assigned one.

Source: the semantics, "Buck-passing"; the contract, "never-started replaces first-contact".
"""

from __future__ import annotations

from events.finding import Finding
from processors.case_conclusions.clock import Reading
from processors.case_conclusions.found import found
from processors.case_conclusions.shown import moment


def never_started(case: tuple[str, str], reading: Reading) -> Finding | None:
    """Return the finding of a breached ``first-contact`` clock, None for any other."""
    span, breach = reading.span, reading.breach
    if breach is None or span.clock != "first-contact":
        return None
    return found(
        "ping-pong",
        "never-started",
        case,
        breach.at,
        severity="breach",
        evidence=reading.evidence,
        resolved=span.stop,
        department=span.department,
        clock=span.clock,
        episode=span.episode,
        assignment_id=span.assignment_id,
        details={"percent": reading.percent, "deadline": moment(reading.deadline)},
    )
