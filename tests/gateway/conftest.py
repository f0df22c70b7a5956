"""One hub that lives at the wall clock with its gateway open, and keys to it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import NamedTuple

import pytest

from hub.embedded.hub import Embedded
from hub.gateway.app import build
from hub.gateway.keyring import Caller, Keyring, open_keyring
from hub.gateway.limits import Limits
from hub.gateway.server import listening
from hub.settings import Settings
from tests.gateway.speaking import System

LIMITS = Limits(body=400_000, event=200_000, events=50, read_s=1.0, head_s=1.0, stream_s=3.0)
"""Small, so that what is too much and too slow is so within seconds."""
RICH = 100_000_000


class Gateway(NamedTuple):
    """A hub, the URL of its gateway, and its keyring."""

    hub: Embedded
    url: str
    keyring: Keyring

    def system(self, department: str = "fire", role: str = "department") -> System:
        """Return a system with a key of its own."""
        caller = Caller(f"{department}-{uuid.uuid4().hex[:8]}", department, role, RICH)
        return System(self.url, self.keyring.make(caller), department)


@pytest.fixture(scope="session", name="gateway")
def _gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """Give the gateway all tests share."""
    data = tmp_path_factory.mktemp("gateway")
    with ExitStack() as stack:
        hub = stack.enter_context(Embedded(Settings(data=data)))
        hub.begin(defaults=True)
        hub.turn_to_wall()
        keyring = stack.enter_context(open_keyring(data))
        app = build(hub, keyring, LIMITS)
        yield Gateway(hub, stack.enter_context(listening(app, "0", LIMITS.head_s)), keyring)


@pytest.fixture
def fire(gateway: Gateway) -> System:
    """Give the system of the fire department."""
    return gateway.system()


@pytest.fixture
def fresh() -> Callable[[], str]:
    """Give names no other test uses."""
    return lambda: f"V-{uuid.uuid4().hex[:10]}"
