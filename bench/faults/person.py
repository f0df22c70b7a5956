"""
A person who clicks through the pages of a gateway, in a real browser, until told to stop.

Like anybody who works with them: the person follows the menu and the links of what is shown, looks
for a case, changes the language, reads for a moment, and goes on. Of each page asked for stands
how long it took and how it ended:

* ``shown``: it is there (``made`` before that: "being worked out", and it came by itself);
* ``told``: a page of the hub said in words that it cannot answer now (503);
* ``unreached``: no gateway answered;
* ``late``: it was not there after ``PATIENCE_S``;
* ``wrong``: another status, an error of the browser, or somebody who was logged in no more.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from random import Random
from threading import Event, Thread
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Locator, Page, Response
from playwright.sync_api import TimeoutError as NotThereError

from tests.support.chromium import running_chromium
from tests.support.daemon import listens
from tests.support.waiting import wait_until

log = logging.getLogger(__name__)

PATIENCE_S: Final = 60.0
_STEP_MS: Final = 100
_READS_S: Final = (0.5, 2.5)
_MENU: Final = "nav.menu a"
_LINKS: Final = "main a[href^='/pages/']:not([href*='csv='])"
_STARTED_S: Final = 120.0
_LOOKS: Final = 3
_ERROR: Final = "chrome-error:"
_REPLACED: Final = "context was destroyed"
"""What the browser says when a page was replaced while it was looked at."""

ENDS: Final = ("shown", "told", "unreached", "late", "wrong")


class Asked(NamedTuple):
    """One page: when (seconds of the monotonic clock), which, how it ended, and after how long."""

    at: float
    path: str
    end: str
    seconds: float
    made: bool
    detail: str


class Person:
    """Looks at the pages at *url* with the key *key*; ``asked`` grows meanwhile."""

    def __init__(self, url: str, key: str, seed: int) -> None:
        self._url, self._key, self._draw = url, key, Random(f"person {seed}")
        self.asked: list[Asked] = []
        self._ended, self._there = Event(), Event()
        self._fault: BaseException | None = None
        self._thread = Thread(target=self._live, name="person", daemon=True)

    def start(self) -> None:
        """Begin, and return when logged in; raise what stands in the way."""
        port = urlsplit(self._url).port or 0
        wait_until(lambda: listens(port), "the gateway to listen", _STARTED_S)
        self._thread.start()
        self._there.wait(_STARTED_S)
        self._checked()

    def end(self) -> None:
        """Stop; raise what ended the person before."""
        self._ended.set()
        self._thread.join(2 * PATIENCE_S)
        self._checked()

    def _checked(self) -> None:
        if self._fault is not None:
            raise self._fault
        if not self._there.is_set():
            raise TimeoutError("nobody could log in to the pages")

    def _live(self) -> None:
        try:
            with running_chromium() as browser:
                self._look(browser)
        except BaseException as fault:  # noqa: BLE001 - told by whoever waits
            self._fault = fault
        finally:
            self._there.set()

    def _look(self, browser: Browser) -> None:
        with browser.new_context(
            locale="zh-CN", viewport={"width": 1280, "height": 900}
        ) as context:
            context.set_default_timeout(PATIENCE_S * 1000)
            sight = Sight(context.new_page())
            sight.page.goto(f"{self._url}/pages/login")
            sight.page.fill("#key", self._key)
            sight.page.press("#key", "Enter")
            sight.page.wait_for_url("**/pages/")
            self._there.set()
            while not self._ended.wait(self._draw.uniform(*_READS_S)):
                self._ask(sight)

    def _ask(self, sight: Sight) -> None:
        """Ask for one more page, by a click where something can be clicked on."""
        begin = partial(sight.page.goto, f"{self._url}/pages/")
        lost = not self.asked or self.asked[-1].end not in {"shown", "told"}
        self._noted(sight, begin if lost else self._chosen(sight.page) or begin)

    def _chosen(self, page: Page) -> Callable[[], object] | None:
        """Return what is done next, None where the page gives nothing to click on."""
        if self._draw.random() < 0.1 and page.locator("#f-words").count():
            words = str(self._draw.randrange(1, 5_000))
            page.fill("#f-words", words)
            return partial(page.press, "#f-words", "Enter")
        if self._draw.random() < 0.05:
            return page.locator(".who a").click
        links = _LINKS if self._draw.random() < 0.5 and page.locator(_LINKS).count() else _MENU
        return self._one_of(page.locator(links))

    def _one_of(self, links: Locator) -> Callable[[], object] | None:
        count = links.count()
        return links.nth(self._draw.randrange(count)).click if count else None

    def _noted(self, sight: Sight, act: Callable[[], object]) -> None:
        began = time.monotonic()
        end, detail = sight.after(act)
        seconds = round(time.monotonic() - began, 3)
        path = sight.page.url.removeprefix(self._url)
        self.asked.append(Asked(began, path, end, seconds, sight.made, detail))
        if end not in {"shown", "unreached"}:
            log.info("        page %s: %s after %.1f s: %s", path, end, seconds, detail)


class Sight:
    """What the browser has of the page that was asked for last."""

    def __init__(self, page: Page) -> None:
        self.page, self.made = page, False
        self._status = 0
        self._errors: list[str] = []
        page.on("response", self._heard)
        page.on("pageerror", lambda error: self._errors.append(str(error)))

    def after(self, act: Callable[[], object]) -> tuple[str, str]:
        """Do *act*, which opens a page; return how it ended, and what was wrong."""
        self._status, self.made = 0, False
        self._errors.clear()
        try:
            with self.page.expect_navigation(wait_until="load"):
                act()
            return self._seen()
        except NotThereError:
            return "late", f"status {self._status}"
        except Error as error:
            line = str(error).splitlines()[0]
            return ("unreached" if "net::ERR" in line or not self._status else "wrong"), line

    def _seen(self) -> tuple[str, str]:
        """Return how it ended, looked at again where the page came in the very moment."""
        for _ in range(_LOOKS):
            self._waited()
            try:
                return self._end()
            except Error as error:
                if _REPLACED not in str(error):
                    raise
        return self._end()

    def _waited(self) -> None:
        """Wait while the page says that it is being worked out: it comes by itself."""
        until = time.monotonic() + PATIENCE_S
        while self._status == 202 and not self._nowhere and time.monotonic() < until:
            self.made = True
            self.page.wait_for_timeout(_STEP_MS)
        self.page.wait_for_load_state()

    @property
    def _nowhere(self) -> bool:
        """Whether it asked again, by itself, and no gateway answered."""
        return self.page.url.startswith(_ERROR)

    def _end(self) -> tuple[str, str]:
        if self._nowhere:
            return "unreached", "while it was being worked out"
        if self._status == 202:
            return "late", "still being worked out"
        words = " ".join(self.page.locator("main .wrong[role=alert]").all_inner_texts())
        if self._errors:
            return "wrong", self._errors[0]
        if self._status == 503:
            return ("told" if words else "wrong"), words or "503 without a word"
        if self._status != 200 or "/login" in self.page.url:
            return "wrong", f"{self._status} {words}".strip()
        return ("shown", "") if self.page.locator("main h1").count() else ("wrong", "no heading")

    def _heard(self, response: Response) -> None:
        with suppress(Error):
            if response.request.is_navigation_request() and response.frame == self.page.main_frame:
                self._status = response.status


def figures(asked: Iterable[Asked]) -> dict[str, Any]:
    """Return how many pages ended how, and the slowest that was shown."""
    asked = list(asked)
    shown = [one for one in asked if one.end == "shown"]
    slowest = max(shown, key=lambda one: one.seconds, default=None)
    times = sorted(one.seconds for one in shown)
    return {
        "asked": len(asked),
        **{end: sum(one.end == end for one in asked) for end in ENDS},
        "made": sum(one.made for one in asked),
        "median_s": times[len(times) // 2] if times else None,
        "p95_s": times[len(times) * 19 // 20] if times else None,
        "slowest_s": slowest.seconds if slowest else None,
        "slowest": slowest.path.partition("?")[0] if slowest else "",
    }
