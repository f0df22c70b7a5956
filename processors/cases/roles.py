"""
Roles: what a department may do with a case by the parts it holds in it.

The lead (主办) owns the case, one at any moment, and answers the party. An assist (协办) answers
its own part, which the case waits for. A guide (导办) shows the party the way: it must be in
touch, holds nothing, and its response answers nobody. An agent (代办) runs the errand in the
party's name: what it does ends a pause like the party's own reply. A department with several
parts has the most of them; one that was given nothing may still answer.

What a role may do is the life cycle's word (``processors.policies.life_cycle``).

Source: the mission, rows H and X.
"""

from __future__ import annotations

from collections.abc import Iterator

from processors.cases.assignments import Assignment, Hands
from processors.policies.life_cycle import Answers, LifeCycle

_MOST: tuple[Answers, ...] = ("case", "part", "nothing")


def answers(hands: Hands, cycle: LifeCycle, department: str) -> tuple[Answers, str]:
    """Return what a response of *department* answers now, and in which of its roles."""
    roles = [(cycle.role(a.role).answers, a.role) for a in hands.live(department)]
    return min(roles, key=lambda role: _MOST.index(role[0]), default=("case", ""))


def acts_for_party(hands: Hands, cycle: LifeCycle, department: str) -> bool:
    """Tell whether *department* acts in the party's name, and has no other part."""
    roles = [cycle.role(a.role) for a in hands.live(department)]
    return bool(roles) and all(role.for_party for role in roles)


def awaited(hands: Hands, cycle: LifeCycle, episode: int) -> Iterator[Assignment]:
    """Yield the assignments whose parts *episode* waits for; one given back is not among them."""
    for given in hands.assignments:
        mine = given.armed and given.episode == episode and not given.returned
        if mine and cycle.role(given.role).awaited:
            yield given


def owing(hands: Hands, cycle: LifeCycle, episode: int) -> Iterator[Assignment]:
    """Yield those of the ``awaited`` that did not answer yet."""
    return (given for given in awaited(hands, cycle, episode) if given.answered is None)
