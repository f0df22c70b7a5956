"""The page of outreach: whom a policy reaches, who was never told, and the campaign of the 27th."""

from __future__ import annotations

from collections.abc import Callable

from tests.pages import county
from tests.pages.looking import Looker

Give = Callable[[str, str], Looker]


def test_an_item_is_shown_with_whom_it_fits_and_reached(looker: Give) -> None:
    """Two toy makers, one of them told."""
    seen = looker("department", "zh").get("/pages/outreach")

    assert {"贷款贴息", county.LOAN} & set(seen.page.words)
    assert "爱企日" in seen.page.words


def test_who_was_never_told_is_listed_by_name(looker: Give) -> None:
    """Here is whom to call."""
    seen = looker("department", "en").get(f"/pages/outreach?item=M-1+%2F+{county.LOAN}")

    assert {county.UNTOLD, "乙玩具厂"} <= set(seen.page.words)
    assert "甲玩具厂" not in seen.page.words


def test_an_item_that_is_not_there_lists_nobody(looker: Give) -> None:
    """An old link is no error."""
    assert 200 == looker("analyst", "en").get("/pages/outreach?item=none").status
