"""One address told in full: there few words need agree, for some days and in one category."""

from __future__ import annotations

import pytest

from events.event import Event
from tests.history import at, closed
from tests.processors.matter_history import LAMP, case, find, of, told

ADDRESS = "工业路8号"
ANEW = "工业路8号天黑以后伸手不见五指，走夜路提心吊胆"
"""What ``LAMP`` says, in other words altogether."""
PIPES = "自来水管爆裂，整栋楼停水两天，物业一直没有派人来修"


def later(days: float, text: str = ANEW, party: str = "P-2", place: str = ADDRESS) -> Event:
    return case("C-2", at(days), text, party, place=place)


def first(place: str = ADDRESS) -> list[Event]:
    """Return a case that was told and closed within the day."""
    done = closed(at(0, 17), outcome="no-response")
    return [case("C-1", at(0, 8), place=place), of("C-1", done)]


def repeats(*events: Event) -> list[str]:
    return [kind for kind, _ in find(told(events), "repeated-case")]


def test_what_is_told_anew_at_one_address_is_one_matter() -> None:
    """Neighbours choose their own words; the address and the category are theirs in common."""
    assert ["recurrence"] == repeats(*first(), later(3))
    assert ["append"] == repeats(first()[0], later(3, party="P-1"))


def test_three_parties_at_one_address_are_a_cluster_in_whatever_words() -> None:
    """One of them is told anew."""
    third = case("C-3", at(2), LAMP, "P-3", place=ADDRESS)

    assert 1 == len(find(told([*first(), later(1), third]), "cluster"))


def test_another_matter_at_the_address_shares_no_word_and_is_another() -> None:
    """The pipes of a house are not its lamps."""
    assert [] == repeats(*first(), later(3, PIPES))


@pytest.mark.parametrize("place", ["工业路", "工业", ""], ids=["street", "name", "unsaid"])
def test_a_place_told_in_part_is_no_address(place: str) -> None:
    """A street has many houses: there the words must tell."""
    assert [] == repeats(*first(place), later(3, ANEW.removeprefix(ADDRESS), place=place))


@pytest.mark.parametrize(("days", "kinds"), [(29, ["recurrence"]), (30, ["recurrence"]), (31, [])])
def test_after_so_many_local_dates_an_address_says_no_more_than_a_place(
    days: int, kinds: list[str]
) -> None:
    """Thirty by the default policy, the last of them inside; later it may be something else."""
    assert kinds == repeats(*first(), later(days))
