"""The operation ``status`` of an embedded hub: its warehouse can be behind, its alerts quiet."""

from __future__ import annotations

from collections import Counter
from typing import Any

from events.instant import render
from hub.alerting.health import alerts_of
from hub.embedded.hub import Embedded
from hub.embedded.projecting import projected
from hub.intake.refused import open_refusals
from hub.wall import wall_now


def status(hub: Embedded) -> dict[str, Any]:
    """Return what is not projected yet, what was refused by whom, and the log's clocks."""
    with hub.reading() as log:
        counts = Counter(one.said["department"] for one in open_refusals(log))
        ends = {place: log.end(*place) for place in projected(log)}
    reached = hub.projected()
    behind: list[dict[str, Any]] = [
        {"part": "project", "topic": topic, "partition": number, "records": end - done}
        for (topic, number), end in sorted(ends.items())
        if (done := reached.get((topic, number), 0)) < end
    ]
    clocks = hub.engine.clocks()
    return {
        "alerts": alerts_of(hub.settings.data, wall_now()),
        "parts": [
            {
                "part": "project",
                "partitions": len(ends),
                "behind": sum(one["records"] for one in behind),
            }
        ],
        "behind": behind,
        "rejected": [{"department": name, "refused": n} for name, n in sorted(counts.items())],
        "clocks": [
            {"topic": topic, "partition": number, "now": render(at)}
            for (topic, number), at in sorted(clocks.items())
        ],
    }
