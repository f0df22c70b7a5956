"""What only the hub says: the clock's ticks, and warnings about the clocks of cases."""

from __future__ import annotations

from events.models.base import Id, Label, Moment, Said, event


@event("clock.ticked", example={"now": "2026-10-09T01:00:00Z"})
class ClockTicked(Said):
    """It is now this minute in a partition of the log."""

    now: Moment


class _Clock(Said):
    case_id: Id
    clock: Label
    episode: Label
    assignment_id: Label
    deadline: Moment


_CLOCK = {
    "case_id": "K-77",
    "clock": "resolve",
    "episode": "1",
    "assignment_id": "",
    "deadline": "2026-10-12T09:30:00Z",
}


@event("clock.warned", example=_CLOCK | {"percent": 80, "warns": True})
class ClockWarned(_Clock):
    """
    A clock reached this share of its target, in percent.

    ``warns``: the department is to be warned; None: an older hub, which warned at 80.
    """

    percent: int
    warns: bool | None = None


@event("clock.rebased", example=_CLOCK | {"reason": "calendar china version 2"})
class ClockRebased(_Clock):
    """A deadline moved because a policy, a category or a calendar changed."""

    reason: Label
