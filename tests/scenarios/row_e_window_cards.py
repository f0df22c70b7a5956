"""
E: 办不成事 window (003): blue card solved on the spot, yellow/red answered in 3–10 working days.

Whoever could not get it done fills in a card. A blue one is for the window beside it, at once; a
yellow one is answered in three working days, a red one in ten. Every card is answered: 件件有回复.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.scenarios.office import Office
from tests.scenarios.words import accepted, assigned, closed, opened, responded


def card(
    case: str, colour: str, answered: str = "", when: str = "2026-10-12 09:00"
) -> list[dict[str, Any]]:
    """Return a card given to the window's department at once, and answered or not."""
    told = [
        opened(case, when, kind="card", colour=colour, category=case),
        assigned(case, when, "E-window"),
        accepted(case, when, "E-window"),
    ]
    if answered:
        told += [responded(case, answered, "E-window"), closed(case, answered)]
    return told


HISTORY = [
    # On the spot is within the hour the office is open: 60 minutes, to the last.
    *card("E-blue", "蓝牌", "2026-10-12 10:00"),
    *card("E-blue-late", "blue", "2026-10-12 10:01"),
    # From Monday the 12th: three working days are Thursday the 15th, ten are Monday the 26th.
    *card("E-yellow", "黄", "2026-10-15 17:30"),
    *card("E-yellow-late", "yellow", "2026-10-15 17:31"),
    *card("E-red", "红牌", "2026-10-26 17:30"),
    *card("E-red-late", "red"),
]

DUE = {
    "E-blue-late": "2026-10-12T02:00:00Z",
    "E-yellow-late": "2026-10-15T09:30:00Z",
    "E-red-late": "2026-10-26T09:30:00Z",
}


def test_each_colour_has_its_own_limit_to_the_minute(office: Office) -> None:
    """What is answered at the last minute is in time; a minute later it is not."""
    late = {row["case_id"]: row["raised_at"] for row in office.findings("stalled", "resolve")}

    assert late == DUE


@pytest.mark.parametrize(("colour", "answered"), [("blue", 2), ("yellow", 2), ("red", 1)])
def test_the_report_says_which_cards_were_answered_and_in_time(
    office: Office, colour: str, answered: int
) -> None:
    """Words for one colour are one colour; the red card that waits is still to be answered."""
    cases = office.sql(
        "SELECT number, count() AS cards FROM report_cards_cases"
        f" WHERE colour = '{colour}' AND case_id LIKE 'E-%' GROUP BY number"
    )
    counted = {row["number"]: row["cards"] for row in cases}

    assert (2, answered) == (counted["cards"], counted["answered"])
    assert 2 - answered == counted.get("waiting", 0)
    assert (2, 1, 1) == (counted["judged"], counted["in_time"], counted["late"])


def test_all_cards_are_counted_by_colour(office: Office) -> None:
    """Who runs the window looks at three lines."""
    if office.alone:
        rows = {row["colour"]: row["answered_rate"] for row in office.report("cards")}
        assert {"blue": 100.0, "yellow": 100.0, "red": 50.0} == rows
