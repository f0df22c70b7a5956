"""
I: 晒拼创 quarterly scoreboard, gross and net, and 督办约谈 of the lowest (001).

Each quarter the departments are set side by side by one formula that everybody can work out. What
an extension alone saved counts gross and not net; a re-opened case earns nothing. The lowest are
summoned, and are told what pulled them down.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import Said, accepted, assigned, closed, extended, opened, responded

DEPARTMENTS = ("I-fire", "I-roads", "I-tax", "I-water")
"""Best first; roads and tax did the same net."""


def handled(case: str, department: str, answered: str, *more: Said) -> list[Said]:
    """Return a case of Monday 12 October, answered at *answered*: its limit is Thursday 17:30."""
    return [
        opened(case, "2026-10-12 09:00"),
        assigned(case, "2026-10-12 09:30", department),
        accepted(case, "2026-10-12 10:00", department),
        *more,
        responded(case, f"{answered}:00", department),
        closed(case, f"{answered}:30"),
    ]


def both(department: str, *answered: str) -> list[Said]:
    return [
        event
        for number, when in enumerate(answered)
        for event in handled(f"{department}-{number}", department, when)
    ]


HISTORY = [
    *both("I-fire", "2026-10-13 15", "2026-10-13 16"),
    *handled("I-tax-0", "I-tax", "2026-10-13 15"),
    *handled(
        "I-tax-1",
        "I-tax",
        "2026-10-19 15",
        extended("I-tax-1", "2026-10-14 10:00", "I-tax", 5),
        extended("I-tax-1", "2026-10-14 10:01", "I-tax", 5, clock="holding"),
    ),
    *both("I-roads", "2026-10-13 15", "2026-10-19 15"),
    *both("I-water", "2026-10-20 15", "2026-10-21 15"),
]


def test_an_extension_saves_gross_and_not_net(office: Office) -> None:
    """Tax asked for more time and kept it: in time gross, late net."""
    rows = {row["department"]: row for row in office.report("scoreboard")}
    fire, tax = rows["I-fire"], rows["I-tax"]

    assert (100.0, 100.0) == (fire["gross_rate"], fire["net_rate"])
    assert (100.0, True) == (tax["gross_rate"], tax["net_rate"] < 100)
    assert tax["score_gross"] > tax["score_net"]


def test_the_departments_are_ranked_by_the_formula_of_their_quarter(office: Office) -> None:
    """Fourth quarter of 2026: the second formula; the order is what the cases say."""
    rows = office.report("scoreboard", quarter="2026Q4")
    by_score = sorted(rows, key=lambda row: -row["score_net"])

    assert {"2026-2"} == {row["formula"] for row in rows}
    assert DEPARTMENTS == tuple(row["department"] for row in by_score)


def test_another_formula_can_be_tried_on_the_same_quarter(office: Office) -> None:
    """What was published stays; the trial says by which formula it is."""
    tried = office.report("scoreboard", options={"formula": "2026-1"}, department="I-water")

    assert ["2026-1"] == [row["formula"] for row in tried]


def test_the_lowest_are_summoned_and_told_what_pulled_them_down(office: Office) -> None:
    """Three of the four; who stands first was late with both, the others share a place."""
    if not office.alone:
        return
    rows = office.report("supervision", quarter="2026Q4")

    assert [(1, "I-water"), (2, "I-roads"), (2, "I-tax")] == [
        (row["place"], row["department"]) for row in rows
    ]
    assert all(row["pulled_down"][0].startswith("on-time") for row in rows)
    assert [1, 1, 1] == [row["times"] for row in rows]


def test_a_score_leads_to_its_cases(office: Office) -> None:
    """Every late clock behind the score has a case."""
    of = {"department": "I-water", "quarter": "2026Q4"}
    judged = office.ask("cases", name="scoreboard", number="judged", of=of)
    in_time = office.ask("cases", name="scoreboard", number="in_time", of=of)

    late = {row["id"] for row in judged} - {row["id"] for row in in_time}
    assert {"I-water-0", "I-water-1"} == {r["case_id"] for r in judged if r["id"] in late}


def test_ratings_of_too_few_are_neither_shown_nor_weighed(office: Office) -> None:
    """Nobody was rated here: the score stands on time and on what was solved."""
    [row] = office.report("scoreboard", department="I-fire", quarter="2026Q4")

    assert (0, None, 100.0) == (row["answered"], row["satisfied_rate"], row["score_net"])
