"""Answers on the shelf: given at once where they can be, and kept over a restart."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from hub.gateway.app import build
from hub.pages import shelf as shelf_module
from hub.pages import shelved
from hub.pages.shelf import Shelf, UnansweredError
from hub.pages.warming import warm
from tests.pages.conftest import Site

REPORT = ("report", "funnel", ())
STORY = ("story", "K-1")
ROWS = ("SELECT 1", (("case", "K-1"),))


def _restarted(path: Path, version: tuple[int, ...]) -> Shelf:
    return Shelf(lambda: version, path=path)


def test_a_restart_shows_what_was_kept_while_it_is_made_anew(tmp_path: Path) -> None:
    """As of no version: the page says that a newer state is on its way."""
    path, slow = tmp_path / "answers", Event()
    before = _restarted(path, (7, 1))
    before.ask(REPORT, lambda: [{"n": 1}])
    before.keep()
    before.close()
    after = _restarted(path, (7, 1))
    kept = after.ask(REPORT, lambda: slow.wait(30) and [{"n": 2}], 0.0)
    slow.set()
    made = after.ask(REPORT, lambda: [{"n": 2}], None)
    after.close()

    assert ([{"n": 1}], ()) == kept
    assert ([{"n": 2}], (7, 1)) == made


def test_what_was_told_of_one_case_is_not_written_down(tmp_path: Path) -> None:
    """A file of answers holds counts and lists; a case is asked for again."""
    shelf = _restarted(tmp_path / "answers", (1,))
    for key in (REPORT, STORY, ROWS):
        shelf.ask(key, lambda: ["told"])
    shelf.keep()
    shelf.close()

    assert {shelved.name_of(REPORT)} == set(shelved.read(tmp_path / "answers"))


@pytest.mark.parametrize("said", [b"", b"another hub\n[]", b"\xff\xfe", b"{", None])
def test_a_file_that_is_of_no_use_is_passed_over(tmp_path: Path, said: bytes | None) -> None:
    """It can always be thrown away."""
    path = tmp_path / "answers"
    shelved.write(path, [("x", 1)])
    path.write_bytes(path.read_bytes()[:-2] if said is None else said)

    assert {} == shelved.read(path)


def test_a_warehouse_that_is_busy_keeps_nobody_from_what_is_kept(tmp_path: Path) -> None:
    """To ask for its version would mean to wait behind the slow question of somebody else."""
    busy, free = Event(), Event()

    def look() -> tuple[int, ...]:
        if busy.is_set():
            free.wait(30)
        return (7,)

    shelf = Shelf(look)
    shelf.ask(REPORT, lambda: ["kept"])
    busy.set()
    shelf._seen = (float("-inf"), (7,))
    kept = shelf.ask(REPORT, lambda: ["new"])
    free.set()
    shelf.close()

    assert (["kept"], (7,)) == kept


def test_one_person_cannot_queue_up_questions_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody's pages stand in the same queue; who asks beyond it is told to come again."""
    monkeypatch.setattr(shelf_module, "_WAITING", 2)
    free = Event()
    shelf = Shelf(lambda: (7,))
    for number in range(4):
        with pytest.raises(UnansweredError):
            shelf.ask(number, lambda: free.wait(30), first_s=0.0)
    waiting = list(shelf._making)
    free.set()
    shelf.close()

    assert [0, 1] == waiting


def test_warm_pages_find_their_answers_made(site: Site) -> None:
    """After it no listed page of who sees all asks the warehouse for anything but the version."""
    app = build(site.hub, site.keyring)
    warm(app, Event())
    names = [shelved.name_of(key) for key in app.state.pages.shelf._kept]
    app.state.pages.close()
    reports: list[Any] = [one for one in names if one.startswith('["report"')]

    assert {"coverage", "scoreboard", "data-quality", "bulletin", "offers", "campaigns"} <= {
        one.split('"')[3] for one in reports
    }
