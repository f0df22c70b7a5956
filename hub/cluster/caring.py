"""How a part of a cluster is looked after: its health door, its metrics, its watchdog."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from events.brokers import BrokersAwayError
from events.kafka import Connection, Place
from hub.cluster.standing import Part, part_named
from hub.cluster.status import cluster_status
from hub.cluster.watching import Watch
from hub.health import open_health
from hub.metrics import metrics
from hub.settings import Settings

if TYPE_CHECKING:
    from processors.host import Host

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
    ready: Callable[[], bool] = lambda: at_work(member)  # noqa: E731
    with (
        telling(settings, connection, part, ready, lambda: refused),
        watched(connection, part, member),
    ):
        yield


def at_work(member: Member) -> bool:
    """Tell whether *member* has partitions and knows no reason to wait."""
    return bool(member.holds()) and not member.waits


def watched(connection: Connection, part: str, member: Member) -> Watch:
    """Return a watchdog over *member* of *part*'s group."""
    return Watch(connection, part_named(part).group, member.holds, lambda: member.waits)


class _Worker:
    """A Faust worker as a member: its own watchdog runs on its event loop, which may hang."""

    def __init__(self, host: Host) -> None:
        self._host = host

    @property
    def waits(self) -> bool:
        return not self._host.ready

    def holds(self) -> list[Place]:
        return [(at.topic, at.number) for at in self._host.restored]


@contextmanager
def worker_cared_for(settings: Settings, connection: Connection, host: Host) -> Iterator[None]:
    """Watch the worker of *host* from a thread beside its loop, and tell how it is."""
    with (
        telling(settings, connection, "worker", lambda: host.ready),
        watched(connection, "worker", _Worker(host)),
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
