"""
Whom a command asks: a running ``hub serve``, else the files themselves; or a cluster.

Commands know operations by name (``hub.operations``) and get JSON documents, so they do not
care which of the three answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from hub.embedded.serve_client import ServeClient, find_serving
from hub.failure import Failure
from hub.loading.files import Raw
from hub.settings import Settings


class Client(Protocol):
    """Answers operations with JSON documents."""

    def ask(self, operation: str, **arguments: Any) -> Any:
        """Return the document of *operation*; raise ``Failure`` where it cannot be had."""
        ...

    def accept(self, raws: Sequence[Raw], clock: str | None) -> dict[str, Any]:
        """Take *raws* in; return the counts of those judged: accepted, duplicate, rejected …"""
        ...

    def followed(self, lines: int) -> AbstractContextManager[None]:
        """Let the warehouse follow, as it can, while the body takes in *lines*."""
        ...


@contextmanager
def open_client(
    settings: Settings, create: bool = False, cluster: bool = False
) -> Iterator[Client]:
    """
    Give who answers for ``settings.data``, or for the *cluster* of *settings*, in the body.

    Raises:
        Failure: the folder holds no log and *create* is False; or another command holds it.
    """
    if cluster:
        from hub.cluster.client import ClusterClient  # heavy, and most commands ask none

        with ClusterClient(settings) as client:
            yield client
    elif serving := find_serving(settings.data):
        with ServeClient(serving) as client:
            yield client
    elif not create and not settings.log.exists():
        raise Failure("no-log", data=settings.data)
    else:
        from hub.embedded.local_client import local_client  # as heavy, and a serve may answer

        with local_client(settings) as client:
            yield client


def ask(
    settings: Settings,
    operation: str,
    create: bool = False,
    cluster: bool = False,
    **arguments: Any,
) -> Any:
    """Return the document of one *operation*; see ``open_client``."""
    with open_client(settings, create, cluster) as client:
        return client.ask(operation, **arguments)
