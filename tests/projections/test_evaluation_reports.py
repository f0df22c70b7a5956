"""Evaluations and rectification in reports: denominators, gross and net, and whom they show."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from projections import reporting, sink
from projections.embedded import EmbeddedWarehouse
from projections.schema import Dialect
from tests.projections.records import Log, said

_numbers = count()


def policy(log: Log, **content: int) -> None:
    """Publish what reports may show."""
    limits = {"least_group": 5, "supervised": 3, "least_cases": 1} | content
    log.event("policy.published", "01-02 09:00", policy_id="reports", kind="reports",
              valid_from="2026-01-01T00:00:00+08:00", content=limits)  # fmt: skip
    log.tick("06-30 09:00")


def case(log: Log, id: str, lead: str = "water", **row: Any) -> None:
    facts = {"case_id": id, "opened_at": said("03-02 09:00"), "lead_department": lead}
    log.snapshot("case", id, 1, **(facts | {"episode": 1} | row))


def rated(log: Log, level: int | None, department: str = "water", **row: Any) -> None:
    facts = {"case_id": "K-1", "episode": 1, "level": level, "outcome": "answered"}
    facts |= {"collected_by": "party", "time": said("03-04 10:00"), "standing": "counted"}
    log.snapshot("evaluation", f"E{next(_numbers)}", 1, department=department, **(facts | row))


def put_right(log: Log, id: str, **row: Any) -> None:
    facts = {"case_id": id, "episode": 1, "department": "water", "ground": "dissatisfied"}
    facts |= {"since": said("03-04 10:00"), "status": "open", "confirmed": False}
    log.snapshot("rectification", id, 1, **(facts | row))


def report(warehouse: EmbeddedWarehouse, name: str, **options: str) -> list[dict[str, Any]]:
    found = reporting.find(name)
    sql = Dialect().render(found.filled(options)) if options else found.sql
    return warehouse.query(sql).documents()


def shown(row: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def test_asked_reached_and_answered_are_three_counts(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """A rate without its denominators is a slogan; who collected it is told apart."""
    policy(log)
    case(log, "K-1")
    rated(log, 5, solved=True)
    rated(log, 2, solved=False, collected_by="third-party")
    rated(log, None, outcome="refused", collected_by="hub")
    rated(log, None, outcome="unreachable")
    rated(log, 1, revisit=True)
    sink.project(log.records, warehouse)

    (row,) = report(warehouse, "evaluation")
    assert ("2026Q1", "water", 4, 3, 2) == shown(
        row, "quarter", "department", "asked", "reached", "answered"
    )
    assert (1, 0, 1) == shown(row, "by_party", "by_hub", "by_third_party")
    assert (2, 1, 50.0, 2, 1, 50.0) == shown(
        row, "rated", "satisfied", "satisfied_rate", "told", "solved", "solved_rate"
    )


def test_what_was_left_out_counts_gross_and_not_net(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """A department's own rating, and one of no known episode, count in neither."""
    policy(log)
    case(log, "K-1")
    rated(log, 5)
    rated(log, 1, standing="excluded")
    rated(log, 5, standing="own", own=True)
    rated(log, 5, standing="unknown-episode")
    sink.project(log.records, warehouse)

    (row,) = report(warehouse, "evaluation")
    assert (2, 50.0, 1, 100.0) == shown(
        row, "rated", "satisfied_rate", "rated_net", "satisfied_rate_net"
    )
    assert (1, 1, 1) == shown(row, "excluded", "own", "unknown")


@pytest.mark.parametrize(("answers", "rate"), [(4, None), (5, 100.0), (6, 100.0)])
def test_a_department_sees_groups_of_at_least_k(
    warehouse: EmbeddedWarehouse, log: Log, answers: int, rate: float | None
) -> None:
    """Four answers are four people it knows; five are the least group of the policy."""
    policy(log)
    case(log, "K-1")
    for _ in range(answers):
        rated(log, 5)
        rated(log, 5, "roads")
    sink.project(log.records, warehouse)

    (row,) = report(warehouse, "evaluation", **{"for": "water"})
    assert ("water", answers, rate, int(rate is None)) == shown(
        row, "department", "answered", "satisfied_rate", "suppressed"
    )
    assert 2 == len(report(warehouse, "evaluation"))


def test_k_is_what_the_policy_says(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """It is data, and where nobody published it nothing is shown."""
    case(log, "K-1")
    for _ in range(5):
        rated(log, 5)
    sink.project(log.records, warehouse)
    (before,) = report(warehouse, "evaluation", **{"for": "water"})
    policy(log, least_group=6)
    sink.project(log.records, warehouse)
    (after,) = report(warehouse, "evaluation", **{"for": "water"})

    assert [None, None] == [before["satisfied"], after["satisfied"]]


@pytest.mark.parametrize(("left_out", "gross"), [(0, 100.0), (1, None), (4, None), (5, 50.0)])
def test_gross_beside_net_tells_of_nobody_who_was_left_out(
    warehouse: EmbeddedWarehouse, log: Log, left_out: int, gross: float | None
) -> None:
    """The difference of two figures is a figure: one evaluation left out would be plain to see."""
    policy(log)
    case(log, "K-1")
    for _ in range(5):
        rated(log, 5)
    for _ in range(left_out):
        rated(log, 1, standing="excluded")
    sink.project(log.records, warehouse)

    (row,) = report(warehouse, "evaluation", **{"for": "water"})
    assert (gross, 100.0) == shown(row, "satisfied_rate", "satisfied_rate_net")


def test_a_rated_department_is_not_told_who_answered_what(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Following a number to its cases must not lead around the least group."""
    policy(log)
    case(log, "K-1")
    rated(log, 1)
    sink.project(log.records, warehouse)
    found = reporting.find("evaluation")
    sql = Dialect().render(found.filled({"for": "water"}, cases=True))

    assert ["asked"] == [row["number"] for row in warehouse.query(sql).documents()]


def test_rectification_counts_second_assignments_and_what_became_of_them(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Put right by the department's word is gross; what the party confirmed is net."""
    again = {"second_at": said("03-05 09:00"), "second_department": "roads"}
    put_right(log, "K-1", status="rectified", confirmed=True, upheld=True,
              verified_at=said("03-04 12:00"), **again)  # fmt: skip
    put_right(log, "K-2", status="rectified", **again)
    put_right(log, "K-3", status="failed", confirmed=True, **again)
    put_right(log, "K-4", ground="unfinished", status="open", **again)
    put_right(log, "K-5", status="not-upheld", upheld=False, verified_at=said("03-04 12:00"))
    put_right(log, "K-6", status="taken-out")
    sink.project(log.records, warehouse)

    (row,) = report(warehouse, "rectification")
    assert (6, 5, 1, 2, 1, 1, 1) == shown(
        row, "cases", "bad", "unfinished", "verified", "upheld", "not_upheld", "taken_out"
    )
    assert (4, 2, 1, 50.0, 25.0, 50.0) == shown(
        row, "second", "second_rectified", "second_confirmed", "second_rate", "second_rate_net",
        "rate",
    )  # fmt: skip


def clock(log: Log, case_id: str, department: str, when: str, *, met: bool) -> None:
    id = f"{case_id}/{department}/{when}"
    facts: dict[str, Any] = {"episode": 1, "assignment_id": "", "clock": "holding", "target": 1}
    log.snapshot("clock", id, 1, case_id=case_id, department=department,
                 status="met" if met else "breached", deadline=said(when), **facts)  # fmt: skip


def quarter_of(log: Log, when: str, **late: int) -> None:
    """Give each department ten clocks in the quarter of *when*, so many of them late."""
    for department, breached in late.items():
        for number in range(10):
            clock(log, f"{department}-{when}-{number}", department, when, met=number >= breached)


def test_the_supervision_list_names_the_lowest_and_what_pulled_them_down(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Two of four a quarter; who shares the last place is on it too; over time."""
    policy(log, supervised=2)
    quarter_of(log, "03-02 09:00", water=5, roads=3, fire=1, tax=0)
    quarter_of(log, "06-02 09:00", water=6, roads=0, fire=4, tax=4)
    sink.project(log.records, warehouse)

    seen = [
        shown(row, "quarter", "place", "department", "score_net", "change", "times", "pulled_down")
        for row in report(warehouse, "supervision")
    ]
    assert [
        ("2026Q1", 1, "water", 50.0, None, 1, ["on-time -50"]),
        ("2026Q1", 2, "roads", 70.0, None, 1, ["on-time -30"]),
        ("2026Q2", 1, "water", 40.0, -10.0, 2, ["on-time -60"]),
        ("2026Q2", 2, "fire", 60.0, -30.0, 1, ["on-time -40"]),
        ("2026Q2", 2, "tax", 60.0, -40.0, 1, ["on-time -40"]),
    ] == seen


@pytest.mark.parametrize(("least", "listed"), [(9, 2), (10, 2), (11, 0)])
def test_who_was_hardly_measured_is_not_ranked(
    warehouse: EmbeddedWarehouse, log: Log, least: int, listed: int
) -> None:
    """One late case of one is no reason to be summoned."""
    policy(log, supervised=2, least_cases=least)
    quarter_of(log, "03-02 09:00", water=5, roads=3)
    sink.project(log.records, warehouse)

    assert listed == len(report(warehouse, "supervision"))


def test_a_quarter_is_scored_by_the_formula_that_held_or_by_the_one_asked_for(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """A new formula does not rewrite what was published; it can be tried on the past."""
    policy(log)
    for quarter in ("03-02 09:00", "08-03 09:00"):
        quarter_of(log, quarter, water=5)
        id = f"order-{quarter}"
        case(log, id, menu_item="licence", closed_at=said(quarter), outcome="unsolved")
    sink.project(log.records, warehouse)

    by = {row["quarter"]: row["formula"] for row in report(warehouse, "scoreboard")}
    assert {"2026Q1": "2026-1", "2026Q3": "2026-2"} == by
    tried = report(warehouse, "scoreboard", formula="2026-2")
    assert {"2026-2"} == {row["formula"] for row in tried}
    assert [28.6, 23.3, 23.3] == [
        report(warehouse, "scoreboard", formula="2026-1")[0]["score_net"],
        *(row["score_net"] for row in tried if row["judged"]),
    ]


@pytest.mark.parametrize(("answers", "rate"), [(4, None), (5, 0.0)])
def test_the_scoreboard_hides_ratings_of_too_few_and_does_not_weigh_them(
    warehouse: EmbeddedWarehouse, log: Log, answers: int, rate: float | None
) -> None:
    """Everybody reads it; from a score that weighed them a single rating could be worked out."""
    policy(log)
    quarter_of(log, "03-02 09:00", water=0)
    for _ in range(answers):
        rated(log, 1)
    sink.project(log.records, warehouse)

    (row,) = report(warehouse, "scoreboard")
    assert (answers, rate) == shown(row, "answered", "satisfied_rate")
    assert (100.0 if rate is None else 57.1) == row["score_net"]


def test_no_department_can_work_out_from_its_own_figure_what_another_has(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Fire has four ratings: beside it the two fewest are hidden, on both reports alike."""
    policy(log)
    for department, answers in {"fire": 4, "roads": 6, "tax": 7, "water": 9}.items():
        for number in range(answers):
            id = f"{department}-{number}"
            case(log, id, lead=department, party_id=f"P-{id}")
            rated(log, 5, department, case_id=id)
    sink.project(log.records, warehouse)

    rows = {row["department"]: row for row in report(warehouse, "scoreboard")}
    public = {
        row["name"]: row["reached"]
        for row in report(warehouse, "bulletin")
        if (row["subject"], row["measure"]) == ("department", "satisfied")
    }
    wanted = {"fire": None, "roads": None, "tax": None, "water": 9}
    assert wanted == {name: row["satisfied_net"] for name, row in rows.items()} == public
    assert wanted == {name: row["satisfied"] for name, row in rows.items()}


def opened(log: Log, parties: int, area: str) -> None:
    for number in range(parties):
        id = f"{area}-{number}"
        case(log, id, area=area, party_id=f"P-{id}")


def published(warehouse: EmbeddedWarehouse, subject: str) -> dict[str, Any]:
    rows = report(warehouse, "bulletin")
    return {
        row["name"]: row["counted"]
        for row in rows
        if row["subject"] == subject and row["measure"] == "cases"
    }


@pytest.mark.parametrize(
    ("cases", "shown_of_all", "shown_by_area"),
    [
        ({"东": 5, "西": 6, "南": 9}, 20, {"东": 5, "西": 6, "南": 9}),
        ({"东": 4, "西": 6, "南": 9}, 19, {"东": None, "西": None, "南": 9}),
        ({"东": 4, "西": 1, "南": 9}, 14, {"东": None, "西": None, "南": None}),
        ({"东": 4, "西": 1}, 5, {"东": None, "西": None}),
        ({"东": 3, "西": 1}, None, {"东": None, "西": None}),
        ({"东": 4}, None, {"东": None}),
    ],
)
def test_the_bulletin_hides_small_groups_and_what_they_could_be_worked_out_from(
    warehouse: EmbeddedWarehouse,
    log: Log,
    cases: dict[str, int],
    shown_of_all: int | None,
    shown_by_area: dict[str, int | None],
) -> None:
    """Nineteen less nine less six would be four people: the next smallest is hidden beside them."""
    policy(log)
    for area, parties in cases.items():
        opened(log, parties, area)
    sink.project(log.records, warehouse)

    assert {"": shown_of_all} == published(warehouse, "all")
    assert shown_by_area == published(warehouse, "area")


def test_a_group_is_of_parties_and_not_of_their_cases(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Nine cases of one enterprise are that enterprise's."""
    policy(log)
    for number in range(9):
        case(log, f"K-{number}", party_id="P-1")
    sink.project(log.records, warehouse)

    assert {"": None} == published(warehouse, "all")


def test_the_bulletin_holds_nothing_of_any_party(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """It is printed and pinned up: only figures, groups and their titles in both languages."""
    policy(log)
    for number in range(6):
        case(log, f"K-{number}", party_id="P-1", closed_at=said("03-03 09:00"), outcome="solved")
        rated(log, 5, case_id=f"K-{number}")
    sink.project(log.records, warehouse)
    words = {str(value) for row in report(warehouse, "bulletin") for value in row.values()}

    assert set() == {word for word in words if word.startswith(("K-", "P-"))}
    assert {"满意", "satisfied, of those who said"} <= words
