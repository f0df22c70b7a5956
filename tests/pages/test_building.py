"""A page that takes long is said to do so, comes again by itself, and is never waited for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from hub.embedded.hub import Embedded
from hub.failure import Failure
from hub.gateway.app import build
from hub.gateway.keyring import Caller
from hub.gateway.server import listening
from hub.pages import usual, warming
from hub.pages.registry import PAGES
from hub.pages.shelf import Shelf, UnansweredError
from projections import reporting
from tests.pages.conftest import Site
from tests.pages.looking import Looker

SLOW = "/pages/cases?status=no-such-status"


class SlowHub(Embedded):
    """Answers questions about cases of ``SLOW`` only once it is let; all else as *hub* does."""

    def __init__(self, hub: Embedded) -> None:
        self.__dict__.update(hub.__dict__)
        self.let, self.fails = Event(), False

    def query(self, sql: str, params: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        if (params or {}).get("status") == "no-such-status":
            self.let.wait(60)
            if self.fails:
                raise Failure("query-failed", reason="too much of it")
        return super().query(sql, params)


class Slow:
    """A gateway whose warehouse is slow, and an analyst before its pages."""

    def __init__(self, stack: ExitStack, site: Site) -> None:
        self.hub = SlowHub(site.hub)
        app = build(self.hub, site.keyring)
        stack.callback(app.state.pages.close)
        stack.callback(self.hub.let.set)
        self.looker = Looker(stack.enter_context(listening(app, "0")))
        self.looker.log_in(site.key("analyst", name="who waits"))


@pytest.fixture
def slow(site: Site) -> Iterator[Slow]:
    with ExitStack() as stack:
        yield Slow(stack, site)


def test_what_nobody_asked_before_is_shown_to_come(slow: Slow) -> None:
    """Without a script too: the page says so at once, asks for itself again, and then is there."""
    first = slow.looker.once(SLOW)
    again = slow.looker.once(SLOW)
    slow.hub.let.set()
    there = slow.looker.get(SLOW)

    assert [202, 202, 200] == [first.status, again.status, there.status]
    assert '<meta http-equiv="refresh" content="2">' in first.text
    assert "2" == first.headers["retry-after"]


def test_a_question_that_ends_badly_is_told_to_who_comes_again(slow: Slow) -> None:
    """Else the page would come again and again for ever."""
    slow.hub.fails = True
    first = slow.looker.once(SLOW)
    slow.hub.let.set()
    told = slow.looker.get(SLOW)

    assert 202 == first.status
    assert (400, True) == (told.status, "too much of it" in told.text)


def test_a_file_is_waited_for(slow: Slow) -> None:
    """Whoever saves a table wants the table, and no page that says it comes."""
    slow.hub.let.set()
    seen = slow.looker.once(f"{SLOW}&csv=rows")

    assert (200, "text/csv; charset=utf-8") == (seen.status, seen.headers["content-type"])


def test_a_warehouse_that_hangs_holds_up_no_version() -> None:
    """Before the first one is known, and while it is asked for by somebody else."""
    free = Event()
    shelf = Shelf(lambda: (7,) if free.wait(60) else ())
    begun = time.monotonic()
    seen = [shelf.version() for _ in range(50)]
    took_s = time.monotonic() - begun
    free.set()
    shelf.close()

    assert {()} == set(seen)
    assert took_s < 1.0  # one glance, and not fifty


def test_an_answer_that_was_never_there_is_not_waited_for() -> None:
    """Who says how long they wait is told; what was being made stands for the next."""
    free = Event()
    shelf = Shelf(lambda: (7,))
    with pytest.raises(UnansweredError):
        shelf.ask("x", lambda: free.wait(60), first_s=0.0)
    free.set()
    there = shelf.ask("x", lambda: False)
    shelf.close()

    assert (True, (7,)) == there


def test_whatever_is_kept_will_do_for_who_makes_in_advance() -> None:
    """What stands on the shelf, of an earlier version too, is not made again by the warmer."""
    version = [1]
    shelf = Shelf(lambda: (version[0],))
    shelf.ask("x", lambda: "old")
    version[0] = 2
    shelf._seen = (float("-inf"), (1,))
    kept = shelf.ask("x", lambda: "new", None, content=True)
    shelf.close()

    assert ("old", (1,)) == kept


def test_a_disk_that_is_full_costs_no_answers(tmp_path: Path) -> None:
    """They are written the next time, and the warmer goes on."""
    place = tmp_path / "full" / "answers"
    shelf = Shelf(lambda: (1,), path=place)
    shelf.ask(("report", "x", ()), lambda: [1])
    with pytest.raises(OSError, match="No such file"):
        shelf.keep()
    place.parent.mkdir()
    shelf.keep()
    shelf.close()

    assert place.exists()


def test_what_people_usually_open_is_made_in_advance(site: Site) -> None:
    """Levels of the map, months beside this one, kinds, every report, each office's own today."""
    app: Any = build(site.hub, site.keyring)
    site.keyring.make(Caller("fire-desk", "fire", "department", 1))
    wanted = list(warming._beside(app))
    app.state.pages.close()
    said = [(page.name, viewer.department, asked) for page, viewer, asked in wanted]

    assert {"level": "township"} in [asked for name, _, asked in said if name == "coverage"]
    assert 2 == len([asked for name, _, asked in said if name == "visits" and "month" in asked])
    assert ("today", "fire", {}) in said
    assert len(reporting.reports()) == len([1 for name, _, _ in said if name == "report"])
    assert usual._BESIDE.keys() <= {page.name for page in PAGES if page.listed}
