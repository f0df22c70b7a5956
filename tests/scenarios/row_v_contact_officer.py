"""
V: A named contact 特派员 for each enterprise, who answers for its visits, cases and findings (002).

Each enterprise has one person to call. Each such person has a list: whom he has not seen, whose
cases are open, and where something is wrong. A new contact takes the list over with the party.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import assigned, officer, opened, party, said, visit

HISTORY = [
    officer("V-li", of="V-industry"),
    officer("V-wang", of="V-tax"),
    party("V-loom", officer_id="V-li"),
    party("V-forge", officer_id="V-li"),
    party("V-mill", officer_id="V-wang"),
    visit("V-1", "2026-10-12 09:00", "V-tax", to="V-loom"),
    visit("V-2", "2026-08-12 09:00", "V-industry", to="V-forge"),
    # The forge's case was assigned, and nobody signed for it.
    opened("V-case", "2026-10-13 09:00", party_id="V-forge"),
    assigned("V-case", "2026-10-13 10:00", "V-energy"),
    # Mrs Wang took the mill over from nobody, and Mr Li gave it to her: the last word counts.
    said(
        "party.updated",
        "2026-10-20 09:00",
        "hub",
        "V-mill",
        party_id="V-mill",
        kind="enterprise",
        name="V-mill Ltd",
        area="V-county",
        officer_id="V-li",
    ),
]

OCTOBER = {"from": "2026-10-01", "to": "2026-11-01"}


def test_a_contact_sees_how_many_of_his_parties_were_seen(office: Office) -> None:
    """One of three in October; the mill never. Who made the visit does not matter."""
    [row] = office.report("officers", options=OCTOBER, officer_id="V-li")

    assert (3, 1, 2, 1, 33.3) == (
        row["parties"],
        row["visited"],
        row["not_visited"],
        row["never"],
        row["rate"],
    )
    assert ("V-industry", "2026-08-12T01:00:00Z") == (row["department_id"], row["oldest_visit"])


def test_what_is_wrong_at_his_parties_is_his_to_know(office: Office) -> None:
    """The case nobody signed for stands on the list of the forge's contact."""
    [row] = office.report("officers", officer_id="V-li")
    listed = office.ask("cases", name="officers", number="open_findings", of={"officer_id": "V-li"})

    assert (1, len(listed)) == (row["open_cases"], row["open_findings"])
    assert {"V-case"} == {each["case_id"] for each in listed}


def test_whom_he_has_not_visited_he_can_ask_by_name(office: Office) -> None:
    """Longest first: the mill, never; the forge, since August."""
    rows = office.report("not-visited", options={"officer": "V-li", "from": "2026-10-01"})

    assert ["V-mill", "V-forge"] == [row["party_id"] for row in rows]
