"""How a part of a cluster is looked after: its health door, its metrics, its watchdog."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from events.brokers import BrokersAwayError
from events.kafka import Connection, Place
from hub.health import open_health
from hub.metrics import metrics
from hub.settings import Settings
from hub.standing import Part, part_named
from hub.status import cluster_status
from hub.watching import Watch

_NOTHING: Mapping[str, Any] = {"parts": [], "behind": [], "clocks": [], "rejected": []}


class Member(Protocol):
    """A consumer of a group, as those who look after it see it."""

    @property
    def waits(self) -> bool: ...
    def holds(self) -> list[Place]: ...


@contextmanager
def cared_for(
    settings: Settings, connection: Connection, part: str, member: Member
) -> Iterator[None]:
    """Watch *member* of *part*'s group, and tell how it is, while the body runs."""
    refused = getattr(member, "refused", {})
    ready: Callable[[], bool] = lambda: bool(member.holds()) and not member.waits  # noqa: E731
    group = part_named(part).group
    with (
        telling(settings, connection, part, ready, lambda: refused),
        Watch(connection, group, member.holds, lambda: member.waits),
    ):
        yield


@contextmanager
def telling(
    settings: Settings,
    connection: Connection,
    part: str,
    ready: Callable[[], bool],
    refused: Callable[[], Mapping[str, int]] = dict,
) -> Iterator[None]:
    """Open the health door of *part*, where the settings want one, while the body runs."""
    mine = part_named(part)
    with open_health(settings.health, ready, metrics(lambda: _status(connection, mine), refused)):
        yield


def _status(connection: Connection, part: Part) -> Mapping[str, Any]:
    """Return where *part* stands; nothing while no broker answers."""
    try:
        return cluster_status(connection, (part,)) | {"rejected": []}
    except BrokersAwayError:
        return _NOTHING
