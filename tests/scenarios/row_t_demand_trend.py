"""
T: Demand monitored by subject and stage of the enterprise: what rises, where, whose (000, 002).

The county asks each month what its enterprises ask for: not one by one, but by subject, by area,
and by whether they are starting, growing or failing. A rise is told against the month before,
and each number leads to the cases it counts.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import opened, party

HISTORY = [
    party("T-seed", stage="T-starting"),
    party("T-mill", stage="T-growing"),
    party("T-forge", stage="T-growing"),
    opened("T-1", "2026-08-31 23:30", party_id="T-mill", category="T-labour"),
    opened("T-2", "2026-09-01 00:30", party_id="T-mill", category="T-labour"),
    opened("T-3", "2026-10-09 09:00", party_id="T-mill", category="T-labour"),
    opened("T-4", "2026-10-12 09:00", party_id="T-forge", category="T-labour"),
    opened("T-5", "2026-10-13 09:00", party_id="T-forge", category="T-labour"),
    opened("T-6", "2026-10-13 10:00", party_id="T-seed", category="T-labour"),
    # The heating fails: nobody asked before, ten households on one day.
    *[opened(f"T-cold-{n}", f"2026-10-27 {n + 8:02}:00", category="T-heat") for n in range(10)],
]


def test_a_month_is_told_by_subject_area_and_stage(office: Office) -> None:
    """Growing enterprises asked for workers three times in October; a starting one asked once."""
    rows = office.report("trend", month="2026-10", category="T-labour")

    assert [("T-growing", 3, 2), ("T-starting", 1, 1)] == [
        (row["stage"], row["cases"], row["parties"]) for row in rows
    ]
    assert {("T-labour", "T-county")} == {(row["category"], row["area"]) for row in rows}


def test_a_rise_is_told_against_the_month_before(office: Office) -> None:
    """One in August, one in September by the clock of Shanghai, three in October."""
    rows = office.report("trend", stage="T-growing")

    assert [("2026-08", 1, None), ("2026-09", 1, 0.0), ("2026-10", 3, 200.0)] == [
        (row["month"], row["cases"], row["change"]) for row in rows
    ]


def test_a_number_leads_to_its_cases(office: Office) -> None:
    """Who reads that demand has tripled may see which three."""
    of = {"month": "2026-10", "stage": "T-growing"}
    listed = office.ask("cases", name="trend", number="cases", of=of)

    assert ["T-3", "T-4", "T-5"] == [row["case_id"] for row in listed]


def test_a_topic_that_rises_is_found_while_it_rises(office: Office) -> None:
    """Raised with the tenth case of a week in which nobody had asked before."""
    [finding] = office.findings("rising-topic")

    assert ("T-heat|t-county", 10) == (finding["details"]["matter"], len(finding["evidence"]))
    assert "2026-10-27T09:00:00Z" == finding["raised_at"]


def test_what_rises_and_waits_is_the_first_proposed_for_a_campaign(office: Office) -> None:
    """The county need not look for the topic of the next 27th."""
    topics = [row for row in office.ask("campaign_topics") if row["category"] == "T-heat"]

    assert ("rising", 10, 10) == tuple(topics[0][name] for name in ("why", "cases", "waiting"))
