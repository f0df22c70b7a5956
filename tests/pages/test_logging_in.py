"""Who may look: a key opens a session, and what ends one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.instant import Instant
from hub.gateway.keyring import Caller, Keyring
from hub.pages import sessions
from hub.sqlite import Database
from tests.pages.conftest import Site
from tests.pages.looking import Looker

NOON = Instant(1_780_000_000_000_000)
HOUR = 3_600_000_000


@pytest.fixture(scope="module")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    """Give a keyring with one key in it."""
    keyring = Keyring(Database(tmp_path_factory.mktemp("keys") / "access.sqlite"))
    keyring.make(Caller("lin", "tax", "department", 1))
    return keyring


def test_without_a_session_one_is_led_to_the_login_and_back(site: Site) -> None:
    """A link from an alert leads to the page it names, after the login."""
    looker = Looker(site.url)
    first = looker.get("/pages/cases/K-1?lang=en")

    assert (303, "/pages/login?next=/pages/cases/K-1%3Flang%3Den") == (
        first.status,
        first.headers["location"],
    )

    told = looker.post("/pages/login", key=site.key("analyst"), next="/pages/cases/K-1")

    assert (303, "/pages/cases/K-1") == (told.status, told.headers["location"])


@pytest.mark.parametrize("aim", ["https://else.where/", "//else.where/", "/pages/\\..//x", "x"])
def test_the_login_leads_nowhere_else(site: Site, aim: str) -> None:
    """A link made by somebody else must not send a person away from the hub."""
    told = Looker(site.url).post("/pages/login", key=site.key("analyst"), next=aim)

    assert "/pages/" == told.headers["location"]


def test_a_wrong_key_is_told_and_written_down(site: Site) -> None:
    """The form comes again, with the reason; the auditor reads of it."""
    seen = Looker(site.url).log_in("wrong")

    assert 401 == seen.status
    assert "wrong" in seen.page.ids
    refused = site.keyring.refusals()
    assert any((one["path"], one["code"]) == ("/pages/login", "wrong-key") for one in refused)


def test_the_session_is_no_script_s_to_read(site: Site) -> None:
    """HttpOnly and SameSite, and under TLS only by TLS."""
    looker = Looker(site.url)
    cookie = looker.log_in(site.key("analyst")).headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/pages" in cookie


def test_a_revoked_key_ends_its_sessions(site: Site) -> None:
    """Nobody waits for a cookie to run out."""
    looker = Looker(site.url)
    looker.log_in(site.key("analyst", name="leaving"))
    assert 200 == looker.get("/pages/").status
    site.keyring.revoke("leaving")

    assert 303 == looker.get("/pages/").status


def test_logging_out_ends_the_session(site: Site) -> None:
    """A shared desk is left without traces."""
    looker = site.looker("auditor", "en")
    looker.post("/pages/logout")

    assert 303 == looker.get("/pages/").status


def test_a_ticket_opens_once(site: Site) -> None:
    """The address that the demo offers is worth nothing in a history of addresses."""
    site.key("analyst", name="desk")
    ticket = site.tickets.make("desk")
    first, second = Looker(site.url), Looker(site.url)
    first.get(f"/pages/enter/{ticket}")
    second.get(f"/pages/enter/{ticket}")

    assert (200, 303) == (first.get("/pages/").status, second.get("/pages/").status)


@pytest.mark.parametrize(
    ("after", "open"), [(12 * HOUR - 1_000_000, True), (12 * HOUR, False), (-HOUR, False)]
)
def test_a_session_lasts_twelve_hours(keyring: Keyring, after: int, open: bool) -> None:
    """A desk left in the evening is closed in the morning; a clock turned back opens nothing."""
    caller = keyring.named("lin")
    assert caller is not None
    cookie = sessions.signed(keyring, caller, NOON)
    found = sessions.read(keyring, cookie, Instant(NOON + after))

    assert (caller if open else None) == found


def test_a_new_key_ends_the_sessions_of_the_old_one(keyring: Keyring) -> None:
    """A key that was lost is replaced, and whoever found it is out."""
    keyring.make(Caller("wu", "", "analyst", 1))
    caller = keyring.named("wu")
    assert caller is not None
    cookie = sessions.signed(keyring, caller, NOON)
    keyring.make(caller)

    assert None is sessions.read(keyring, cookie, NOON)


@given(st.data())
def test_a_cookie_that_was_changed_opens_nothing(keyring: Keyring, data: st.DataObject) -> None:
    """Whatever is altered in it, the signature shows."""
    caller = keyring.named("lin")
    assert caller is not None
    cookie = sessions.signed(keyring, caller, NOON)
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
    at = data.draw(st.integers(0, len(cookie) - 2))
    letter = data.draw(st.sampled_from(letters.replace(cookie[at], "")))

    assert None is sessions.read(keyring, cookie[:at] + letter + cookie[at + 1 :], NOON)


@given(st.text())
def test_nothing_that_is_no_cookie_opens(keyring: Keyring, cookie: str) -> None:
    """Anybody can send anything."""
    assert None is sessions.read(keyring, cookie, NOON)
