"""
F: 12345 hotline (003): phone 15 s, SMS 3 min, web 1 h, day and night.

Thirty lines and a hundred linked units stand behind one number. How soon it answers is a promise
of the channel itself and runs on a clock that knows no night; the departments it hands calls to
keep their own limits.
"""

from __future__ import annotations

from typing import Any

from tests.scenarios.office import Office
from tests.scenarios.words import (
    accepted,
    assigned,
    closed,
    contacted,
    evaluated,
    opened,
    responded,
)

NIGHT = "2026-10-24 23:59"
"""A Saturday, a minute before midnight."""


def called(case: str, channel: str, when: str = f"{NIGHT}:00") -> dict[str, Any]:
    return opened(case, when, by="F-hotline", kind="call", channel=channel, category=case)


HISTORY = [
    # Exactly at each limit, and a second after it.
    called("F-phone", "phone"),
    accepted("F-phone", f"{NIGHT}:15", "F-hotline"),
    called("F-phone-late", "phone"),
    accepted("F-phone-late", f"{NIGHT}:16", "F-hotline"),
    called("F-sms", "sms"),
    contacted("F-sms", "2026-10-25 00:02:00", "F-hotline"),
    called("F-sms-late", "短信"),
    contacted("F-sms-late", "2026-10-25 00:02:01", "F-hotline"),
    called("F-web", "web"),
    responded("F-web", "2026-10-25 00:59:00", "F-hotline", "explained"),
    called("F-web-late", "web"),
    responded("F-web-late", "2026-10-25 00:59:01", "F-hotline", "explained"),
    # Nobody ever picked up.
    called("F-unheard", "phone", "2026-10-30 08:00:00"),
    # Handed on while the caller was on the line: the department has its working day.
    called("F-handed", "phone", "2026-10-29 09:00:00"),
    assigned("F-handed", "2026-10-29 09:00:10", "F-water"),
    accepted("F-handed", "2026-10-30 17:30", "F-water"),
    # Answered before, and well: the next one who asks need not wait.
    opened("F-known", "2026-10-12 09:00", by="F-hotline", category="F-smoke", text="夜市油烟扰民"),
    assigned("F-known", "2026-10-12 09:30", "F-city"),
    accepted("F-known", "2026-10-12 10:00", "F-city"),
    responded("F-known", "2026-10-13 09:00", "F-city", text="已装净化器，每周检查一次。"),
    closed("F-known", "2026-10-13 10:00"),
    evaluated("F-known", "2026-10-14 10:00", level=5),
]


def test_each_channel_answers_within_its_own_limit_at_any_hour(office: Office) -> None:
    """Fifteen seconds, three minutes, an hour: to the second, on a Saturday night."""
    late = {row["case_id"]: row["raised_at"] for row in office.findings("stalled", "answer")}

    assert {
        "F-phone-late": "2026-10-24T15:59:15Z",
        "F-sms-late": "2026-10-24T16:02:00Z",
        "F-web-late": "2026-10-24T16:59:00Z",
        "F-unheard": "2026-10-30T00:00:15Z",
    } == late


def test_the_hotline_answers_for_its_own_seconds_only(office: Office) -> None:
    """The finding names who took the call in; a department's day to accept is its own."""
    found = office.findings("stalled", "answer")

    assert {"F-hotline"} == {row["department"] for row in found}
    assert ["F-unheard"] == [row["case_id"] for row in found if row["status"] == "open"]
    assert [] == office.findings("stalled", "accept")


def test_the_clocks_say_what_was_promised(office: Office) -> None:
    """The table has the limit as it is said: 15 seconds are fifteen."""
    clocks = office.sql(
        "SELECT case_id, target, unit, status FROM clocks WHERE clock = 'answer'"
        " AND case_id IN ('F-phone', 'F-sms', 'F-web') ORDER BY case_id"
    )

    assert [
        {"case_id": "F-phone", "target": 15, "unit": "seconds-24x7", "status": "met"},
        {"case_id": "F-sms", "target": 3, "unit": "minutes-24x7", "status": "met"},
        {"case_id": "F-web", "target": 60, "unit": "minutes-24x7", "status": "met"},
    ] == clocks


def test_the_report_shows_how_soon_each_channel_answered(office: Office) -> None:
    """Four calls by phone: one late, one never heard; the average of 15, 16 and 10 seconds."""
    if office.alone:
        [phone] = office.report("hotline", channel="phone")
        assert (4, 3, 1, 2, 2) == tuple(
            phone[name] for name in ("calls", "answered", "waiting", "in_time", "late")
        )
        assert (13.7, 16) == (phone["average_seconds"], phone["longest_seconds"])


def test_what_was_answered_before_is_found_by_keyword(office: Office) -> None:
    """The operator reads the answer while the caller is on the line; nothing tells who asked."""
    found = office.ask("knowledge", words="油烟 扰民", limit=5)
    [row] = [each for each in found if each["case_id"] == "F-known"]

    assert ("已装净化器，每周检查一次。", "F-city", 5) == (
        row["answer"],
        row["department"],
        row["satisfaction"],
    )
    assert (100.0, "F-smoke") == (row["score"], row["category"])
    assert set() == {"party_id", "text"} & set(row)
