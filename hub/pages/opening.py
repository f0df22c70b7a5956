"""
The pages of a log as it stands, for one desk: what ``hub demo --serve`` opens.

No time passes in it (the log keeps its own last tick) and nothing listens beyond this machine. The
address carries a ticket that lets in once; the key behind it is known to nobody and ends with the
process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from hub.embedded.hub import Embedded
from hub.embedded.lock import Ownership
from hub.gateway.app import build
from hub.gateway.keyring import Caller, open_keyring
from hub.gateway.server import listening
from hub.lasting import ended_by_signal
from hub.settings import Settings

_DESK: Final = Caller("desk", "", "analyst", 1_000_000_000)


def run_pages(settings: Settings, ready: Callable[[str], None]) -> None:
    """Show the pages of ``settings.data`` until told to stop; *ready* is told their address."""
    with ended_by_signal() as ended, opened(settings) as address:
        ready(address)
        ended.wait()


@contextmanager
def opened(settings: Settings) -> Iterator[str]:
    """Show the pages while the body runs; yields an address that lets in once."""
    with (
        Ownership(settings.data),
        Embedded(settings) as hub,
        open_keyring(settings.data) as keyring,
    ):
        keyring.make(_DESK)
        app: Any = build(hub, keyring)
        try:
            with listening(app, "0") as url:
                yield f"{url}/pages/enter/{app.state.pages.tickets.make(_DESK.name)}"
        finally:
            app.state.pages.close()
            keyring.revoke(_DESK.name)
