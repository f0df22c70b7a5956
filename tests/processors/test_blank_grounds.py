"""What must be said is not said by a blank: who approved, why it comes back, whose it is."""

from __future__ import annotations

import pytest

from tests.history import (
    assigned,
    at,
    case_row,
    clock,
    concluded,
    extended,
    flags,
    opened,
    returned,
)


@pytest.mark.parametrize(
    ("approver", "deadline"),
    [("", "2026-03-05T09:30:00Z"), ("  ", "2026-03-05T09:30:00Z"), ("O-1", "2026-03-09T09:30:00Z")],
)
def test_more_time_needs_an_approver(approver: str, deadline: str) -> None:
    """Two days more, by nobody's leave: a department would extend its own limits."""
    seen = concluded(opened(), assigned("water"), extended(at(1), 2, approver=approver))

    assert deadline == clock(seen, "resolve")["deadline"]
    assert ([] if approver.strip() else ["extended-without-approver"]) == flags(seen)


@pytest.mark.parametrize("blank", ["reason_code", "basis", "better_owner"])
def test_a_return_without_grounds_is_flagged_and_still_a_return(blank: str) -> None:
    """To ignore it would hide who passed the case on."""
    back = returned("water", at(0, 10))
    bare = back._replace(data={**back.data, blank: " "})
    seen = concluded(opened(), assigned("water"), bare)

    assert (["returned-without-grounds"], 1) == (flags(seen), case_row(seen)["returns"])


def test_a_return_with_its_grounds_is_in_order() -> None:
    """Reason, basis and a better owner."""
    assert [] == flags(concluded(opened(), assigned("water"), returned("water", at(0, 10))))
