"""
L: One solved, a batch solved 举一反三: like cases in one cluster, one answer for all (000, 002).

The same common problem was solved one by one, never as a kind. Now the cases of many parties
about one thing stand together; when the first of them is solved, its answer is proposed to the
others that wait, and each is still answered, closed and evaluated on its own.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import assigned, closed, opened, responded

FIRST = "安泰工业园最近频繁停电，一周之内跳闸五次，生产线停工造成很大损失，请检修线路"
AGAIN = "您好，园区又停电了：一周之内跳闸五次，频繁停电，生产线停工，损失很大，请检修线路，谢谢"
OTHER = "食堂油烟从排风口直接排到楼道里，住户天天闻油烟味，要求加装净化设备"
PARK = "安泰工业园"

HISTORY = [
    opened("L-1", "2026-10-12 09:00", text=FIRST, place=PARK),
    opened("L-2", "2026-10-13 10:00", text=AGAIN, place=PARK),
    opened("L-3", "2026-10-14 11:00", text=FIRST, place="安泰"),
    opened("L-4", "2026-10-15 11:00", text=AGAIN, place=PARK),
    opened("L-5", "2026-10-15 11:30", text=OTHER, place=PARK),
    *[assigned(f"L-{n}", "2026-10-15 12:00", "L-power") for n in range(1, 6)],
    responded("L-2", "2026-10-16 09:00", "L-power", kind="explained"),
    closed("L-2", "2026-10-16 10:00"),
    responded("L-1", "2026-10-19 09:00", "L-power"),
    closed("L-1", "2026-10-19 10:00"),
]


def test_like_cases_of_many_parties_are_one_cluster_with_a_lead(office: Office) -> None:
    """Four of the five tell one thing; the first leads, and found it was with the third party."""
    [finding] = office.findings("cluster")

    assert ("L-1", "2026-10-14T03:00:00Z") == (finding["case_id"], finding["raised_at"])
    assert 4 == len(finding["evidence"])


def test_the_answer_of_the_solved_lead_is_proposed_to_those_who_wait(office: Office) -> None:
    """Who was answered already keeps its own answer."""
    rows = office.report("proposals")

    assert [("L-3", "L-1"), ("L-4", "L-1")] == [(row["case_id"], row["lead_case"]) for row in rows]


def test_each_case_is_still_answered_and_closed_on_its_own(office: Office) -> None:
    """A cluster merges nothing."""
    rows = office.sql(
        "SELECT case_id, lead, status FROM clusters WHERE case_id LIKE 'L-%' ORDER BY case_id"
    )

    assert [("L-1", 1, "closed"), ("L-2", 0, "closed")] == [
        (row["case_id"], row["lead"], row["status"]) for row in rows[:2]
    ]
    assert {"proposed"} == {row["status"] for row in rows[2:]}


def test_the_most_common_kinds_are_listed(office: Office) -> None:
    """What to solve as a kind, and how far it is solved."""
    [row] = office.report("common-kinds", lead_case="L-1")

    assert (4, 4, 2) == (row["cases"], row["parties"], row["closed"])
