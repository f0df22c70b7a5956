"""
M: One intake for all platforms: the same matter seen on two of them is linked (002, 004).

A factory tells its matter to the hotline, and an hour later to the mayor's mailbox. Both
platforms open a case. The earlier one leads and its clocks run; the other's are cancelled and
what was found of it is retracted, until somebody says that they are two.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import assigned, opened, unlinked

TEXT = "厂区门前的道路坑坑洼洼，大货车经过时颠簸厉害，已经有两辆车的底盘被刮坏，要求重新铺设沥青"
AGAIN = "尊敬的领导：厂区门前道路坑坑洼洼，大货车经过颠簸厉害，两辆车的底盘被刮坏，请重新铺设沥青"

HISTORY = [
    opened("M-1", "2026-10-12 09:00", platform="12345", party_id="M-factory", text=TEXT),
    assigned("M-1", "2026-10-12 09:30", "M-roads"),
    opened("M-2", "2026-10-12 10:00", platform="mayor", party_id="M-factory", text=AGAIN),
    assigned("M-2", "2026-10-12 10:30", "M-city"),
    # Another party's pair was linked as well, and is not one matter.
    opened("M-3", "2026-10-12 09:00", platform="12345", party_id="M-shop", text=TEXT),
    assigned("M-3", "2026-10-12 09:30", "M-roads"),
    opened("M-4", "2026-10-12 10:00", platform="mayor", party_id="M-shop", text=AGAIN),
    assigned("M-4", "2026-10-12 10:30", "M-city"),
    unlinked("M-4", "2026-10-13 09:00", "M-3", "duplicate"),
]


def test_the_second_platforms_case_is_appended_to_the_first(office: Office) -> None:
    """The finding names the case it repeats, by what was said."""
    found = office.findings("repeated-case", "append")

    assert ["M-2", "M-4"] == sorted(finding["case_id"] for finding in found)


def test_only_the_case_that_leads_is_late(office: Office) -> None:
    """The other needs no handling of its own; the pair that people parted is two again."""
    late = {finding["case_id"] for finding in office.findings("stalled", "accept")}

    assert {"M-1", "M-3", "M-4"} == late


def test_the_linked_case_says_whose_duplicate_it_is_and_has_no_clock(office: Office) -> None:
    """Whoever opens it is sent to the one that leads."""
    [case] = office.sql("SELECT flags FROM cases WHERE case_id = 'M-2'")
    clocks = office.sql("SELECT clock FROM clocks WHERE case_id = 'M-2' AND status != 'cancelled'")

    assert (["duplicate-of M-1"], []) == (case["flags"], clocks)
