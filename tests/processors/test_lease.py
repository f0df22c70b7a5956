"""A worker is counted in for so long after what it asked, not after it read the answer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from processors import lease as leasing
from processors.lease import Lease, renewed_by

_SYNC, _BEAT, _COMMIT = 14, 12, 8
_COUNTED_IN, _JOINING, _UNKNOWN_MEMBER = 0, 27, 25


class Clock:
    """The monotonic clock, set by hand: seconds."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    hand = Clock()
    monkeypatch.setattr(leasing, "time", hand)
    return hand


class Group:
    """A coordinator whose answer to anything is *code*, read *takes_s* after the question left."""

    def __init__(self, clock: Clock, code: int, takes_s: float) -> None:
        self.clock, self.code, self.takes_s = clock, code, takes_s

    async def _send_req(self, _: Any) -> Any:
        self.clock.now += self.takes_s
        return SimpleNamespace(error_code=self.code)

    async def asked(self, kind: int) -> int:
        code: int = (await self._send_req(SimpleNamespace(API_KEY=kind))).error_code
        return code


@pytest.mark.parametrize(("takes_s", "held"), [(9.9, True), (10.0, False), (10.1, False)])
@pytest.mark.parametrize("kind", [_SYNC, _BEAT])
async def test_an_answer_is_worth_nothing_when_it_is_read_a_session_later(
    clock: Clock, kind: int, takes_s: float, *, held: bool
) -> None:
    """The worker was stopped after it had asked: the group has given its part away since."""
    group = Group(clock, _COUNTED_IN, takes_s)
    lease = Lease(10.0)
    renewed_by(group, lease)

    assert _COUNTED_IN == await group.asked(kind)
    assert held == lease.held


@pytest.mark.parametrize(
    ("kind", "code", "held"),
    [
        (_BEAT, _COUNTED_IN, True),
        (_BEAT, _JOINING, True),
        (_BEAT, _UNKNOWN_MEMBER, False),
        (_SYNC, _COUNTED_IN, True),
        (_SYNC, _UNKNOWN_MEMBER, False),
        (_COMMIT, _COUNTED_IN, False),
    ],
)
async def test_only_a_group_that_counts_the_worker_in_renews_its_lease(
    clock: Clock, kind: int, code: int, *, held: bool
) -> None:
    """Also while others join: it waits for them, and for this worker."""
    group, lease = Group(clock, code, 0.1), Lease(10.0)
    renewed_by(group, lease)
    clock.now += 9.0

    await group.asked(kind)
    clock.now += 9.0

    assert held == lease.held


def test_an_old_answer_takes_nothing_from_a_newer_one(clock: Clock) -> None:
    """Answers may be read in another order than their questions left."""
    lease = Lease(10.0)
    lease.renew(109.0)
    lease.renew(101.0)

    clock.now = 118.9
    assert lease.held
    clock.now = 119.0
    assert not lease.held
