"""
Assignments: who was given a case, in which role, and what became of it.

An assignment lives from its dispatch until it is returned, its lead is replaced by another
lead, or the case is closed. A *stint* is the time one assignment is held inside one episode:
a re-opened case goes back to the lead that closed it, with a new stint and no new dispatch,
until somebody else is assigned. There is one owner at any moment: the lead.

Source: the semantics, "Clocks of a case", "Buck-passing"; the mission, rows H and X.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from processors.cases.case_fact import Fact, Mark, said

LEAD = "lead"
BY_DEFAULT = "default-owner"
"""The basis of an assignment that nobody made (``processors.case_conclusions.default_owner``)."""
NEVER_COUNTED = frozenset({"referral", "joint", BY_DEFAULT})
"""The bases that pass no buck."""


class Assignment(NamedTuple):
    """
    ``acted`` is the department's first meaningful act, ``answered`` its own response.
    ``armed`` tells that it was dispatched while the case was open: only then do clocks run.
    """

    id: str
    department: str
    role: str
    basis: str
    given: Mark
    episode: int
    armed: bool = True
    from_department: str = ""
    accepted: Mark | None = None
    acted: Mark | None = None
    answered: Mark | None = None
    returned: Mark | None = None
    ended: Mark | None = None
    ended_by: str = ""


class Stint(NamedTuple):
    """One assignment held in one episode. ``ended_by``: returned, reassigned, closed."""

    assignment_id: str
    department: str
    role: str
    episode: int
    start: Mark
    ended: Mark | None = None
    ended_by: str = ""


class Return(NamedTuple):
    """
    A return of a known assignment; only a lead's return passes the buck.

    ``bound``: after a word of adjudication that binds who returned, so it gave nothing back.
    """

    mark: Mark
    assignment_id: str
    department: str
    role: str
    episode: int
    bound: bool = False


class Hands(NamedTuple):
    """Every assignment and stint of a case so far, in order of dispatch."""

    assignments: tuple[Assignment, ...] = ()
    stints: tuple[Stint, ...] = ()

    def lead(self) -> Assignment | None:
        """The assignment that owns the case now."""
        return next((a for a in reversed(self.assignments) if _leads(a)), None)

    def find(self, assignment_id: str, department: str) -> Assignment | None:
        """
        The assignment of *department* that was told as *assignment_id*, else its live one.

        Of several told so the one it holds; else the last it has not given back. None: it has
        none, or gave all of them back.
        """
        own = [a for a in reversed(self.assignments) if a.department == department]
        named = [a for a in own if _is_told_as(a, assignment_id)]
        if not named:
            return next((a for a in own if not a.ended), None)
        kept = [a for a in named if not a.returned]
        return next((a for a in kept if not a.ended), kept[0] if kept else None)

    def repeats(self, fact: Fact) -> bool:
        """Whether *fact* tells a live assignment again: no new dispatch, and no new clocks."""
        data = fact.data
        given = (str(data.get("role") or LEAD), str(data.get("basis") or "dispatch"))
        return any(
            _is_told_as(a, str(data.get("assignment_id", ""))) and (a.role, a.basis) == given
            for a in self.live(fact.department)
        )

    def know(self, department: str) -> bool:
        """Whether *department* was ever given a part."""
        return any(a.department == department for a in self.assignments)

    def live(self, department: str) -> list[Assignment]:
        """The assignments *department* holds now."""
        return [a for a in self.assignments if a.department == department and not a.ended]


def _leads(assignment: Assignment) -> bool:
    return assignment.role == LEAD and not assignment.ended


def _is_told_as(assignment: Assignment, id: str) -> bool:
    """Tell whether departments call *assignment* *id*: see ``_fresh_id``."""
    return assignment.id == id or assignment.id.startswith(f"{id}~")


def assigned(hands: Hands, fact: Fact, episode: int, *, armed: bool) -> Hands:
    """Return *hands* after a dispatch; a new lead replaces the one before."""
    data = fact.data
    given = Assignment(
        id=_fresh_id(hands, str(data.get("assignment_id", ""))),
        department=fact.department,
        role=str(data.get("role") or LEAD),
        basis=str(data.get("basis") or "dispatch"),
        given=fact.mark,
        episode=episode,
        armed=armed,
        from_department=str(data.get("from_department", "")),
    )
    before = hands.lead() if given.role == LEAD else None
    if before:
        hands = _end(hands, before.id, fact.mark, "reassigned")
    hands = hands._replace(assignments=(*hands.assignments, given))
    return _with_stint(hands, given, episode, fact.mark) if armed else hands


def _fresh_id(hands: Hands, id: str) -> str:
    """Return *id*, or ``id~n`` when an assignment of this case has it already."""
    taken = sum(1 for a in hands.assignments if _is_told_as(a, id))
    return f"{id}~{taken + 1}" if taken else id


def _with_stint(hands: Hands, given: Assignment, episode: int, start: Mark) -> Hands:
    stint = Stint(given.id, given.department, given.role, episode, start)
    return hands._replace(stints=(*hands.stints, stint))


def returned(hands: Hands, assignment: Assignment, at: Mark) -> Hands:
    """Return *hands* after *assignment* was given back (a replaced lead may still say so)."""
    hands = _change(hands, assignment.id, assignment._replace(returned=at))
    return hands if assignment.ended else _end(hands, assignment.id, at, "returned")


def flaws(assignment: Assignment, fact: Fact) -> Iterator[str]:
    """Yield what is wrong with giving *assignment* back by *fact*, as codes of flags."""
    if assignment.ended:
        yield "returned-after-its-end"
    if not said(fact, "reason_code", "basis", "better_owner"):
        yield "returned-without-grounds"


def closed(hands: Hands, at: Mark) -> Hands:
    for assignment in hands.assignments:
        if not assignment.ended:
            hands = _end(hands, assignment.id, at, "closed")
    return hands


def reopened(hands: Hands, episode: int, at: Mark) -> Hands:
    """Return *hands* with the last lead holding the case again, if it was not sent away."""
    last = next((a for a in reversed(hands.assignments) if a.role == LEAD), None)
    if last is None or (last.ended and last.ended_by != "closed"):
        return hands
    again = last._replace(ended=None, ended_by="")
    hands = _end(hands, last.id, at, "reassigned") if not last.ended else hands
    return _with_stint(_change(hands, last.id, again), again, episode, at)


def acted(hands: Hands, fact: Fact) -> Hands:
    """Return *hands* after a meaningful act of one department or of several together."""
    departments = fact.departments
    for assignment in hands.assignments:
        if assignment.department in departments and not assignment.ended:
            hands = _change(hands, assignment.id, _acted(assignment, fact))
    return hands


def _acted(assignment: Assignment, fact: Fact) -> Assignment:
    mark = fact.mark
    if fact.name == "case.accepted" and not assignment.accepted:
        assignment = assignment._replace(accepted=mark)
    if fact.name == "case.responded" and not assignment.answered:
        assignment = assignment._replace(answered=mark)
    return assignment if assignment.acted else assignment._replace(acted=mark)


def _change(hands: Hands, id: str, to: Assignment) -> Hands:
    return hands._replace(assignments=tuple(to if a.id == id else a for a in hands.assignments))


def _end(hands: Hands, id: str, at: Mark, how: str) -> Hands:
    return Hands(
        tuple(a._replace(ended=at, ended_by=how) if a.id == id else a for a in hands.assignments),
        tuple(
            s._replace(ended=at, ended_by=how) if s.assignment_id == id and not s.ended else s
            for s in hands.stints
        ),
    )
