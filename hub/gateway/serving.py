"""The gateway as it runs: over any hub while a body does, and beside a cluster until told."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event

from fastapi import FastAPI

from hub.cluster.hub import Cluster
from hub.gateway.app import build
from hub.gateway.keyring import Keyring, open_keyring
from hub.gateway.limits import Limits
from hub.gateway.server import listening
from hub.health import open_health
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
    logging.basicConfig(level="INFO", stream=sys.stderr)
    logging.getLogger("kafka").setLevel(logging.WARNING)
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with (
        Cluster(settings) as hub,
        open_keyring(settings.data) as keyring,
        open_gateway(hub, keyring, http) as url,
        open_health(settings.health, lambda: True, clock_alone),
    ):
        ready(url)
        ended.wait()
