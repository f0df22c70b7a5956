"""
Buck-passing and sham closing: what is planted, and the exclusions that must stay silent.

Not counted are referrals that the catalogue orders, assignments on referral or jointly, parts
of assisting departments. The city publishes one ordered referral (``ORDERED``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hub.simulation.casework import Casework
from hub.simulation.city import DEPARTMENTS
from hub.simulation.limit_stories import Story
from hub.simulation.visiting import two

ORDERED = ("housing", "fire")
"""From, to: the catalogue orders this referral."""
_OTHERS = sorted(set(DEPARTMENTS) - {*ORDERED, "commerce"})


def returned(times: int) -> Story:
    def story(case: Casework) -> None:
        departments = two(case.random, times + 1)
        case.open()
        returns = []
        for number, department in enumerate(departments[:times]):
            case.assign(department, case.on(0, 9 + 2 * number, 20))
            returns.append(case.give_back(case.on(0, 10 + 2 * number), departments[number + 1]))
        if times >= 2:
            case.plant("ping-pong", "return", case.on(0, 12), *returns[:2], rung="1")
        else:
            case.near_miss("ping-pong", "return", case.on(0, 10), rung="1")
        if times >= 3:
            case.plant("ping-pong", "return", case.on(0, 14), *returns[:3], rung="2")
        basis = {"basis": "adjudicated"} if times >= 3 else {}
        case.assign(departments[times], case.on(0, 15), **basis)
        case.accept(case.on(0, 16))
        case.finish(case.on(2, 11))

    return story


def _passed(route: str, kind: str, names: dict[str, str] | None = None, **last: Any) -> Story:
    """Hand the lead along *route* (letters are departments); the last hop causes *kind*."""

    def story(case: Casework) -> None:
        letters = sorted(set(route))
        drawn = dict(zip(letters, case.random.sample(_OTHERS, k=len(letters)), strict=True))
        met = drawn | (names or {})
        case.open()
        hops = []
        for number, letter in enumerate(route):
            basis = last if number == len(route) - 1 else {}
            hops.append(case.assign(met[letter], case.on(0, 9 + number, 20), **basis))
            case.accept(case.on(0, 9 + number, 40))
        when = case.on(0, 8 + len(route), 20)
        if last or names:
            case.near_miss("ping-pong", kind, when, "1")
        else:
            case.plant("ping-pong", kind, when, *hops, rung="1")
        case.finish(case.on(2, 11))

    return story


def _assisted(case: Casework) -> None:
    """Assisting departments come, and one goes back: the lead stays where it is."""
    lead, helper, other = two(case.random, 3)
    case.open()
    case.assign(lead, case.on(0, 9, 20))
    case.accept(case.on(0, 9, 40))
    case.join(helper, case.on(0, 10))
    case.join(other, case.on(0, 11))
    case.join(helper, case.on(0, 12))
    case.finish(case.on(2, 11))
    case.near_miss("ping-pong", "bounce", case.on(0, 12), "1")


def _rated(level: int, solved: bool, kind: str) -> Story:
    """Rate the handling at *level*: a finding of *kind*, or none for ''."""

    def story(case: Casework) -> None:
        case.begin()
        rated = case.finish(case.on(1, 10), level=level, said_solved=solved)
        if not kind:
            case.near_miss("bad-evaluation", "dissatisfied", case.on(1, 10, 45))
            return
        case.plant("bad-evaluation", kind, case.on(1, 10, 45), rated)
        case.act("responded", case.on(2, 10), kind="solved", text="已整改")
        case.evaluate(case.on(2, 15), 5, True, revisit=True)

    return story


def _sham_closing(case: Casework) -> None:
    """A bad evaluation is upheld within the limit and opens the case again: a sham closing."""
    case.begin()
    bad = case.finish(case.on(1, 10), level=1)
    case.plant("bad-evaluation", "unsolved", case.on(1, 10, 45), bad)
    case.say("reopened", case.on(2, 10), reason="评价核实", by="dispatcher")
    case.book.count("overturned")
    case.act("responded", case.on(3, 10), kind="solved", text="重新办理")
    case.close(case.on(3, 11), "solved", again=True)


def _rated_by_itself(case: Casework) -> None:
    """A department rates its own work: it blames nobody, as it would absolve nobody."""
    case.begin()
    case.finish(case.on(1, 10))
    case.rate_itself(case.on(1, 11), 1)
    case.near_miss("bad-evaluation", "unsolved", case.on(1, 11))


_ORDERED = dict(zip("ab", ORDERED, strict=True))

STORIES: tuple[Callable[[Casework], None], ...] = (
    returned(1),
    returned(2),
    returned(3),
    _passed("aba", "bounce"),
    _passed("aba", "bounce", basis="referral"),
    _passed("aba", "bounce", basis="joint"),
    _passed("aba", "bounce", _ORDERED),
    _passed("abca", "cycle"),
    _passed("abca", "cycle", basis="referral"),
    _passed("abcd", "cycle", {"d": "commerce"}),
    _assisted,
    _rated(2, True, "dissatisfied"),
    _rated(5, False, "unsolved"),
    _rated(3, True, ""),
    _sham_closing,
    _rated_by_itself,
)
