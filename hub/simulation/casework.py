"""
Cases of a simulated city: ordinary ones, handled in time, and the planted faults.

The limits are the default policy's own words ("135", ``processors/policies/sla-135.yaml``):
accept and first contact in one working day, resolve and hold in three, silence five, rectify
five, unowned two. Day clocks end at closing time of the counted day, so a story's instants
are written down as "closing of the n-th working day"; exactly then is in time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from events.instant import HOUR, MINUTE, Instant
from hub.simulation.city import DISPATCH, City, Party
from hub.simulation.visiting import two
from hub.simulation.writing import Book, Planted, at, closing

ACCEPT, RESOLVE, SILENCE, UNOWNED, RECTIFY = 1, 3, 5, 2, 5
"""Working days of the default policy."""

CATEGORIES = ("financing", "labour", "land", "permits", "water", "power", "transport", "school")
CHANNELS = ("visit", "window", "12345", "web")
TEXTS = (
    "贷款续贷手续太多，希望缩短时间",
    "厂区门口道路积水，雨天无法通行",
    "招工困难，希望组织专场招聘",
    "用电增容申请迟迟没有答复",
    "新厂房验收不知道该找哪个部门",
    "员工子女入学名额不够",
)


class Casework:
    """Writes one case; ``day(n)`` is the n-th working day after the case was opened."""

    def __init__(self, book: Book, number: int, party: Party, first: date, random: Random) -> None:
        self.book, self.party, self.random = book, party, random
        self.case_id = f"case-{number:05}"
        self.first = book.working_day(first, 0)
        self.number = 0
        self.lead = ""

    def day(self, count: int) -> date:
        return self.book.working_day(self.first, count)

    def on(self, count: int, hour: int, minute: int = 0) -> Instant:
        return at(self.day(count), hour, minute)

    def end(self, count: int) -> Instant:
        return closing(self.day(count))

    def say(self, name: str, when: Instant, by: str = DISPATCH, **data: Any) -> str:
        data = {"case_id": self.case_id, **data}
        return self.book.say(by, f"case.{name}", when, self.case_id, data)

    def open(self) -> str:
        self.book.count("issues")
        return self.say(
            "opened",
            self.on(0, 9),
            party_id=self.party.party_id,
            kind="demand",
            channel=self.random.choice(CHANNELS),
            category=self.random.choice(CATEGORIES),
            text=self.random.choice(TEXTS),
            area=self.party.area,
        )

    def assign(self, department: str, when: Instant, **data: Any) -> str:
        self.number += 1
        self.lead = department
        id = f"{self.case_id}/{self.number}"
        data = {"assignment_id": id, "department": department, "role": "lead", **data}
        return self.say("assigned", when, **data)

    def act(self, name: str, when: Instant, **data: Any) -> str:
        """Write what the lead does."""
        return self.say(name, when, self.lead, department=self.lead, **data)

    def accept(self, when: Instant) -> str:
        return self.act("accepted", when)

    def give_back(self, when: Instant, better: str) -> str:
        return self.act(
            "returned",
            when,
            assignment_id=f"{self.case_id}/{self.number}",
            reason_code="not-competent",
            basis="duties list 2026",
            better_owner=better,
        )

    def finish(self, when: Instant, *, solved: bool = True, level: int = 5) -> None:
        """Write the answer at *when*, the closing half an hour later, and the evaluation."""
        kind, outcome = ("solved", "solved") if solved else ("explained", "unsolved")
        self.act("responded", when, kind=kind, text="已办理并答复" if solved else "已说明原因")
        self.say("closed", Instant(when + 30 * MINUTE), outcome=outcome)
        self.book.count(outcome)
        if solved:
            self.evaluate(Instant(when + 45 * MINUTE), level, level > 2)

    def evaluate(self, when: Instant, level: int, solved: bool, **data: Any) -> str:
        asked = {"level": level, "solved": solved, "outcome": "answered", "episode": 1}
        who = {"collected_by": "party", "collector": "12345", "channel": "telephone"}
        return self.say("evaluated", when, "hub/evaluation", **asked, **who, **data)

    def begin(self) -> tuple[str, str]:
        """Open, dispatch and accept within the first morning; return the first two events."""
        opened = self.open()
        assigned = self.assign(two(self.random, 1)[0], self.on(0, 9, 20))
        self.accept(self.on(0, 11))
        return opened, assigned

    def plant(
        self, rule: str, kind: str, raised_at: Instant, *evidence: str, rung: str = ""
    ) -> None:
        self.book.planted.append(self._expected(rule, kind, raised_at, evidence, rung))

    def near_miss(self, rule: str, kind: str, would_be: Instant, rung: str = "") -> None:
        self.book.near_misses.append(self._expected(rule, kind, would_be, (), rung))

    def _expected(
        self, rule: str, kind: str, raised_at: Instant, evidence: tuple[str, ...], rung: str
    ) -> Planted:
        ids = (self.case_id, raised_at, evidence, self.case_id, self.party.party_id)
        return Planted(rule, kind, *ids, rung)


Story = Callable[[Casework], None]


def _accepted_late(case: Casework) -> None:
    case.open()
    assigned = case.assign(two(case.random, 1)[0], case.on(0, 9, 20))
    case.act("contacted", case.on(0, 10))
    case.accept(case.on(2, 10))
    case.finish(case.on(2, 15))
    case.plant("stalled", "accept", case.end(ACCEPT), assigned)


def _accepted_at_the_limit(case: Casework) -> None:
    case.open()
    case.assign(two(case.random, 1)[0], case.on(0, 9, 20))
    case.accept(case.end(ACCEPT))
    case.finish(case.on(2, 15))
    case.near_miss("stalled", "accept", case.end(ACCEPT))


def _never_started(case: Casework) -> None:
    case.open()
    assigned = case.assign(two(case.random, 1)[0], case.on(0, 9, 20))
    case.accept(case.on(2, 10))
    case.finish(case.on(2, 15))
    case.plant("stalled", "accept", case.end(ACCEPT), assigned)
    case.plant("ping-pong", "never-started", case.end(ACCEPT), assigned)


def _resolved_late(case: Casework) -> None:
    opened, assigned = case.begin()
    case.finish(case.on(4, 11))
    case.plant("stalled", "resolve", case.end(RESOLVE), opened)
    case.plant("stalled", "holding", case.end(RESOLVE), assigned)


def _resolved_at_the_limit(case: Casework) -> None:
    case.begin()
    case.finish(case.end(RESOLVE))
    case.near_miss("stalled", "resolve", case.end(RESOLVE))
    case.near_miss("stalled", "holding", case.end(RESOLVE))


def _silent(case: Casework) -> None:
    opened, assigned = case.begin()
    case.act("progressed", case.on(3, 10), note="正在研究")
    case.finish(case.on(6, 10))
    case.plant("stalled", "resolve", case.end(RESOLVE), opened)
    case.plant("stalled", "holding", case.end(RESOLVE), assigned)
    case.plant("stalled", "silence", case.end(SILENCE))


def _heard_at_the_limit(case: Casework) -> None:
    opened, assigned = case.begin()
    case.act("contacted", case.end(SILENCE))
    case.finish(case.on(7, 10))
    case.plant("stalled", "resolve", case.end(RESOLVE), opened)
    case.plant("stalled", "holding", case.end(RESOLVE), assigned)
    case.near_miss("stalled", "silence", case.end(SILENCE))


def _paused(case: Casework) -> None:
    case.begin()
    case.act("contacted", case.on(1, 9))
    case.say("paused", case.on(1, 10), case.lead, reason="waiting-party", evidence="letter 12")
    case.say("party-replied", case.on(3, 10))
    case.finish(case.on(5, 10))
    case.near_miss("stalled", "resolve", case.end(RESOLVE))


def _returned(times: int) -> Story:
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


def _passed(route: str, kind: str, rung: str = "1", **last: Any) -> Story:
    """Hand the lead along *route* (letters are departments); the last hop causes *kind*."""

    def story(case: Casework) -> None:
        names = dict(zip(sorted(set(route)), two(case.random, len(set(route))), strict=True))
        case.open()
        hops = []
        for number, letter in enumerate(route):
            basis = last if number == len(route) - 1 else {}
            hops.append(case.assign(names[letter], case.on(0, 9 + number, 20), **basis))
            case.accept(case.on(0, 9 + number, 40))
        if last:
            case.near_miss("ping-pong", kind, case.on(0, 8 + len(route), 20), rung)
        else:
            when = case.on(0, 8 + len(route), 20)
            case.plant("ping-pong", kind, when, *hops, rung=rung)
        case.finish(case.on(2, 11))

    return story


def _unowned(late: bool) -> Story:
    def story(case: Casework) -> None:
        first, second = two(case.random)
        case.open()
        case.assign(first, case.on(0, 9, 20))
        returned = case.give_back(case.on(0, 10), second)
        if late:
            case.assign(second, case.on(3, 9, 30), basis="adjudicated")
            case.accept(case.on(3, 10))
            case.plant("ping-pong", "unowned", case.end(UNOWNED), returned, rung="2")
        else:
            case.assign(second, case.end(UNOWNED))
            case.accept(case.on(3, 9))
            case.near_miss("ping-pong", "unowned", case.end(UNOWNED), rung="2")
        case.finish(case.on(3, 15))

    return story


def _rated_badly(late: bool) -> Story:
    def story(case: Casework) -> None:
        case.begin()
        case.finish(case.on(1, 10), level=2)
        rated = case.on(1, 10, 45)
        case.plant("bad-evaluation", "unsolved", rated)
        day = 1 + RECTIFY + 1 if late else 1 + RECTIFY
        case.act("responded", case.on(day, 10), kind="solved", text="已整改")
        case.evaluate(case.on(day, 15), 5, True, revisit=True)
        if late:
            case.plant("stalled", "rectify", case.end(1 + RECTIFY))
        else:
            case.near_miss("stalled", "rectify", case.end(1 + RECTIFY))

    return story


STORIES: tuple[Story, ...] = (
    _accepted_late,
    _accepted_at_the_limit,
    _never_started,
    _resolved_late,
    _resolved_at_the_limit,
    _silent,
    _heard_at_the_limit,
    _paused,
    _returned(1),
    _returned(2),
    _returned(3),
    _passed("aba", "bounce"),
    _passed("aba", "bounce", basis="referral"),
    _passed("abca", "cycle"),
    _unowned(late=True),
    _unowned(late=False),
    _rated_badly(late=True),
    _rated_badly(late=False),
)


def write(book: Book, city: City, issues: int, solved: int, days: int, random: Random) -> None:
    """
    Write *issues* cases of which exactly *solved* are solved.

    Raises:
        ValueError: fewer issues than planted stories, or fewer solved than those.
    """
    told = max(len(STORIES), issues // 10)
    if not told <= solved <= issues:
        message = f"{issues} issues with {solved} solved: write {told} <= solved <= issues"
        raise ValueError(message)
    for number in range(issues):
        first = book.start + timedelta(days=random.randrange(days))
        case = Casework(book, number, random.choice(city.parties), first, random)
        if number < told:
            STORIES[number % len(STORIES)](case)
        else:
            _ordinary(case, solved=number < solved)


def _ordinary(case: Casework, *, solved: bool) -> None:
    case.begin()
    case.act("contacted", Instant(case.on(0, 11) + case.random.randrange(6) * HOUR))
    if case.random.random() < 0.5:
        case.act("progressed", case.on(1, 10), note="已联系有关单位")
    case.finish(case.on(case.random.choice((1, 2)), 14), solved=solved)
