"""One gateway with pages over a small county, and somebody of each role who looks at them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import NamedTuple

import pytest

from hub.embedded.hub import Embedded
from hub.gateway.app import build
from hub.gateway.keyring import Caller, Keyring, open_keyring
from hub.gateway.server import listening
from hub.pages.sessions import Tickets
from hub.settings import Settings
from tests.pages import county
from tests.pages.looking import Looker

ROLES = ("department", "dispatcher", "supervisor", "analyst", "auditor")
_RICH = 1_000_000_000


class Site(NamedTuple):
    """A hub, the address of its pages, and its keyring."""

    hub: Embedded
    url: str
    keyring: Keyring
    tickets: Tickets

    def key(self, role: str, department: str = "", name: str = "") -> str:
        """Return a key of a new person of *role*."""
        caller = Caller(name or f"{role}-{department}", department, role, _RICH)
        return self.keyring.make(caller)

    def looker(self, role: str, language: str = "en", department: str = "tax") -> Looker:
        """Return somebody of *role* who has logged in."""
        own = department if role in {"department", "dispatcher"} else ""
        looker = Looker(self.url, language)
        # A name of its own: a second key under one name would end the first one's session.
        looker.log_in(self.key(role, own, f"{role}-{uuid.uuid4().hex[:8]}"))
        return looker


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give the pages all tests share."""
    data = tmp_path_factory.mktemp("pages")
    with ExitStack() as stack:
        hub = stack.enter_context(Embedded(Settings(data=data)))
        county.load(hub, tmp_path_factory.mktemp("city"))
        keyring = stack.enter_context(open_keyring(data))
        app = build(hub, keyring)
        stack.callback(app.state.pages.close)
        app.state.pages.first_s = None  # pages that come again are tried by themselves
        url = stack.enter_context(listening(app, "0"))
        yield Site(hub, url, keyring, app.state.pages.tickets)


@pytest.fixture(scope="session")
def looker(site: Site) -> Callable[[str, str], Looker]:
    """Give somebody of a role, reading a language; the same one whenever asked for again."""
    known: dict[tuple[str, str], Looker] = {}

    def give(role: str, language: str = "en") -> Looker:
        if (role, language) not in known:
            known[role, language] = site.looker(role, language)
        return known[role, language]

    return give
