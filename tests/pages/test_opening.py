"""The pages of the demo: an address that opens once, on this machine, until it ends."""

from __future__ import annotations

from pathlib import Path

from hub.embedded.hub import Embedded
from hub.gateway.keyring import open_keyring
from hub.pages.opening import opened
from hub.settings import Settings
from tests.pages.looking import Looker


def test_the_offered_address_opens_the_pages_once(tmp_path: Path) -> None:
    """Who types make demo SERVE=1 needs no key, and leaves none behind."""
    settings = Settings(data=tmp_path / "hub")
    with Embedded(settings) as hub:
        hub.begin(defaults=True)
    with opened(settings) as address:
        url, _, ticket = address.partition("/pages/")
        desk, other = Looker(url), Looker(url)
        entered, again = desk.get(f"/pages/{ticket}"), other.get(f"/pages/{ticket}")
        shown = desk.get("/pages/")
        assert "/pages/" == entered.headers["location"]
        assert again.headers["location"].startswith("/pages/login")
        assert 200 == shown.status
        assert url.startswith("http://127.0.0.1:")
    with open_keyring(settings.data) as keyring:
        assert [] == keyring.callers()
