"""
A real Faust worker over the toy fold: what the host promises, it promises for any fold.

Run as a process of its own, so that a test can kill, stop and pause it:
``python -m tests.distributed.toy_worker BROKERS GROUP [ticks]``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from events import topics
from events.event import Event
from hub.ticks import build_tick
from processors.app import run
from processors.folding.fold import Forward
from processors.folding.partition import Partition
from processors.worker_settings import WorkerSettings
from tests.processors.toy_fold import Quiet, QuietFold

TOPICS = (topics.JOURNAL_VISITS, topics.JOURNAL_CASES, topics.BY_PARTY)
SESSION_S = 6.0
"""The shortest session a broker grants."""


class Here(QuietFold):
    """Forwards nothing."""

    def forwards(self, before: Quiet, after: Quiet, event: Event) -> Iterable[Forward]:  # noqa: ARG002
        return ()


class Onward(QuietFold):
    """Forwards every event to its cluster: parties p1, p11, p21 … are of cluster u1."""

    def forwards(self, before: Quiet, after: Quiet, event: Event) -> Iterable[Forward]:  # noqa: ARG002
        return (Forward(topics.BY_PARTY, f"u{after.key[-2:]}"),)


def build(topic: str, number: int) -> Partition[Any]:
    """Return an empty partition of the toy fold; visits go on to ``by-party``."""
    forwards = topic == topics.JOURNAL_VISITS
    derived = {topics.BY_PARTY: topics.PARTITIONS[topics.BY_PARTY]} if forwards else {}
    return Partition(Onward() if forwards else Here(), topic, number, derived)


def main(brokers: str, group: str, ticks: str = "") -> None:
    settings = WorkerSettings(
        brokers,
        TOPICS,
        topics.JOURNALS if ticks else (),
        group=group,
        session_s=SESSION_S,
        heartbeat_s=1.0,
        checkpoint_s=0.2,
        fetch=200,
        level="INFO",
    )
    run(settings, build, build_tick)


if __name__ == "__main__":
    main(*sys.argv[1:])
