"""The gateway as it runs: over any hub while a body does, and beside a cluster until told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from fastapi import FastAPI

from hub.cluster.hub import Cluster
from hub.gateway.app import build
from hub.gateway.keyring import Keyring, open_keyring
from hub.gateway.limits import Limits
from hub.gateway.server import listening
from hub.health import open_health
from hub.lasting import ended_by_signal, write_log
from hub.metrics import clock_alone
from hub.pages.warming import warmed
from hub.port import Hub
from hub.settings import Settings


@contextmanager
def open_gateway(
    hub: Hub,
    keyring: Keyring,
    http: str,
    limits: Limits = Limits(),
    warm: Callable[[FastAPI], AbstractContextManager[None]] = warmed,
) -> Iterator[str]:
    """Let departments in at *http* while the body runs, pages kept *warm*; yields the URL."""
    app = build(hub, keyring, limits)
    try:
        with listening(app, http, limits.head_s) as url, warm(app):
            yield url
    finally:
        app.state.pages.close()


def run_gateway(settings: Settings, http: str, ready: Callable[[str], None]) -> None:
    """Serve the gateway of the cluster of *settings* until told to stop."""
    write_log()
    with (
        ended_by_signal() as ended,
        Cluster(settings) as hub,
        open_keyring(settings.data) as keyring,
        open_gateway(hub, keyring, http) as url,
        open_health(settings.health, lambda: True, clock_alone),
    ):
        ready(url)
        ended.wait()
