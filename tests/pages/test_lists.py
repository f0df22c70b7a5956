"""The list of cases and the calendar: what is asked for is what is shown, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.pages import county
from tests.pages.conftest import Site
from tests.pages.looking import Looker

Give = Callable[[str, str], Looker]


def listed(looker: Looker, query: str = "") -> set[str]:
    links = looker.get(f"/pages/cases{query}").page.links
    return {link for link in links if link.startswith("/pages/cases/")}


def test_a_filter_narrows_the_list(looker: Give) -> None:
    """Who looks for one case finds that one; a category finds those of it only."""
    of_all = listed(looker("supervisor", "en"))
    by_id = listed(looker("supervisor", "en"), f"?words={county.COMMON}")
    harmful = listed(looker("supervisor", "en"), f"?category={quote(county.SCRIPT)}")

    assert {f"/pages/cases/{county.COMMON}"} == by_id
    assert {f"/pages/cases/{quote(county.HARMFUL)}"} == harmful
    assert by_id | harmful <= of_all


def test_a_department_is_listed_its_own_cases(looker: Give, site: Site) -> None:
    """Those it leads or was assigned to, as the warehouse counts them; each can be opened."""
    tax = looker("department", "en")
    rows = site.hub.query(
        "SELECT DISTINCT case_id FROM assignments WHERE department = 'tax' ORDER BY case_id"
    )
    mine = listed(tax)

    assert {f"/pages/cases/{quote(row['case_id'])}" for row in rows} == mine
    assert all(tax.get(link).status == 200 for link in sorted(mine)[:3])


def test_a_department_does_not_read_how_one_party_was_satisfied(looker: Give, site: Site) -> None:
    """A rating of one is a rating with a name: it is on no page of a rated department."""
    [row] = site.hub.query("""
        SELECT case_id FROM evaluations WHERE level IS NOT NULL AND case_id IN (
            SELECT case_id FROM assignments WHERE department = 'tax'
        ) ORDER BY case_id LIMIT 1
    """)
    place = f"/pages/cases/{row['case_id']}"

    assert "level=" in looker("supervisor", "en").get(place).text
    assert "level=" not in looker("department", "en").get(place).text


def test_any_month_can_be_asked_for(looker: Give) -> None:
    """The calendar turns its leaves."""
    seen = looker("dispatcher", "en").get("/pages/visits?month=2026-02")

    assert 200 == seen.status
    assert any("2026-02" in one for one in seen.page.headings)


@pytest.mark.parametrize("month", ["1999-13", "x", "", "9999-99"])
def test_what_is_no_month_shows_the_present_one(looker: Give, month: str) -> None:
    """Nobody is sent away for a mistyped address."""
    here = looker("dispatcher", "en")
    seen, present = here.get(f"/pages/visits?month={month}"), here.get("/pages/visits")

    assert (200, 200) == (seen.status, present.status)
    assert present.page.headings == seen.page.headings


def test_duplicates_stand_on_their_day(looker: Give, site: Site) -> None:
    """The calendar leads from a day to what was found on it."""
    [row] = site.hub.query("""
        SELECT toString(toDate(toTimeZone(raised_at, 'Asia/Shanghai'))) AS day FROM findings
        WHERE rule = 'duplicate-visit' AND status = 'open' AND kind != 'ahead'
        ORDER BY raised_at LIMIT 1
    """)
    page = looker("supervisor", "zh").get(f"/pages/visits?month={row['day'][:7]}").page

    assert f"#d{row['day']}" in page.links
    assert f"d{row['day']}" in page.ids
