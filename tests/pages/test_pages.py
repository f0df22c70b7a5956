"""Every page, for everybody who may see it, in both languages: whole, safe, and in their words."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

from hub.gateway.roles import may
from hub.pages.registry import PAGES
from hub.pages.words import word
from tests.pages import county
from tests.pages.conftest import ROLES, Site
from tests.pages.looking import Looker

Give = Callable[[str, str], Looker]

PLACES = {"case": f"/pages/cases/{county.COMMON}", "report": "/pages/reports/funnel"}
"""Where a page stands that needs to know of what."""


def place(page: str) -> str:
    return PLACES.get(page) or next(one.path for one in PAGES if one.name == page)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", [one.name for one in PAGES])
def test_a_page_is_shown_to_those_who_may_see_it(
    looker: Give, page: str, role: str, language: str
) -> None:
    """A role sees its pages, whole and in its language; of the others it is told why not."""
    seen = looker(role, language).get(place(page))
    right = next(one.right for one in PAGES if one.name == page)
    own = page != "case" or role != "department"

    assert (200 if may(role, right) and own else 404 if not own else 403) == seen.status
    assert [] == seen.page.open
    assert {"en": "en", "zh": "zh-CN"}[language] == seen.page.language
    assert [] == seen.page.unsafe
    assert seen.page.fields <= seen.page.labelled
    assert len(set(seen.page.ids)) == len(seen.page.ids)
    assert "main" in seen.page.ids
    assert "#main" == seen.page.links[0]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_menu_names_what_a_role_may_see(looker: Give, language: str) -> None:
    """Nobody is led to a page that turns them away."""
    for role in ROLES:
        links = looker(role, language).get("/pages/").page.links
        wanted = [one.path for one in PAGES if one.listed and may(role, one.right)]

        assert wanted == [link for link in links if link in {one.path for one in PAGES}][1:]


def test_a_page_says_which_sources_it_may_use(looker: Give) -> None:
    """A script that got into a page in spite of all is not run by the browser."""
    seen = looker("supervisor", "en").get("/pages/")

    assert "script-src 'self'" in seen.headers["content-security-policy"]
    assert "unsafe" not in seen.headers["content-security-policy"]
    assert "nosniff" == seen.headers["x-content-type-options"]
    assert "no-store" == seen.headers["cache-control"]


def test_what_departments_wrote_is_text_and_nothing_else(looker: Give) -> None:
    """An id or an area may hold anything; on a page it is shown, never run."""
    seen = looker("analyst", "en").get(f"/pages/cases/{quote(county.HARMFUL)}")

    assert 200 == seen.status
    assert [] == seen.page.unsafe
    assert "&lt;script&gt;" in seen.text
    assert county.SCRIPT not in seen.text
    assert "onerror=alert(1)>" not in seen.text


def test_a_department_does_not_see_the_cases_of_others(looker: Give) -> None:
    """It is answered as if there were no such case."""
    there = looker("department", "en").get(f"/pages/cases/{county.COMMON}")
    nowhere = looker("department", "en").get("/pages/cases/K-none")

    assert (404, 404) == (there.status, nowhere.status)


def test_the_language_is_the_one_chosen_last(site_looker: Looker) -> None:
    """A link changes it for good; before that the browser's own wish counts."""
    assert "en" == site_looker.get("/pages/").page.language
    assert "zh-CN" == site_looker.get("/pages/?lang=zh").page.language
    assert "zh-CN" == site_looker.get("/pages/").page.language
    assert word("zh", "page-today") in site_looker.get("/pages/").page.headings


@pytest.fixture
def site_looker(site: Site) -> Looker:
    """Give somebody of their own, whose cookies no other test reads."""
    return site.looker("supervisor")
