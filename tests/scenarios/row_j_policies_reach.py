"""
J: A policy reaches whom it fits 红领政策通: who was never told, who applied (001, 002, 004).

Policies lie unread while those they were made for do not know of them. The office publishes each
with its criteria; the hub holds them against the profiles and lists who was never told.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import HUB, Said, party, published, said

MENU = {
    "items": [
        {"item": "J-loan", "criteria": {"industry": ["J-food", "J-toys"], "stage": ["J-growing"]}},
        {"item": "J-training", "criteria": {"area": ["J-county"]}},
        {"item": "J-window"},
    ]
}


def _offer(name: str, id: str, when: str, to: str, item: str = "J-loan") -> Said:
    facts = {"offer_id": id, "party_id": to, "menu_id": "J-menu", "item": item}
    return said(f"offer.{name}", when, "J-industry", id, **facts)


HISTORY = [
    published(
        "menu.published",
        "J-menu",
        by=HUB,
        menu_id="J-menu",
        department="J-industry",
        content={"applies_to": {"category": "J-matter"}, **MENU},
    ),
    party("J-bakery", industry="J-food", stage="J-growing"),
    party("J-mill", industry="J-food", stage="J-growing", area="J-valley"),
    party("J-toymaker", industry="J-toys", stage="J-growing", area="J-valley"),
    party("J-tannery", industry="J-leather", stage="J-growing", area="J-valley"),
    # The bakery heard of it, looked, and applied; the mill only heard of it.
    _offer("made", "J-1", "2026-10-12 09:00", "J-bakery"),
    _offer("opened", "J-1", "2026-10-12 10:00", "J-bakery"),
    _offer("applied", "J-1", "2026-10-13 09:00", "J-bakery"),
    _offer("made", "J-2", "2026-10-12 09:00", "J-mill"),
    # The tannery was told of what is not for it.
    _offer("made", "J-3", "2026-10-12 09:00", "J-tannery"),
]


def test_who_fits_is_held_against_who_was_told(office: Office) -> None:
    """Three fit the loan, two were told, one applied; somebody was told in vain."""
    [row] = office.report("offers", item="J-loan")

    assert (3, 2, 1, 66.7, 1) == (
        row["fits"],
        row["told"],
        row["untold"],
        row["told_rate"],
        row["unfit"],
    )
    assert (1, 1) == (row["opened"], row["applied"])


def test_who_was_never_told_is_listed_by_name(office: Office) -> None:
    """The toymaker qualifies and does not know it: here is whom to call."""
    of = {"item": "J-loan"}
    listed = office.ask("cases", name="offers", number="untold", of=of)

    assert ["J-toymaker"] == [row["id"] for row in listed]


def test_a_policy_of_an_area_fits_who_is_there(office: Office) -> None:
    """And one that says nothing of whom it is for is in no list."""
    rows = {row["item"]: row["fits"] for row in office.report("offers")}

    assert {"J-loan": 3, "J-training": 1} == rows
