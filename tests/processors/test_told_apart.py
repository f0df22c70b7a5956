"""Whom a register tells apart stays apart in every spelling of theirs."""

from __future__ import annotations

import pytest

from events.event import Event
from tests.processors.test_identity_by_name import (
    AREA,
    ONE_REGISTER,
    OTHER,
    asked,
    registered,
    words,
)
from tests.processors.test_identity_fold import CODE

LONG, NEAR = "浦江万妥医疗器械有限公司", "浦江博万医疗器械有限公司"
"""Two firms of one county; without the register they were one with a slip."""


def one_list(name: str, other: str, code: str = "") -> list[Event]:
    """Return what one register says of two firms; the second has a code."""
    return [
        registered("A", name, 1, code, source=ONE_REGISTER),
        registered("B", other, 2, CODE, source=ONE_REGISTER),
    ]


@pytest.mark.parametrize("name", ["万妥医疗器械", "浦江万妥医疗器械公司", "浦江万拓医疗器械"])
def test_another_spelling_follows_the_party_that_it_is_liker_to(name: str) -> None:
    """The namesake has a code and the party has none: that makes it no nearer."""
    history = [*one_list(LONG, NEAR.replace("博万", "万博")), registered("C", name, 3)]

    assert [("party.linked", "C", "A")] == words(*history)


def test_a_spelling_as_near_to_both_is_asked_about() -> None:
    """A letter that neither has: whose slip it is, the name does not tell."""
    history = [
        *one_list("浦江万妥达医疗器械", "浦江万博达医疗器械"),
        registered("C", "浦江万佳达医疗器械", 3),
    ]

    assert [] == words(*history)
    assert {("C", "A"), ("C", "B"), ("A", "B")} == set(asked(*history))


def test_a_second_spelling_of_its_namesake_is_told_apart_as_well() -> None:
    """Another system writes the namesake short; the register that has both knows no such name."""
    short = registered("C", "浦江万博达医疗器械", 3, CODE)
    history = [*one_list("浦江万妥达医疗器械有限公司", "浦江万博达医疗器械有限公司"), short]

    assert [("party.linked", "C", "B")] == words(*history)


def test_a_name_that_was_cut_off_in_its_number_is_a_branch_and_not_the_firm() -> None:
    """万妥第三厂 in a field too short for it: nobody knows which, and the firm it is not."""
    firm = registered("A", "浦江百奥机械厂", 1, CODE, source=ONE_REGISTER)
    branch = registered("B", "浦江百奥机械第三厂", 2, OTHER, source=ONE_REGISTER)
    stub = registered("C", "百奥机械第", 3, area=AREA)

    assert [] == words(firm, stub)
    assert [("party.linked", "C", "B")] == words(firm, branch, stub)
