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

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from events.instant import Instant
from hub.alerting.outbox import Outbox
from hub.alerting.policy import AlertPolicy, read_policy


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

    def text() -> str:
        registry = CollectorRegistry()
        for name, value in health(outbox, policy, now()).items():
            gauge = Gauge(f"hub_alerts_{name}", _SAYS[name], registry=registry)
            gauge.set(float(value))
        return generate_latest(registry).decode()

    return text


_SAYS = {
    "waiting": "Messages on their way.",
    "sent": "Messages that arrived.",
    "dead": "Messages given up.",
    "to_say": "Findings that wait for somebody who can be told.",
    "behind_s": "How long the oldest message waits.",
    "failing_s": "Since when no turn of the alerter went through.",
    "quiet": "1: nothing could be delivered for too long.",
}
