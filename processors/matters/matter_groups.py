"""
Groups: the connected components over the pairs of a matter, kept up as pairs come and go.

A group of enough parties is a cluster and gets a name, made of the case that leads it then; the
name stays while the group grows, and the older name stays when two clusters meet. So names
depend on the order in which cases came; all else (who is in a group, its lead, its counts) is
a function of the cases. A group that loses a pair whose cases no third holds together is put
together anew from its members' pairs: that costs its size, and is rare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice
from typing import Final, NamedTuple

from immutables import Map

from events import ids
from events.instant import Instant
from processors.matters.matter_card import Card, Place

SHOWN: Final = 50
"""The earliest cases that a group keeps at hand: its lead, and what a finding lists."""

LookUp = Callable[[str], Card]
Joined = Callable[[str], Iterable[str]]
Name = tuple[Instant, str]
"""(when its group was large enough, cluster id): the lesser is the older."""


class Group(NamedTuple):
    """``unclosed``, ``unanswered``: how many members still are. ``name``: None, no cluster."""

    members: Map[str, None]
    first: tuple[Place, ...]
    parties: Map[str, int]
    unclosed: int
    unanswered: int
    name: Name | None = None

    @property
    def lead(self) -> str:
        return self.first[0][3]


@dataclass(frozen=True, slots=True)
class Groups:
    """``of``: from a case to its group's number; ``named``: from a cluster id to it."""

    of: Map[str, int] = field(default_factory=Map)
    by_number: Map[int, Group] = field(default_factory=Map)
    named: Map[str, int] = field(default_factory=Map)
    numbers: int = 0

    def group(self, case_id: str) -> Group | None:
        number = self.of.get(case_id)
        return None if number is None else self.by_number[number]

    def cluster(self, name: str) -> Group | None:
        number = self.named.get(name)
        return None if number is None else self.by_number[number]


class Changed(NamedTuple):
    """The groups after a change, and the cases and cluster ids whose conclusion may differ."""

    groups: Groups
    touched: frozenset[str]


def alone(told: Card) -> Group:
    parties = Map({told.party_id: 1}) if told.party_id else Map()
    counts = (int(not told.last.closed), int(_waits(told)))
    return Group(Map({told.case_id: None}), (told.order,), parties, *counts)


def _waits(told: Card) -> bool:
    return not told.last.answered and not told.last.closed


def joined(groups: Groups, case_id: str, others: Iterable[str], look: LookUp) -> Changed:
    """Return *groups* in which *case_id* and *others* are in one group."""
    touched: set[str] = set()
    for other in others:
        groups = _met(groups, case_id, other, look, touched)
    return Changed(groups, frozenset(touched))


def _met(groups: Groups, one: str, other: str, look: LookUp, touched: set[str]) -> Groups:
    numbers = [groups.of.get(case_id) for case_id in (one, other)]
    if numbers[0] is not None and numbers[0] == numbers[1]:
        return groups
    pair = [
        alone(look(case_id)) if number is None else groups.by_number[number]
        for case_id, number in zip((one, other), numbers, strict=True)
    ]
    small, large = sorted((0, 1), key=lambda i: len(pair[i].members))
    whole = _together(pair[large], pair[small])
    number = numbers[large]
    number = groups.numbers if number is None else number
    touched |= _renamed(pair, whole)
    moved = {*pair[small].members} | ({*pair[large].members} if numbers[large] is None else set())
    of = groups.of.update(dict.fromkeys(moved, number))
    by_number = groups.by_number.set(number, whole)
    gone = numbers[small]
    if gone is not None:
        by_number = by_number.delete(gone)
    named = _without_names(groups.named, pair)
    if whole.name:
        named = named.set(whole.name[1], number)
    return Groups(of, by_number, named, groups.numbers + 1)


def _without_names(named: Map[str, int], gone: Iterable[Group]) -> Map[str, int]:
    for group in gone:
        if group.name is not None and group.name[1] in named:
            named = named.delete(group.name[1])
    return named


def _renamed(parts: Iterable[Group], whole: Group) -> set[str]:
    """Return what a meeting touches: names, members under another one, and another lead."""
    touched: set[str] = {whole.name[1]} if whole.name else set()
    for part in parts:
        if part.name is not None:
            touched.add(part.name[1])
        if part.name != whole.name or part.lead != whole.lead:
            touched |= {*part.members}
    return touched


def _together(large: Group, small: Group) -> Group:
    parties = large.parties.update(
        {party: large.parties.get(party, 0) + n for party, n in small.parties.items()}
    )
    names = [name for name in (large.name, small.name) if name is not None]
    return Group(
        large.members.update(small.members),
        tuple(islice(merge(large.first, small.first), SHOWN)),
        parties,
        large.unclosed + small.unclosed,
        large.unanswered + small.unanswered,
        min(names, default=None),
    )


def named(groups: Groups, case_id: str, key: str, parties: int, look: LookUp) -> Changed:
    """Return *groups* in which the group of *case_id* has a name if it has *parties* or more."""
    number = groups.of.get(case_id)
    group = None if number is None else groups.by_number[number]
    if number is None or group is None or group.name or len(group.parties) < parties:
        return Changed(groups, frozenset())
    id = ids.make("cluster", key, group.lead)
    name = (formed(group, parties, look), id)
    touched = frozenset({id, *group.members})
    by_number = groups.by_number.set(number, group._replace(name=name))
    after = Groups(groups.of, by_number, groups.named.set(id, number), groups.numbers)
    return Changed(after, touched)


def formed(group: Group, parties: int, look: LookUp) -> Instant:
    """Return when the last of the first *parties* different parties opened its case."""
    when = _met_by(group.first, parties, look)
    if when is None:  # the first ones are of few parties: seldom, and it costs the group's size
        when = _met_by(sorted(look(id).order for id in group.members), parties, look)
    return group.first[0][0] if when is None else when


def _met_by(cases: Iterable[Place], parties: int, look: LookUp) -> Instant | None:
    seen: set[str] = set()
    for place in cases:
        seen |= {look(place[3]).party_id} - {""}
        if len(seen) >= parties:
            return place[0]
    return None


def restated(groups: Groups, old: Card, new: Card) -> Changed:
    """Return *groups* after the episodes of a case changed, which moves it to no other group."""
    number = groups.of.get(new.case_id)
    if number is None:
        return Changed(groups, frozenset())
    group = groups.by_number[number]
    after = group._replace(
        unclosed=group.unclosed + bool(old.last.closed) - bool(new.last.closed),
        unanswered=group.unanswered + _waits(new) - _waits(old),
    )
    touched: set[str] = {group.name[1]} if group.name else set()
    if group.name and new.case_id == group.lead and old.solved != new.solved:
        touched |= {*group.members}
    by_number = groups.by_number.set(number, after)
    changed = Groups(groups.of, by_number, groups.named, groups.numbers)
    return Changed(changed, frozenset(touched))


def parted(
    groups: Groups, cases: Iterable[str], joined_before: Joined, look: LookUp, gone: str = ""
) -> Changed:
    """
    Return *groups* after pairs of *cases* were lost: their groups are put together anew.

    A part keeps the oldest name whose leading case, when it was named, is in it.
    *cases*: also those whose pairs are new. *gone*: a case that is in no group any more.
    """
    numbers = {groups.of[case] for case in (*cases, gone) if case in groups.of}
    old = [groups.by_number[number] for number in numbers]
    members = {case for group in old for case in group.members} | {*cases}
    touched = members | {group.name[1] for group in old if group.name}
    bare = _without(groups, numbers, old)
    for case in sorted(members - {gone}):
        for other in joined_before(case):
            bare = _met(bare, case, other, look, touched)
    return Changed(_names_back(bare, old), frozenset(touched))


def _without(groups: Groups, numbers: Iterable[int], old: Iterable[Group]) -> Groups:
    of, by_number = groups.of, groups.by_number
    for group in old:
        with of.mutate() as fewer:
            for case in group.members:
                del fewer[case]
            of = fewer.finish()
    for number in numbers:
        by_number = by_number.delete(number)
    return Groups(of, by_number, _without_names(groups.named, old), groups.numbers)


def _names_back(groups: Groups, old: Iterable[Group]) -> Groups:
    """Give each name to the part in which most of the cases that led are still together."""
    for group in sorted((g for g in old if g.name), key=lambda g: g.name or ()):
        heir = next((p[3] for p in group.first if p[3] in groups.of), None)
        number = None if heir is None else groups.of[heir]
        if number is None or groups.by_number[number].name or group.name is None:
            continue
        renamed = groups.by_number[number]._replace(name=group.name)
        by_number = groups.by_number.set(number, renamed)
        named_now = groups.named.set(group.name[1], number)
        groups = Groups(groups.of, by_number, named_now, groups.numbers)
    return groups


def renamed(groups: Groups, names: Mapping[Name, Sequence[Place]]) -> Groups:
    """Return *groups*, put together anew, under the *names* of the cases that had them."""
    old = [Group(Map(), tuple(cases), Map(), 0, 0, name) for name, cases in names.items()]
    return _names_back(groups, old)
