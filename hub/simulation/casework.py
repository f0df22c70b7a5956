"""
How one simulated case is written: opened, dispatched, handled and evaluated, step by step.

``day(n)`` counts working days after the opening, so a story can say "closing of the third
working day". What a story plants is noted beside it.
"""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from events.instant import MINUTE, Instant
from hub.simulation.city import DISPATCH, Party
from hub.simulation.matter import Matter, fresh
from hub.simulation.visiting import two
from hub.simulation.wording import told
from hub.simulation.writing import Book, Planted, at, closing, rfc3339

CHANNELS = ("visit", "window", "12345", "web")


class Casework:
    """Writes one case; ``day(n)`` is the n-th working day after the case was opened."""

    def __init__(self, book: Book, number: int, party: Party, first: date, random: Random) -> None:
        self.book, self.party, self.random = book, party, random
        self.case_id = f"case-{number:05}"
        self.first = book.working_day(first, 0)
        self.number = 0
        self.lead = ""

    @classmethod
    def about(cls, book: Book, case_id: str, party: Party) -> Casework:
        """Return a hand that notes what is planted of a case that was written before."""
        case = cls(book, 0, party, book.start, Random(0))
        case.case_id = case_id
        return case

    def day(self, count: int) -> date:
        return self.book.working_day(self.first, count)

    def on(self, count: int, hour: int, minute: int = 0) -> Instant:
        return at(self.day(count), hour, minute)

    def end(self, count: int) -> Instant:
        return closing(self.day(count))

    def say(self, name: str, when: Instant, source: str = DISPATCH, /, **data: Any) -> str:
        data = {"case_id": self.case_id, **data}
        return self.book.say(source, f"case.{name}", when, self.case_id, data)

    def open(self) -> str:
        """Open the case at nine, about a matter that nobody else has."""
        matter = fresh(self.book, self.party.area, self.random)
        words = {"text": told(matter.topic, matter.place, self.random), "place": matter.place}
        words["category"] = matter.topic.category
        return self.told(matter, self.on(0, 9), words)

    def told(self, matter: Matter, when: Instant, words: dict[str, str]) -> str:
        """Open the case about *matter*; *words*: category, text, and the place if it is said."""
        self.book.count("issues")
        matter.tell(self.book, self.case_id)
        party = {"party_id": self.party.party_id, "area": matter.area}
        channel = self.random.choice(CHANNELS)
        return self.say("opened", when, kind="demand", channel=channel, **party, **words)

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

    def finish(
        self,
        when: Instant,
        *,
        solved: bool = True,
        level: int = 5,
        said_solved: bool | None = None,
        evaluated: bool = True,
    ) -> str:
        """Write the answer at *when*, the closing half an hour later, and the evaluation."""
        kind, outcome = ("solved", "solved") if solved else ("explained", "unsolved")
        self.act("responded", when, kind=kind, text="已办理并答复" if solved else "已说明原因")
        self.close(Instant(when + 30 * MINUTE), outcome)
        if not (solved and evaluated):
            return ""
        happy = level > 2 if said_solved is None else said_solved
        return self.evaluate(Instant(when + 45 * MINUTE), level, happy)

    def answer(self, *, pleased: bool) -> None:
        """Answer and close the next day, and ask the party; not pleased it is answered anew."""
        self.act("responded", self.on(1, 10), kind="solved", text="已办理并答复")
        self.say("closed", self.on(1, 11), outcome="solved")
        said = self.evaluate(self.on(1, 15), 5 if pleased else 2, solved=pleased)
        if not pleased:
            self.plant("bad-evaluation", "unsolved", self.on(1, 15), said)
            self.act("responded", self.on(2, 10), kind="solved", text="已整改")
            self.evaluate(self.on(2, 15), 5, solved=True, revisit=True)

    def close(self, when: Instant, outcome: str, *, again: bool = False) -> str:
        """Close the case; closed *again* it counts once."""
        if not again:
            self.book.count(outcome)
        return self.say("closed", when, outcome=outcome)

    def join(self, department: str, when: Instant) -> str:
        """Give *department* an assisting part, which it accepts and answers."""
        self.number += 1
        part = f"{self.case_id}/{self.number}"
        data = {"assignment_id": part, "department": department, "role": "assist"}
        given = self.say("assigned", when, **data)
        for name, minutes, words in (
            ("accepted", 10, {}),
            ("responded", 30, {"kind": "solved", "text": "已配合"}),
        ):
            self.say(
                name, Instant(when + minutes * MINUTE), department, department=department, **words
            )
        return given

    def extend(self, clock: str, days: int, when: Instant) -> str:
        words = {
            "reason": "需要专家论证",
            "approver": "officer-001",
            "party_told_at": rfc3339(when),
        }
        data = {"clock": clock, "by": days, "unit": "working-days", **words}
        return self.say("extended", when, self.lead, **data)

    def rate_itself(self, when: Instant, level: int) -> str:
        """Write an evaluation that the lead collected of its own work."""
        asked = {"level": level, "solved": False, "outcome": "answered", "episode": 1}
        who = {"collected_by": "third-party", "collector": self.lead, "channel": "telephone"}
        return self.say("evaluated", when, self.lead, **asked, **who)

    def evaluate(self, when: Instant, level: int, solved: bool, **data: Any) -> str:
        asked = {"level": level, "solved": solved, "outcome": "answered", "episode": 1}
        who = {"collected_by": "party", "collector": "12345", "channel": "telephone"}
        return self.say("evaluated", when, "hub/evaluation", **{**asked, **who, **data})

    def begin(self) -> tuple[str, str, str]:
        """Open, dispatch and accept within the first morning; return the three events."""
        opened = self.open()
        assigned = self.assign(two(self.random, 1)[0], self.on(0, 9, 20))
        return opened, assigned, self.accept(self.on(0, 11))

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
