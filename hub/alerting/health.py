"""
How alerting does, so that it never goes quiet unnoticed: ``hub status``, and gauges.

Quiet is an alerter that could deliver nothing for longer than ``silent_s`` (five minutes): a
message waits for so long, or was given up, or whole turns fail because log or warehouse are away.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from events.instant import Instant
from hub.alerting.outbox import Outbox
from hub.alerting.policy import AlertPolicy, read_policy
from hub.metrics import values


def health(outbox: Outbox, policy: AlertPolicy, now: Instant) -> dict[str, Any]:
    """
    Return how alerting does; ``quiet`` is True when nothing could be delivered for too long.

    For ``hub status`` and a gauge: waiting, sent, dead, to_say, behind_s (of the oldest),
    failing_s (since when no turn went through), quiet.
    """
    found = outbox.health(now)
    longest = max(found["behind_s"], found["failing_s"])
    return found | {"quiet": longest > policy.silent_s or found["dead"] > 0}


def alerts_of(data: Path, now: Instant) -> list[dict[str, Any]]:
    """Return the one row of ``hub status`` about the alerts of the folder *data*; none unused."""
    path = data / "alerts.sqlite"
    if not path.exists():
        return []
    with closing(Outbox(path)) as outbox:
        return [health(outbox, read_policy(data), now)]


def metrics_of(data: Path, now: Callable[[], Instant]) -> Callable[[], str]:
    """Return what gives the gauges of the alerts of the folder *data*; '' while none are used."""

    def text() -> str:
        if not (path := data / "alerts.sqlite").exists():
            return ""
        with closing(Outbox(path)) as outbox:
            return metrics(outbox, read_policy(data), now)()

    return text


def metrics(outbox: Outbox, policy: AlertPolicy, now: Callable[[], Instant]) -> Callable[[], str]:
    """Return what gives the alerter's gauges now, in Prometheus' text form."""

    return lambda: values("hub_alerts_", health(outbox, policy, now()), _SAYS)


_SAYS = {
    "waiting": "Messages on their way.",
    "sent": "Messages that arrived.",
    "dead": "Messages given up.",
    "to_say": "Findings that wait for somebody who can be told.",
    "behind_s": "How long the oldest message waits.",
    "failing_s": "Since when no turn of the alerter went through.",
    "quiet": "1: nothing could be delivered for too long.",
}
