"""Keys on a cluster: said through ``ingest.hub``, read from the journal."""

from __future__ import annotations

from typing import Any

from events.instant import render
from events.signers import Signers
from hub import keys
from hub.cluster.connecting import connection_of
from hub.cluster.kafka_journal import KafkaJournal
from hub.cluster.saying import publish
from hub.settings import Settings
from hub.wall import wall_now


def add(
    settings: Settings, department: str, public: str, since: str | None, until: str | None
) -> list[dict[str, Any]]:
    """Send a public key of *department* to the hub; intake knows it within seconds."""
    name, data = keys.publication(department, public, since or render(wall_now()), until)
    publish(connection_of(settings), (name, data))
    return [data]


def revoke(
    settings: Settings, department: str, key_id: str, until: str | None, reason: str
) -> list[dict[str, Any]]:
    """Tell the hub that a key is void; intake knows it within seconds."""
    name, data = keys.revocation(_signers(settings), department, key_id, until, reason)
    publish(connection_of(settings), (name, data))
    return [data]


def listed(settings: Settings) -> list[dict[str, Any]]:
    """Return the keys as the journal has them, and who must sign."""
    return keys.rows(_signers(settings), wall_now())


def _signers(settings: Settings) -> Signers:
    with KafkaJournal(connection_of(settings)) as journal:
        return keys.signers_of(journal)
