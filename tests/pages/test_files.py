"""Tables of pages as files: each table has one, and it says what the page says."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from io import StringIO

import pytest

from hub.pages.registry import PAGES
from hub.pages.tables import Table, written
from tests.pages.looking import Looker, Seen
from tests.pages.test_pages import place

Give = Callable[[str, str], Looker]


def _rows(seen: Seen) -> list[list[str]]:
    return list(csv.reader(StringIO(seen.text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("page", [one.name for one in PAGES if not one.asks])
def test_each_table_of_a_page_is_to_be_had_as_a_file(looker: Give, page: str) -> None:
    """Whoever reads a table can work on with it, without typing it off."""
    seen = looker("analyst", "en").get(place(page))
    files = [link for link in seen.page.links if "csv=" in link]

    assert seen.text.count("<table") <= len(files)
    for link in files:
        got = looker("analyst", "en").get(link)
        assert (200, "text/csv; charset=utf-8") == (got.status, got.headers["content-type"])
        assert got.headers["content-disposition"].startswith(f'attachment; filename="{page}-')
        assert 1 < len(_rows(got))


def test_a_file_is_narrowed_like_its_page_and_left_whole(looker: Give) -> None:
    """Fifty cases stand on a page; the file has all that fit what was chosen."""
    page = looker("supervisor", "zh").get("/pages/cases?kind=demand")
    [link] = [link for link in page.page.links if "csv=" in link]
    head, *rows = _rows(looker("supervisor", "zh").get(link))

    assert "种类" in head
    assert {"demand"} == {row[head.index("种类")] for row in rows}


def test_a_file_holds_no_more_than_its_page(looker: Give) -> None:
    """A department that may not see a page has no file of it, nor other departments' rows."""
    tax = looker("department", "en")
    head, *rows = _rows(tax.get("/pages/?csv=findings"))

    assert 403 == tax.get("/pages/reports/funnel?csv=rows").status
    assert {"tax"} >= {row[head.index("Department")] for row in rows}
    assert 404 == tax.get("/pages/?csv=nothing").status


def test_the_console_gives_its_answer_as_a_file(looker: Give) -> None:
    """Numbers are numbers: no blanks and no commas within them."""
    got = looker("analyst", "en").post(
        "/pages/console", sql="SELECT 1234567 AS n, '=1+1' AS t", csv="rows"
    )

    assert [["n", "t"], ["1234567", "'=1+1"]] == _rows(got)


def test_text_that_a_spreadsheet_would_run_is_defused() -> None:
    """What a department wrote is opened by others, in programs that compute."""
    table = Table([("a", "=A"), ("b", "B")], [{"a": "@x", "b": ["+1", "2"]}])
    made = written({"rows": table}, "rows")

    assert "\ufeff'=A,B\r\n'@x,\"'+1, 2\"\r\n" == made.decode()
    assert not re.search(rb"[,\n]=", made)
