"""
The pages as a browser runs them: charts are drawn, keys lead everywhere, phones show everything.

Screenshots are kept in ``var/screenshots``. One browser serves all tests of this file and ends with
it: its loop must not outlive them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import orjson
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hub.pages.registry import PAGES
from hub.pages.words import word
from tests.pages import county
from tests.pages.conftest import Site
from tests.pages.test_pages import place
from tests.support.chromium import running_chromium
from tests.support.part import ROOT, Absent, required

SHOTS = ROOT / "var" / "screenshots"
DESK: Any = {"width": 1280, "height": 900}
PHONE: Any = {"width": 390, "height": 844}
CHARTS = {"scoreboard", "trend"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a browser; without one the tests are skipped with how to get it, or fail in CI."""
    with ExitStack() as stack:
        try:
            opened = stack.enter_context(running_chromium())
        except Absent as absent:
            if required():
                pytest.fail(str(absent), pytrace=False)
            pytest.skip(str(absent))
        SHOTS.mkdir(parents=True, exist_ok=True)
        yield opened


def _opened(browser: Browser, size: Any, locale: str) -> BrowserContext:
    context = browser.new_context(viewport=size, locale=locale, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    return context


@pytest.fixture(scope="module")
def desk(browser: Browser, site: Site) -> Iterator[Page]:
    """Give an analyst's browser at a desk, in English, logged in."""
    yield from _logged_in(browser, site, DESK, "en-GB")


@pytest.fixture(scope="module")
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    """Give an analyst's phone, in Chinese, logged in."""
    yield from _logged_in(browser, site, PHONE, "zh-CN")


@pytest.fixture(scope="module")
def chief(browser: Browser, site: Site) -> Iterator[Page]:
    """Give a supervisor's phone, in Chinese, logged in."""
    yield from _logged_in(browser, site, PHONE, "zh-HK", "supervisor")


def _logged_in(
    browser: Browser, site: Site, size: Any, locale: str, role: str = "analyst"
) -> Iterator[Page]:
    with _opened(browser, size, locale) as context:
        page = context.new_page()
        page.goto(f"{site.url}/pages/login")
        page.fill("#key", site.key(role, name=f"browser-{locale}"))
        page.press("#key", "Enter")
        page.wait_for_url("**/pages/")
        yield page


def _seen(page: Page, url: str) -> list[str]:
    """Open *url*; return what the browser found wrong with it."""
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(request.url))
    page.goto(url)
    page.wait_for_load_state()
    return wrong


@pytest.mark.parametrize("name", [one.name for one in PAGES])
def test_a_page_is_shown_without_a_fault(desk: Page, site: Site, name: str) -> None:
    """No error in the browser's console, nothing its rules of safety forbade; charts are drawn."""
    wrong = _seen(desk, site.url + place(name))
    desk.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    assert [] == wrong
    assert "pages" not in desk.title()
    drawn, wanted = desk.locator("[data-chart] canvas"), desk.locator("[data-chart]")
    assert wanted.count() == drawn.count()
    assert (name in CHARTS) <= (drawn.count() > 0)


@pytest.mark.parametrize("name", [one.name for one in PAGES])
def test_a_phone_shows_a_page_whole(phone: Page, site: Site, name: str) -> None:
    """Nothing sticks out at 390 pixels: what is wider scrolls in a place of its own."""
    wrong = _seen(phone, site.url + place(name))
    phone.screenshot(path=SHOTS / f"{name}-phone.png")

    assert [] == wrong
    assert 390 >= phone.evaluate("document.documentElement.scrollWidth")
    assert "zh-CN" == phone.get_attribute("html", "lang")


def test_the_keyboard_leads_from_the_first_tab_to_a_case(desk: Page, site: Site) -> None:
    """Skip the menu, see where one is, open a case: without a mouse."""
    _seen(desk, f"{site.url}/pages/cases?words={county.COMMON}")
    desk.keyboard.press("Tab")
    expect(desk.locator(".skip")).to_be_focused()
    expect(desk.locator(".skip")).to_be_in_viewport()
    desk.keyboard.press("Enter")
    link = desk.locator("td a")
    for _ in range(20):
        desk.keyboard.press("Tab")
        if link.evaluate("one => one === document.activeElement"):
            break
    expect(link).to_be_focused()
    assert "solid" == link.evaluate("one => getComputedStyle(one).outlineStyle")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/pages/cases/{county.COMMON}")


def test_every_field_and_place_can_be_reached_by_keys(desk: Page, site: Site) -> None:
    """Nothing takes the focus out of turn, and everything that can be used can be named."""
    for name in ("cases", "console", "coverage"):
        _seen(desk, site.url + place(name))
        found = desk.evaluate("""() => [...document.querySelectorAll(
            'a, button, input, select, textarea, summary, [tabindex]')].filter(one =>
            one.tabIndex > 0 || !(one.labels?.length || one.textContent.trim() ||
            one.getAttribute('aria-label') || one.type === 'hidden')).map(one => one.outerHTML)""")

        assert [] == found


def test_news_comes_without_asking_for_it(desk: Page, site: Site) -> None:
    """A new case stands on the list a moment after the log has it; nobody reloads."""
    desk.clock.install()
    _seen(desk, f"{site.url}/pages/cases?words=K-NEWS")
    expect(desk.locator("td a")).to_have_count(0)
    lines = [orjson.dumps(one) for one in county.told("K-NEWS", county.OPENED, "housing")]
    site.hub.accept([("dispatch", line) for line in lines], "event")
    for _ in range(30):  # a slow machine shows the kept answer first, and says so
        desk.wait_for_timeout(300)
        desk.clock.fast_forward(5_000)
        if desk.locator("td a").count():
            break

    expect(desk.locator("td a")).to_have_text("K-NEWS")


def test_somebody_at_work_in_a_page_is_not_interrupted(desk: Page, site: Site) -> None:
    """What is typed into a form stays; that there is news is said, and shown on demand."""
    _seen(desk, f"{site.url}/pages/cases")
    desk.fill("#f-words", "K-half-ty")
    desk.evaluate("document.body.dataset.version = 'old'")
    desk.clock.fast_forward(5_000)
    expect(desk.locator("#fresh")).to_be_visible()

    assert "K-half-ty" == desk.input_value("#f-words")
    desk.click("#fresh")
    expect(desk.locator("#fresh")).to_be_hidden()


def test_the_bulletin_prints_without_what_surrounds_it(desk: Page, site: Site) -> None:
    """On paper stand the figures alone."""
    _seen(desk, f"{site.url}/pages/bulletin")
    desk.emulate_media(media="print")
    for part in (".top", ".menu", "form.filters"):
        expect(desk.locator(part)).to_be_hidden()
    expect(desk.locator("h1")).to_contain_text(word("en", "page-bulletin"))
    (SHOTS / "bulletin.pdf").write_bytes(desk.pdf(format="A4"))
    desk.emulate_media(media="screen")


def test_an_alert_is_taken_over_on_a_phone(chief: Page, site: Site) -> None:
    """A note, one press; the page says who deals with it, and the log has it."""
    assert [] == _seen(chief, f"{site.url}/pages/")
    first = chief.locator("form.take").nth(2)
    finding = str(first.get_attribute("action")).split("/")[3]
    first.locator("input[name=note]").fill("明早上门")
    first.locator("button").click()
    chief.wait_for_url("**/pages/")
    for _ in range(30):  # the kept answer comes first
        if chief.get_by_text("明早上门").count():
            break
        chief.wait_for_timeout(300)
        chief.reload()

    expect(chief.get_by_text("明早上门")).to_contain_text("browser-zh-HK")
    sql = "SELECT data FROM events WHERE type = 'alert.acknowledged.v1'"
    assert finding in {orjson.loads(row["data"])["finding_id"] for row in site.hub.query(sql)}


def test_a_table_is_saved_as_a_file(desk: Page, site: Site) -> None:
    """By its link, with the name of its page."""
    _seen(desk, f"{site.url}/pages/cases")
    with desk.expect_download() as saved:
        desk.locator(".file a").first.click()

    assert "cases-rows.csv" == saved.value.suggested_filename
    assert saved.value.path().read_bytes().startswith(b"\xef\xbb\xbfCase,")
