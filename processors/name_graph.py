"""
The names of all parties, and which of them are so alike that they may be one party's.

A name stands under its keys (``name_likeness``); two names are compared when they share a key
under which no more than ``block`` names stand: a fuller key tells nothing. So a name is
compared with a bounded number of others, however many there are. Pairs from the score ``ask``
on are edges. The graph is a function of the set of names, not of their order: a key that
becomes too full, or is so no longer, has its names compared anew.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from processors.identity_policy import IdentityPolicy
from processors.library import Library
from processors.name_likeness import keys, score
from processors.party_name import Name

Edges = Mapping[str, float]
_NONE: Edges = {}


@dataclass(frozen=True, slots=True)
class NameGraph:
    """``names`` and ``edges`` by the id of the name; ``blocks``: ids by key, sorted."""

    names: Library[Name] = field(default_factory=Library)
    blocks: Library[tuple[str, ...]] = field(default_factory=Library)
    edges: Library[Edges] = field(default_factory=Library)

    def near(self, id: str) -> Edges:
        """Return the ids of the names like *id*, with their scores."""
        return self.edges.get(id) or _NONE

    def added(self, id: str, name: Name, policy: IdentityPolicy) -> tuple[NameGraph, set[str]]:
        """Return the graph with a new *name*, and the ids whose edges changed."""
        blocks, stale = self.blocks, {id}
        for key in keys(name):
            block = [*(blocks.get(key) or ())]
            insort(block, id)
            if len(block) == policy.block + 1:
                stale |= {*block}
            blocks = blocks.put(key, tuple(block))
        after = replace(self, names=self.names.put(id, name), blocks=blocks)
        return _compared(after, stale, policy)

    def removed(self, id: str, policy: IdentityPolicy) -> tuple[NameGraph, set[str]]:
        """Return the graph without the name, and the ids whose edges changed."""
        name, blocks, stale = self.names.get(id), self.blocks, set[str]()
        for key in keys(name) if name is not None else ():
            block = tuple(other for other in blocks.get(key) or () if other != id)
            if len(block) == policy.block:
                stale |= {*block}
            blocks = blocks.put(key, block) if block else blocks.without(key)
        names = self.names.without(id)
        after, touched = _with_edges(NameGraph(names, blocks, self.edges), id, _NONE)
        after, more = _compared(after, stale, policy)
        return after, touched | more


def build_graph(names: Mapping[str, Name], policy: IdentityPolicy) -> NameGraph:
    """Return the graph of *names* by id, built at once."""
    blocks: dict[str, list[str]] = {}
    for id in sorted(names):
        for key in keys(names[id]):
            blocks.setdefault(key, []).append(id)
    kept = Library((key, tuple(block)) for key, block in blocks.items())
    graph = NameGraph(Library(names.items()), kept)
    edges = ((id, dict(_alike(graph, id, policy))) for id in names)
    return replace(graph, edges=Library((id, near) for id, near in edges if near))


def _compared(
    graph: NameGraph, stale: Iterable[str], policy: IdentityPolicy
) -> tuple[NameGraph, set[str]]:
    after, touched = graph, set[str]()
    for id in sorted(stale):
        after, more = _with_edges(after, id, dict(_alike(after, id, policy)))
        touched |= more
    return after, touched


def _with_edges(graph: NameGraph, id: str, edges: Edges) -> tuple[NameGraph, set[str]]:
    """Return the graph in which *id* has just *edges*, and the ids this changed."""
    before, found = graph.near(id), graph.edges
    if before == edges:
        return graph, set()
    changed = {other for other in {*before, *edges} if before.get(other) != edges.get(other)}
    found = _put(found, id, edges)
    for other in changed:
        rest = {near: sure for near, sure in (found.get(other) or _NONE).items() if near != id}
        found = _put(found, other, {**rest, id: edges[other]} if other in edges else rest)
    return replace(graph, edges=found), {id, *changed}


def _put(edges: Library[Edges], id: str, near: Edges) -> Library[Edges]:
    return edges.put(id, near) if near else edges.without(id)


def _alike(graph: NameGraph, id: str, policy: IdentityPolicy) -> Iterator[tuple[str, float]]:
    name = graph.names.get(id)
    if name is None:
        return
    blocks = (graph.blocks.get(key) or () for key in keys(name))
    met = {other for block in blocks if len(block) <= policy.block for other in block}
    for other in met - {id}:
        known = graph.names.get(other)
        sure = score(name, known, policy) if known is not None else 0.0
        if sure >= policy.ask:
            yield other, sure
