"""Asking the files themselves: this process is the hub while the command lasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

from hub.embedded.following import followed
from hub.embedded.hub import Embedded
from hub.embedded.lock import Ownership
from hub.loading.files import Raw
from hub.operations import perform
from hub.settings import Settings

_PATIENCE_S: Final = 3.0
"""How long a command waits for another one to let go of the files."""


class LocalClient:
    """A ``hub.client.Client``: the files are ours."""

    def __init__(self, embedded: Embedded) -> None:
        self._embedded = embedded

    def ask(self, operation: str, **arguments: Any) -> Any:
        return perform(self._embedded, operation, arguments)

    def accept(self, raws: Sequence[Raw], clock: str | None) -> dict[str, Any]:
        return self._embedded.accept(raws, clock).document()

    def followed(self, lines: int) -> AbstractContextManager[None]:
        self._embedded.close()
        return followed(self._embedded.settings, lines)


@contextmanager
def local_client(settings: Settings) -> Iterator[LocalClient]:
    """Give who answers from the files of *settings*; raise ``Failure`` where another holds them."""
    with Ownership(settings.data, _PATIENCE_S), Embedded(settings) as embedded:
        yield LocalClient(embedded)
