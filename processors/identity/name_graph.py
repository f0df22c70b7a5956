"""
The names of all parties, and which of them are so alike that they may be one party's.

A name stands under its keys (``name_likeness``); two names are compared when they share a key
under which no more than ``block`` names stand: a fuller key tells nothing. So a name is
compared with a bounded number of others, however many there are. Pairs from the score ``ask``
on are edges. The graph is a function of the set of names, not of their order: when a key
becomes too full its names part, unless they share another; when it is so no longer they are
compared. Names have numbers, in the order of their coming, and edges are packed: six bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, combinations
from struct import Struct
from typing import Any, Final

from immutables import Map

from processors.identity.name_blocks import NameBlocks, build_blocks, key_of
from processors.identity.name_likeness import keys, score
from processors.identity.party_name import Name, id_name
from processors.policies.identity_policy import IdentityPolicy

Edges = Mapping[str, float]
_Near = Mapping[int, int]
"""Number of a name → the score in thousandths."""
_EDGE: Final = Struct("<IH")


@dataclass(frozen=True, slots=True, eq=False)
class NameGraph:
    """``numbers``: of the ids of names, ``ids`` the reverse; ``edges``: packed, by number."""

    numbers: Map[str, int] = field(default_factory=Map)
    ids: Map[int, str] = field(default_factory=Map)
    blocks: NameBlocks = field(default_factory=NameBlocks)
    edges: Map[int, bytes] = field(default_factory=Map)
    last: int = 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NameGraph) or {*self.numbers} != {*other.numbers}:
            return False
        return all(self.near(id) == other.near(id) for id in self.numbers)

    def __hash__(self) -> int:
        return hash(frozenset(self.numbers))

    def knows(self, id: str) -> bool:
        return id in self.numbers

    def near(self, id: str, least: float = 0) -> Edges:
        """Return the ids of the names like *id* from the score *least* on, with their scores."""
        bar, ids = least * 1000, self.ids
        near = _unpacked(self.edges, self.numbers.get(id, 0))
        return {ids[number]: sure / 1000 for number, sure in near if sure >= bar}

    def added(self, id: str, policy: IdentityPolicy) -> tuple[NameGraph, set[str]]:
        """Return the graph with a new name, and the ids whose edges changed."""
        name, number, blocks = id_name(id), self.last + 1, self.blocks
        met, filled = set[int](), []
        for key in map(key_of, keys(name)):
            size = blocks.count(key)
            if size < policy.block:
                met.update(blocks.members(key))
            elif size == policy.block:
                filled.append(key)
            blocks = blocks.put(key, number)
        known = (self.numbers.set(id, number), self.ids.set(number, id))
        graph = NameGraph(*known, blocks, self.edges, number)
        near = dict(_alike(graph, name, met, policy))
        graph, touched = _joined(graph, ((number, *one) for one in near.items()))
        for key in filled:
            graph, more = _parted(graph, key, policy)
            touched |= more
        return graph, {graph.ids[one] for one in touched} | {id}

    def removed(self, id: str, policy: IdentityPolicy) -> tuple[NameGraph, set[str]]:
        """Return the graph without the name, and the ids whose edges changed."""
        number, blocks, opened = self.numbers[id], self.blocks, []
        for key in map(key_of, keys(id_name(id))):
            blocks = blocks.without(key, number)
            if blocks.count(key) == policy.block:
                opened.append(key)
        near = [(number, other) for other, _ in _unpacked(self.edges, number)]
        graph, touched = _unjoined(replace(self, blocks=blocks), near)
        for key in opened:
            graph, more = _joined(graph, _compared(graph, blocks.members(key), policy))
            touched |= more
        told = {graph.ids[one] for one in touched} | {id}
        known = (graph.numbers.delete(id), graph.ids.delete(number))
        return replace(graph, numbers=known[0], ids=known[1]), told


def build_graph(ids: Iterable[str], policy: IdentityPolicy) -> NameGraph:
    """Return the graph of the names *ids*, built at once."""
    numbers = {id: number for number, id in enumerate(ids, 1)}
    entries = ((key_of(key), n) for id, n in numbers.items() for key in keys(id_name(id)))
    known = (Map(numbers), Map((number, id) for id, number in numbers.items()))
    graph = NameGraph(*known, build_blocks(entries), last=len(numbers))
    edges = ((number, dict(_met(graph, id, policy))) for id, number in numbers.items())
    return replace(graph, edges=Map((number, _pack(near)) for number, near in edges if near))


def _met(graph: NameGraph, id: str, policy: IdentityPolicy) -> Iterator[tuple[int, int]]:
    name, blocks = id_name(id), graph.blocks
    open_keys = [key for key in map(key_of, keys(name)) if blocks.count(key) <= policy.block]
    met = {*chain.from_iterable(map(blocks.members, open_keys))} - {graph.numbers[id]}
    return _alike(graph, name, met, policy)


def _alike(
    graph: NameGraph, name: Name, met: Iterable[int], policy: IdentityPolicy
) -> Iterator[tuple[int, int]]:
    ids = graph.ids
    for number in met:
        sure = score(name, id_name(ids[number]), policy)
        if sure >= policy.ask:
            yield number, round(sure * 1000)


def _compared(
    graph: NameGraph, numbers: Iterable[int], policy: IdentityPolicy
) -> Iterator[tuple[int, int, int]]:
    """Yield the edges among the names *numbers*."""
    names = [(number, id_name(graph.ids[number])) for number in numbers]
    for (one, first), (other, second) in combinations(names, 2):
        sure = score(first, second, policy)
        if sure >= policy.ask:
            yield one, other, round(sure * 1000)


def _parted(graph: NameGraph, key: int, policy: IdentityPolicy) -> tuple[NameGraph, set[int]]:
    """Return the graph without the edges of names that met under *key* only: it is too full."""
    block = {*graph.blocks.members(key)}
    keys_of: dict[int, frozenset[int]] = {}

    def meeting(number: int) -> frozenset[int]:
        if number not in keys_of:
            found = map(key_of, keys(id_name(graph.ids[number])))
            keys_of[number] = frozenset(
                key for key in found if graph.blocks.count(key) <= policy.block
            )
        return keys_of[number]

    gone = [
        (one, other)
        for one in block
        for other, _ in _unpacked(graph.edges, one)
        if other > one and other in block and meeting(one).isdisjoint(meeting(other))
    ]
    return _unjoined(graph, gone)


def _joined(graph: NameGraph, edges: Iterable[tuple[int, int, int]]) -> tuple[NameGraph, set[int]]:
    """Return the graph with *edges* (two names, score), and the names this changed."""
    changes: dict[int, dict[int, int]] = {}
    for one, other, sure in edges:
        changes.setdefault(one, {})[other] = sure
        changes.setdefault(other, {})[one] = sure
    kept, touched = graph.edges, set[int]()
    for number, more in changes.items():
        before = dict(_unpacked(kept, number))
        if (after := before | more) != before:
            kept = kept.set(number, _pack(after))
            touched.add(number)
    return replace(graph, edges=kept), touched


def _unjoined(graph: NameGraph, pairs: Iterable[tuple[int, int]]) -> tuple[NameGraph, set[int]]:
    """Return the graph without the edges of *pairs*, and the names this changed."""
    gone: dict[int, set[int]] = {}
    for one, other in pairs:
        gone.setdefault(one, set()).add(other)
        gone.setdefault(other, set()).add(one)
    kept = graph.edges
    for number, others in gone.items():
        after = {near: sure for near, sure in _unpacked(kept, number) if near not in others}
        kept = kept.set(number, _pack(after)) if after else kept.delete(number)
    return replace(graph, edges=kept), {*gone}


def _unpacked(edges: Map[int, bytes], number: int) -> Iterator[Any]:
    """Return the (number, score in thousandths) of the edges of *number*."""
    return _EDGE.iter_unpack(edges.get(number, b""))


def _pack(near: _Near) -> bytes:
    return b"".join(_EDGE.pack(*one) for one in near.items())
