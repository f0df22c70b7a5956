"""
Where a command takes its questions: to a running ``hub serve``, else to the files themselves.

Commands know operations by name (``hub.operations``) and get JSON documents, so they do not
care which of the two answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final, Protocol

from hub.embedded.caller import Caller, Serving, find_serving
from hub.embedded.following import followed
from hub.embedded.hub import Embedded
from hub.embedded.lock import Ownership
from hub.failure import Failure
from hub.loading.files import Raw
from hub.operations import perform
from hub.settings import Settings

_PATIENCE_S: Final = 3.0
"""How long a command waits for another one to let go of the files."""


class Office(Protocol):
    """Answers operations with JSON documents."""

    serving: bool

    def ask(self, operation: str, **arguments: Any) -> Any:
        """Return the document of *operation*; raise ``Failure`` where it cannot be had."""
        ...

    def accept(self, raws: Sequence[Raw], clock: str | None) -> dict[str, Any]:
        """Take *raws* in and return their counts: accepted, duplicate, rejected, by_code."""
        ...

    def followed(self, lines: int) -> AbstractContextManager[None]:
        """Let the warehouse follow, as it can, while the body takes in *lines*."""
        ...


class LocalOffice:
    """The files are ours: this process is the hub."""

    serving = False

    def __init__(self, embedded: Embedded) -> None:
        self._embedded = embedded

    def ask(self, operation: str, **arguments: Any) -> Any:
        return perform(self._embedded, operation, arguments)

    def accept(self, raws: Sequence[Raw], clock: str | None) -> dict[str, Any]:
        return self._embedded.accept(raws, clock).document()

    def followed(self, lines: int) -> AbstractContextManager[None]:
        self._embedded.close()
        return followed(self._embedded.settings, lines)


class RemoteOffice:
    """A ``hub serve`` holds the files; raw bytes travel as Latin-1 text, which maps them all."""

    serving = True

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def ask(self, operation: str, **arguments: Any) -> Any:
        return self._caller.ask(operation, arguments)

    def accept(self, raws: Sequence[Raw], clock: str | None) -> dict[str, Any]:
        texts = [(department, raw.decode("latin-1")) for department, raw in raws]
        counts: dict[str, Any] = self.ask("accept", raws=texts, clock=clock)
        return counts

    def followed(self, lines: int) -> AbstractContextManager[None]:  # noqa: ARG002 - it does
        return nullcontext()


@contextmanager
def open_office(settings: Settings, create: bool = False) -> Iterator[Office]:
    """
    Give the office of ``settings.data`` while the body runs.

    Raises:
        Failure: the folder holds no log and *create* is False; or another command holds it.
    """
    if serving := find_serving(settings.data):
        with _remote(serving) as office:
            yield office
    elif not create and not settings.log.exists():
        raise Failure("no-log", data=settings.data)
    else:
        with Ownership(settings.data, _PATIENCE_S), Embedded(settings) as embedded:
            yield LocalOffice(embedded)


@contextmanager
def _remote(serving: Serving) -> Iterator[Office]:
    caller = Caller(serving)
    try:
        yield RemoteOffice(caller)
    finally:
        caller.close()
