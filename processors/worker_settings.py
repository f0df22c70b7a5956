"""What a worker is told: where the brokers are, what it folds, and how patient it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from events.brokers import NOBODY, Login


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """
    ``brokers``: host:port, comma separated. ``journals``: topics that get wall-clock ticks
    from the owner of each partition, while ``ticking`` says so; empty when the log holds its
    ticks already. ``live``: the name under which a topic that is spoken to stands now.
    """

    brokers: str
    topics: tuple[str, ...]
    journals: tuple[str, ...] = ()
    group: str = "hub-worker"
    session_s: float = 10.0
    heartbeat_s: float = 3.0
    checkpoint_s: float = 1.0
    fetch: int = 5000
    stuck_s: float = 120.0
    level: str = "WARNING"
    login: Login = NOBODY
    live: Callable[[str], str] = str
    ticking: Callable[[], bool] = lambda: True
