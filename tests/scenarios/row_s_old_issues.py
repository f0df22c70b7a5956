"""
S: Old issues raised again: linked to the solved case and its answer; sham closings counted (002).

A case was closed as solved; three weeks later the same party tells the same matter again. The
new case shows the old one, who closed it and what was answered then, and the department that
closed it sees its rate of matters that came back.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import assigned, closed, event_id, opened, responded

TEXT = "垃圾桶多日无人清运，垃圾堆到了马路上，苍蝇蚊子到处都是，希望增加清运次数"
AGAIN = "还是那个问题：垃圾桶多日无人清运，垃圾又堆到了马路上，苍蝇蚊子到处都是，请增加清运次数"
OTHER = "社区卫生服务站的疫苗预约不上，排队两小时被告知没有号，请增加接种点"
ANSWER = responded("S-1", "2026-09-16 09:00", "S-city")

HISTORY = [
    opened("S-1", "2026-09-15 09:00", party_id="S-inn", text=TEXT),
    assigned("S-1", "2026-09-15 09:30", "S-city"),
    ANSWER,
    closed("S-1", "2026-09-16 15:00"),
    opened("S-2", "2026-10-12 09:00", party_id="S-inn", text=AGAIN),
    assigned("S-2", "2026-10-12 09:30", "S-city"),
    opened("S-3", "2026-10-12 09:00", party_id="S-clinic", text=OTHER),
    assigned("S-3", "2026-10-12 09:30", "S-city"),
    responded("S-3", "2026-10-13 09:00", "S-city"),
    closed("S-3", "2026-10-13 15:00"),
]


def test_the_new_case_is_linked_to_the_solved_one_and_its_answer(office: Office) -> None:
    """Evidence: the old opening, the answer, the closing, and the new opening."""
    [finding] = office.findings("repeated-case", "recurrence")

    assert ("S-2", "S-city") == (finding["case_id"], finding["department"])
    assert event_id(ANSWER) in finding["evidence"]
    assert 4 == len(finding["evidence"])


def test_the_department_sees_how_many_of_its_closings_came_back(office: Office) -> None:
    """One of two: half of what it closed was not over."""
    [row] = office.report("recurrence", department="S-city")

    assert (2, 1, 50.0) == (row["closed"], row["came_back"], row["rate"])
