"""How good its data are, told to each department once a month, at a decent hour."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from events.instant import Instant, parse
from hub.alerting.books import books
from hub.alerting.quality import letters, tell
from tests.alerting.telling import LI, MORNING, POLICY, person, who

ROW: dict[str, Any] = {
    "quarter": "2026-Q4", "department": "energy", "score": 87.5, "lost": ["late -12.5"],
    "sent": 40, "accepted": 38, "rejected": 2, "mended": 1, "duplicated": 0, "events": 38,
    "late": 5, "named": 20, "unlinked": 0,
}  # fmt: skip
OFFICER = {
    "officer_id": "li", "department_id": "energy", "role": "handler", "area": "",
    "channel_ref": "ref-li", "substitute": "", "away_from": [], "away_to": [], "duty": [],
}  # fmt: skip


class Desk:
    """An outbox, an address of Li, and a warehouse that answers what is asked."""

    def __init__(self, stack: ExitStack, data: Path) -> None:
        self.outbox, self.vault = stack.enter_context(books(data))
        self.vault.put("ref-li", "webhook+http://127.0.0.1:1/li")
        self.reports = 0

    def query(self, sql: str, params: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: ARG002
        if "quality_scores" in sql:
            self.reports += 1
            return [ROW]
        return [OFFICER] if "FROM officers" in sql else []

    def at(self, time: str) -> int:
        return tell(self.query, self.outbox, self.vault, POLICY, parse(f"{time}:00+08:00"), "en")

    def letters(self, now: Instant) -> list[str]:
        return [one.message.key for one in self.outbox.waiting(now)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with ExitStack() as stack:
        yield Desk(stack, tmp_path)


def test_a_letter_says_the_score_and_what_it_cost() -> None:
    """Of the last quarter; what is none is left out."""
    early = ROW | {"quarter": "2026-Q3", "score": 10}
    [(to, letter)] = letters([ROW, early], who(LI), POLICY, MORNING, "2026-10", "en")

    assert ("ref-li", "Data of energy, 2026-Q4: 87.5 of 100") == (to, letter.title)
    assert (
        "sent 40, accepted 38",
        "refused 2, of them mended 1: hub rejected list",
        "late 5 of 38",
        "cost: late -12.5",
    ) == letter.lines


def test_who_is_away_is_stood_in_for() -> None:
    """A letter nobody opens mends nothing."""
    day = 86_400_000_000
    li = person("li", away=((Instant(MORNING - day), Instant(MORNING + day)),), substitute="wu")
    told = letters([ROW], who(li, person("wu")), POLICY, MORNING, "2026-10", "zh")

    assert {"ref-wu"} == {to for to, _ in told}


@pytest.mark.parametrize(("time", "count"), [("08:29", 0), ("08:30", 1), ("08:31", 1)])
def test_it_is_told_from_the_hour_of_the_digest_on(desk: Desk, time: str, count: int) -> None:
    """Before, exactly at and after it, on the day the policy names."""
    assert count == desk.at(f"2026-10-01T{time}")


def test_it_is_told_once_a_month(desk: Desk) -> None:
    """However often the alerter turns; the report is asked for once; next month again."""
    told = [desk.at(f"2026-{day}T10:00") for day in ("10-01", "10-01", "10-31", "11-01", "11-02")]

    assert [1, 0, 0, 1, 0] == told
    assert (2, 2) == (desk.reports, len(desk.letters(parse("2026-12-01T00:00:00+08:00"))))


def test_an_office_that_wants_no_letters_gets_none(desk: Desk) -> None:
    """The policy names nobody."""
    nobody = replace(POLICY, quality_to=())

    assert 0 == tell(desk.query, desk.outbox, desk.vault, nobody, MORNING)
    assert 0 == desk.reports
