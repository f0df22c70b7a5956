"""
P: Everything on record 全程留痕: a timeline per case, and corrections that hide nothing (000, 004).

A party asks what became of its matter, and an inspector who held it how long. What a department
wrote wrongly it takes back or replaces: conclusions follow at once, and the record keeps both.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import (
    accepted,
    assigned,
    closed,
    event_id,
    opened,
    party,
    responded,
    returned,
    visit,
    withdrawn,
)

wrong_visit = visit("P-v1", "2026-10-12 09:00", "P-tax", to="P-loom")
wrong_party = visit("P-v3", "2026-10-21 09:00", "P-labour", to="P-loom")
right_party = visit("P-v3b", "2026-10-21 09:00", "P-labour", to="P-mill", when="2026-10-22 09:00")
wrong_case = responded("P-other", "2026-10-14 10:00", "P-water")
right_case = responded("P-case", "2026-10-14 10:00", "P-water") | {"id": "P-corrected"}

HISTORY = [
    party("P-loom"),
    party("P-mill"),
    # Two offices visited the loom, says the record; then the first says it never went there.
    wrong_visit,
    visit("P-v2", "2026-10-19 09:00", "P-fire", to="P-loom"),
    withdrawn(wrong_visit, "2026-10-20 09:00"),
    # The labour office wrote the loom's name for the mill's.
    wrong_party,
    right_party | {"replaces": event_id(wrong_party)},
    # A case passed on once, answered in time; the answer was first written under another case.
    opened("P-case", "2026-10-12 09:00", party_id="P-loom"),
    assigned("P-case", "2026-10-12 09:30", "P-roads"),
    returned("P-case", "2026-10-12 15:30", "P-roads", better="P-water"),
    assigned("P-case", "2026-10-12 16:30", "P-water"),
    accepted("P-case", "2026-10-13 09:30", "P-water"),
    opened("P-other", "2026-10-12 09:00", party_id="P-mill"),
    assigned("P-other", "2026-10-12 09:30", "P-water"),
    accepted("P-other", "2026-10-12 10:00", "P-water"),
    wrong_case,
    right_case | {"replaces": event_id(wrong_case)},
    closed("P-case", "2026-10-14 12:00"),
]


def test_a_timeline_tells_who_did_what_and_who_held_it_how_long(office: Office) -> None:
    """Six hours with the road office, two days with the water office."""
    rows = office.ask("explain", case="P-case")["timeline"]

    assert [("P-roads", 6.0), ("P-water", 43.5)] == [
        (row["who"], row["hours"]) for row in rows if row["what"] == "held"
    ]
    assert ["case.opened", "case.assigned", "case.returned", "case.assigned"] == [
        row["what"] for row in rows if row["what"].startswith("case.")
    ][:4]
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)


def test_a_finding_stands_in_the_timeline_where_it_began(office: Office) -> None:
    """The other case was never answered: since its limit ended, it is overdue."""
    rows = office.ask("explain", case="P-other")["timeline"]
    found = [row for row in rows if row["what"] == "finding stalled/resolve"]

    assert [("P-water", "2026-10-15T09:30:00Z", "2026-10-30T10:00:00Z")] == [
        (row["who"], row["at"], row["until"]) for row in found
    ]


def test_what_was_taken_back_stays_on_record_and_counts_for_nobody(office: Office) -> None:
    """A timeline that forgot its mistakes would be a story."""
    rows = office.ask("explain", case="P-other")["timeline"]

    assert ["kind=solved, withdrawn"] == [
        row["detail"] for row in rows if row["what"] == "case.responded"
    ]
    assert ["P-other"] == [row["case_id"] for row in office.findings("stalled", "resolve")]


def test_a_withdrawn_visit_accuses_nobody(office: Office) -> None:
    """The fire office came first after all; the labour office was never at the loom."""
    assert [] == office.findings("duplicate-visit")


def test_a_replaced_visit_counts_where_it_belongs(office: Office) -> None:
    """The mill was visited, by the labour office; both records stand in the log."""
    visits = office.sql(
        "SELECT visit_id, party_id, status FROM visits"
        " WHERE visit_id IN ('P-v3', 'P-v3b') ORDER BY visit_id"
    )
    written = office.sql(
        "SELECT subject, withdrawn FROM events WHERE subject IN ('P-v3', 'P-v3b')"
        " AND name = 'visit.recorded' ORDER BY 1"
    )

    assert [("P-v3", "cancelled"), ("P-v3b", "recorded")] == [
        (row["visit_id"], row["status"]) for row in visits
    ]
    assert [("P-v3", 1), ("P-v3b", 0)] == [(row["subject"], row["withdrawn"]) for row in written]
    assert ["P-mill"] == [row["party_id"] for row in visits if row["status"] == "recorded"]


def test_who_was_visited_follows_the_correction(office: Office) -> None:
    """Coverage believes what stands, not what was written first."""
    seen = {row["party_id"]: row["last_visit"] for row in office.report("not-visited")}

    assert "2026-10-21T01:00:00Z" == seen["P-mill"]
    assert "2026-10-19T01:00:00Z" == seen["P-loom"]


def test_results_are_published_without_telling_of_anybody(office: Office) -> None:
    """What the office knows by party, the public reads by group, and only of groups of five."""
    rows = office.report("bulletin", quarter="2026Q4", subject="department")
    mine = [row for row in rows if row["name"] in ("P-roads", "P-water")]

    assert set() == {"party_id", "case_id", "officer_id", "text"} & set(rows[0] if rows else {})
    assert [(1, None, None)] == sorted(
        {(row["suppressed"], row["counted"], row["reached"]) for row in mine}
    )


def test_what_the_public_reads_leads_the_office_to_its_cases(office: Office) -> None:
    """All cases of the quarter together are enough parties to be told of, or nothing is."""
    wanted = {"quarter": "2026Q4", "subject": "all", "measure": "cases"}
    [told] = [
        row
        for row in office.ask("report", name="bulletin")
        if all(row[key] == value for key, value in wanted.items())
    ]
    cases = office.ask("cases", name="bulletin", number="counted", of=wanted)

    assert (told["suppressed"], told["counted"] or 0) == (int(not cases), len(cases))
