"""Which fold reads which topic, and where it forwards to: the wiring of the processors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from events import topics
from processors.case_fold import CaseFold
from processors.cluster_fold import ClusterFold
from processors.folding.fold import Fold
from processors.folding.partition import Partition
from processors.identity_fold import IdentityFold
from processors.matter_fold import MatterFold
from processors.visits_fold import VisitsFold

_FOLDS: Mapping[str, Callable[[], Fold[Any]]] = {
    topics.JOURNAL_VISITS: VisitsFold,
    topics.JOURNAL_CASES: CaseFold,
    topics.IDENTITY: IdentityFold,
    topics.BY_PARTY: ClusterFold,
    topics.BY_MATTER: MatterFold,
}

_FORWARDS: Mapping[str, tuple[str, ...]] = {
    topics.JOURNAL_VISITS: (topics.BY_PARTY, topics.IDENTITY),
    topics.JOURNAL_CASES: (topics.BY_MATTER,),
}
"""The derived topics that hear a journal's ticks and reference events."""

FOLDED = tuple(_FOLDS)
"""The topics that are folded, journals first."""


def build_partition(
    topic: str, number: int, counts: Mapping[str, int] = topics.PARTITIONS
) -> Partition[Any]:
    """
    Return an empty partition for *topic* of any generation.

    *counts*: the partition counts of that generation, by the contract's names.
    """
    kind = topics.kind(topic)
    derived = {to: counts[to] for to in _FORWARDS.get(kind, ())}
    origins = sum(counts[source] for source, to in _FORWARDS.items() if kind in to)
    return Partition(_fold(topic), topic, number, derived, origins=origins)


def _fold(topic: str) -> Fold[Any]:
    kind, generation = topics.kind(topic), topics.generation_of(topic)
    return MatterFold(generation) if kind == topics.BY_MATTER else _FOLDS[kind]()
