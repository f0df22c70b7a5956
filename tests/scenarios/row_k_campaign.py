"""
K: 爱企日, the 27th of each month: one common problem face to face, and what came of it (002).

The topic is chosen from what many ask for. On the day the leaders visit those who asked; what
they hear there becomes cases, and the county sees how many were solved.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import (
    BEFORE,
    assigned,
    closed,
    opened,
    party,
    planned,
    responded,
    said,
    time,
    visit,
)

DUST = "砖厂扬尘严重，粉尘飘进车间，产品不合格，请督促加装喷淋设施"
"""What three enterprises tell, whose answer nobody has yet."""

HISTORY = [
    *[
        opened(f"K-dust-{n}", f"2026-10-2{n} 09:00", text=DUST, place="K-砖厂", category="K-dust")
        for n in range(1, 4)
    ],
    said(
        "campaign.scheduled",
        BEFORE,
        "K-industry",
        "K-day",
        version=1,
        valid_from=time(BEFORE),
        campaign_id="K-day",
        name="爱企日",
        departments=["K-industry", "K-labour"],
        category="K-labour",
        monthly_day=27,
    ),
    party("K-loom"),
    party("K-forge"),
    visit("K-1", "2026-10-27 09:00", ["K-industry", "K-labour"], to="K-loom", campaign_id="K-day"),
    visit("K-2", "2026-10-27 14:00", ["K-industry", "K-labour"], to="K-forge", campaign_id="K-day"),
    planned(
        "K-3",
        "2026-10-28 09:00",
        "2026-11-27 09:00",
        "K-industry",
        to="K-loom",
        campaign_id="K-day",
    ),
    opened("K-workers", "2026-10-27 10:00", party_id="K-loom", visit_id="K-1", category="K-labour"),
    assigned("K-workers", "2026-10-27 10:30", "K-labour"),
    responded("K-workers", "2026-10-28 10:00", "K-labour"),
    closed("K-workers", "2026-10-28 11:00"),
    opened("K-beds", "2026-10-27 15:00", party_id="K-forge", visit_id="K-2", category="K-labour"),
    assigned("K-beds", "2026-10-27 15:30", "K-labour"),
    # Asked for at a window on the same day: not of the campaign.
    opened("K-tax", "2026-10-27 15:00", party_id="K-forge", category="K-tax"),
]


def test_a_campaign_shows_its_visits_and_their_results(office: Office) -> None:
    """Two visits, two cases, one solved; the next visit is planned."""
    [row] = office.report("campaigns", campaign_id="K-day")

    assert ("爱企日", "K-labour", 2, 1, 2) == (
        row["name"],
        row["category"],
        row["visits"],
        row["planned"],
        row["parties"],
    )
    assert (2, 1, 50.0) == (row["cases"], row["solved"], row["solved_rate"])


def test_the_next_day_is_the_next_27th(office: Office) -> None:
    """Asked on the thirtieth of October."""
    [row] = office.report("campaigns", campaign_id="K-day")

    assert "2026-11-27" == row["next_date"]


def test_a_joint_visit_of_the_day_is_nobodys_duplicate(office: Office) -> None:
    """The team came once."""
    assert [] == office.findings("duplicate-visit", "cross-department")


def test_the_cases_of_the_day_are_named(office: Office) -> None:
    """What was asked at a window on the same day is not among them."""
    of = {"campaign_id": "K-day"}
    listed = office.ask("cases", name="campaigns", number="cases", of=of)

    assert {"K-workers", "K-beds"} == {row["case_id"] for row in listed}


def test_the_topic_of_the_next_campaign_is_proposed_from_what_many_wait_for(office: Office) -> None:
    """Three enterprises tell of one works' dust and wait; what was solved is nobody's topic."""
    topics = [row for row in office.ask("campaign_topics") if row["category"] == "K-dust"]

    assert [("common", "K-dust-1", 3, 3, 3)] == [
        (row["why"], row["lead_case"], row["cases"], row["parties"], row["waiting"])
        for row in topics
    ]
