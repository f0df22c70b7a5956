"""
``hub serve``: one process that owns the embedded files and lives at the wall clock.

Three things go on side by side: the door answers other commands, a tick a minute brings
time into the log, and the warehouse follows the log. The warehouse may lag or fail; intake,
ticks and receipts go on, and it catches up from where its positions stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from threading import Event
from time import time
from typing import Any, Final

from hub.embedded.door import open_door
from hub.embedded.hub import Embedded
from hub.embedded.lock import Ownership
from hub.failure import Failure
from hub.gateway.place import must_be_free
from hub.health import open_health
from hub.lasting import ended_by_signal
from hub.operations import perform
from hub.settings import Settings
from hub.side_work import beside

_FOLLOW_S: Final = 1.0
_MINUTE_S: Final = 60.0


def run_serve(
    settings: Settings,
    defaults: bool,
    ready: Callable[[str, str], None],
    http: str | None = None,
) -> None:
    """
    Serve until the process is told to end (SIGINT, SIGTERM).

    *defaults*: publish the default policies into an empty log. *http*: where the gateway listens,
    if it should. *ready* is called with the door's address and the gateway's ('' for none) once
    both may be asked.

    Raises:
        Failure: the address is not free; said before anything is opened.
    """
    if http:
        must_be_free(http)
    with Ownership(settings.data), Embedded(settings) as hub, ended_by_signal() as ended:
        hub.begin(defaults)
        hub.turn_to_wall()

        def ask(operation: str, arguments: Mapping[str, Any]) -> Any:
            return perform(hub, operation, arguments)

        with ExitStack() as stack:
            address = stack.enter_context(open_door(settings.data, ask))
            stack.enter_context(beside("projector", lambda: _follow(hub, ended), ended))
            stack.enter_context(_alerting(hub, ended))
            text = health_text(hub)
            stack.enter_context(open_health(settings.health, lambda: True, text))
            ready(address, stack.enter_context(_gateway(hub, http)) if http else "")
            _tick_until(hub, ended)


def _alerting(hub: Embedded, ended: Event) -> AbstractContextManager[None]:
    from hub.alerting.hosting import alerting  # heavy, and most commands need none

    return alerting(hub, ended)


def health_text(hub: Embedded) -> Callable[[], str]:
    """Return what gives the metrics of *hub*: all that the parts of a cluster tell apart."""
    from hub.alerting.health import metrics_of  # heavy, and most commands need none
    from hub.metrics import metrics
    from hub.operations.standing import status

    standing, alerts = metrics(lambda: status(hub)), metrics_of(hub.settings.data, hub.now)
    return lambda: standing() + alerts()


@contextmanager
def _gateway(hub: Embedded, http: str) -> Iterator[str]:
    """Let departments in at the address *http* while the body runs; yields the URL."""
    from hub.gateway.keyring import open_keyring  # heavy, and most commands need none
    from hub.gateway.serving import open_gateway

    with open_keyring(hub.settings.data) as keyring, open_gateway(hub, keyring, http) as url:
        yield url


def _tick_until(hub: Embedded, ended: Event) -> None:
    while not ended.wait(_MINUTE_S - time() % _MINUTE_S):
        hub.tick()
        hub.expire()


def _follow(hub: Embedded, ended: Event) -> None:
    """Keep the warehouse close behind the log."""
    while not ended.wait(_FOLLOW_S):
        try:
            hub.project()
        except Failure:
            # The warehouse is away: nothing is lost, the next round begins where this one did.
            ended.wait(_FOLLOW_S * 10)
