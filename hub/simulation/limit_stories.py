"""
Limits in threes: each clock's last act a minute inside, exactly at, and a minute beyond it.

Exactly at a limit is in time. A story beyond plants its finding; the other two note a near
miss. The limits are the default policy's own words (``processors/policies/sla-135.yaml``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from events.instant import MINUTE, Instant
from hub.simulation.casework import Casework
from hub.simulation.visiting import two

ACCEPT, RESOLVE, SILENCE, UNOWNED, RECTIFY = 1, 3, 5, 2, 5
ADJUDICATE, FOLLOW_UP = 2, 10
"""Working days of the default policy."""
DISTANCES = (-1, 0, 1)
"""Minutes after the limit."""

Story = Callable[[Casework], None]
Limit = Callable[[Casework, int], None]


def off(when: Instant, minutes: int) -> Instant:
    return Instant(when + minutes * MINUTE)


def judge(
    case: Casework, rule: str, kind: str, limit: Instant, late: int, evidence: str, rung: str = ""
) -> None:
    """Note what an act *late* minutes after *limit* must give: a finding only beyond it."""
    if late > 0:
        case.plant(rule, kind, limit, evidence, rung=rung)
    else:
        case.near_miss(rule, kind, limit, rung)


def _accept(case: Casework, late: int) -> None:
    case.open()
    assigned = case.assign(two(case.random, 1)[0], case.on(0, 9, 20))
    case.act("contacted", case.on(0, 10))
    case.accept(off(case.end(ACCEPT), late))
    case.finish(case.on(2, 15))
    judge(case, "stalled", "accept", case.end(ACCEPT), late, assigned)


def _first_act(case: Casework, late: int) -> None:
    case.open()
    assigned = case.assign(two(case.random, 1)[0], case.on(0, 9, 20))
    case.accept(off(case.end(ACCEPT), late))
    case.finish(case.on(2, 15))
    judge(case, "stalled", "accept", case.end(ACCEPT), late, assigned)
    judge(case, "ping-pong", "never-started", case.end(ACCEPT), late, assigned)


def _resolve(case: Casework, late: int) -> None:
    opened, assigned, _ = case.begin()
    case.finish(off(case.end(RESOLVE), late))
    judge(case, "stalled", "resolve", case.end(RESOLVE), late, opened)
    judge(case, "stalled", "holding", case.end(RESOLVE), late, assigned)


def _silence(case: Casework, late: int) -> None:
    opened, assigned, accepted = case.begin()
    case.act("contacted", off(case.end(SILENCE), late))
    case.finish(case.on(7, 10))
    case.plant("stalled", "resolve", case.end(RESOLVE), opened)
    case.plant("stalled", "holding", case.end(RESOLVE), assigned)
    judge(case, "stalled", "silence", case.end(SILENCE), late, accepted)


def _unowned(case: Casework, late: int) -> None:
    first, second = two(case.random)
    case.open()
    case.assign(first, case.on(0, 9, 20))
    returned = case.give_back(case.on(0, 10), second)
    case.assign(second, off(case.end(UNOWNED), late), basis="adjudicated")
    case.accept(case.on(3, 9))
    case.finish(case.on(3, 15))
    judge(case, "ping-pong", "unowned", case.end(UNOWNED), late, returned, rung="2")


def _rectify(case: Casework, late: int) -> None:
    case.begin()
    bad = case.finish(case.on(1, 10), level=2)
    case.plant("bad-evaluation", "unsolved", case.on(1, 10, 45), bad)
    limit = case.end(1 + RECTIFY)
    case.act("responded", case.on(2, 10), kind="solved", text="已整改")
    case.evaluate(off(limit, late), 5, True, revisit=True)
    judge(case, "stalled", "rectify", limit, late, bad)


def _adjudicate(case: Casework, late: int) -> None:
    departments = two(case.random, 4)
    case.open()
    returns = []
    for number, department in enumerate(departments[:3]):
        case.assign(department, case.on(0, 9 + 2 * number, 20))
        returns.append(case.give_back(case.on(0, 10 + 2 * number), departments[number + 1]))
    case.plant("ping-pong", "return", case.on(0, 12), *returns[:2], rung="1")
    case.plant("ping-pong", "return", case.on(0, 14), *returns, rung="2")
    limit = case.end(ADJUDICATE)
    case.assign(departments[3], off(limit, late), basis="adjudicated")
    case.accept(case.on(3, 9))
    case.finish(case.on(3, 15))
    judge(case, "stalled", "adjudicate", limit, late, returns[2])
    # from the moment the limit has passed the case has its default owner
    case.near_miss("ping-pong", "unowned", case.end(UNOWNED), "2")


def _follow_up(case: Casework, late: int) -> None:
    case.begin()
    promised = case.act("responded", case.on(1, 10), kind="planned", text="列入年度计划")
    limit = case.end(1 + FOLLOW_UP)
    case.act("responded", off(limit, late), kind="solved", text="已完成")
    case.close(off(limit, late + 30), "solved")
    case.evaluate(off(limit, late + 45), 5, True)
    judge(case, "stalled", "follow-up", limit, late, promised)


_LIMITS: tuple[Limit, ...] = (
    _accept,
    _first_act,
    _resolve,
    _silence,
    _unowned,
    _rectify,
    _adjudicate,
    _follow_up,
)


def _at(limit: Limit, minutes: int) -> Story:
    return lambda case: limit(case, minutes)


def _stories() -> Iterator[Story]:
    yield from (_at(limit, minutes) for limit in _LIMITS for minutes in DISTANCES)


STORIES: tuple[Story, ...] = tuple(_stories())
