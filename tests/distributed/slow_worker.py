"""
A toy worker that folds no case before it has folded a visit, however many cases wait.

``python -m tests.distributed.slow_worker BROKERS GROUP``. It fetches record by record, and says
what it folds, and whenever more fetches of cases wait in its queue than before (``QUEUED``).
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from typing import Any, Final

from events import topics
from events.record import Record
from hub.ticks import build_tick
from processors import app
from processors.host import Host
from processors.worker_settings import WorkerSettings
from tests.distributed.toy_worker import SESSION_S, TOPICS, build

QUEUED: Final = "queued "
FOLDED: Final = "folded of "
_LOOK_S: Final = 0.05

_apps: list[app.HostApp] = []


class Known(app.HostApp):
    """Can be asked how much waits in its queues."""

    def __init__(self, *said: Any, **named: Any) -> None:
        super().__init__(*said, **named)
        _apps.append(self)


class Slow(Host):
    """Folds a case only after the first visit."""

    visited, most = False, 0

    async def fold(self, records: Sequence[Record]) -> None:
        topic = records[0].topic
        while topic == topics.JOURNAL_CASES and not self.visited:
            waiting = _apps[0].streams[topic].channel.queue.qsize()
            if waiting > self.most:
                self.most = waiting
                _tell(f"{QUEUED}{waiting}")
            await asyncio.sleep(_LOOK_S)
        await super().fold(records)
        _tell(FOLDED + topic)
        self.visited = self.visited or topic == topics.JOURNAL_VISITS


def _tell(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def main(brokers: str, group: str) -> None:
    app.HostApp, app.Host = Known, Slow  # type: ignore[misc, attr-defined]
    settings = WorkerSettings(brokers, TOPICS, (), group, SESSION_S, 1.0, 0.2, 1, level="INFO")
    app.run(settings, build, build_tick)


if __name__ == "__main__":
    main(*sys.argv[1:])
