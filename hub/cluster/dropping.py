"""``hub repartition --drop-old``: the topics of a cluster's older generations are deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from events import topics
from events.kafka import assigned, delete_topics
from hub.cluster.connecting import connection_of
from hub.cluster.generations import state_by
from hub.failure import FOUND_WRONG, Failure
from hub.settings import Settings
from processors.folding.changelog import changelog_of
from processors.topology import FOLDED


def drop_old(settings: Settings, verified: Callable[[], Mapping[str, Any]]) -> list[dict[str, Any]]:
    """
    Delete the topics of all generations before the live one; return a row for each.

    *verified*: what ``hub verify --cluster`` finds, asked once there is something to delete.

    Raises:
        Failure: a change is under way, there is no older generation, or accounts do not balance.
    """
    connection = connection_of(settings)
    with assigned(connection) as client:
        state = state_by(client)
        old = sorted(client.topics() & set(_older(state.live.generation)))
    if state.step != "live":
        raise Failure("change-under-way", generation=state.next.generation, step=state.step)
    if not old:
        raise Failure("nothing-to-drop")
    if count := verified()["disagreements"]:
        raise Failure("drop-unproven", FOUND_WRONG, count=count)
    delete_topics(connection, old)
    return [{"topic": name} for name in old]


def _older(generation: int) -> Iterator[str]:
    for number in range(generation):
        for kind in FOLDED:
            name = topics.of_generation(kind, number)
            yield from (name, changelog_of(name))
