"""Keys on a cluster: said through ``ingest.hub``, read from the journal."""

from __future__ import annotations

from typing import Any

from events.signers import Signers
from hub import keys
from hub.cluster.hub import Cluster


def added(
    hub: Cluster, department: str, public: str, since: str | None, until: str | None
) -> list[dict[str, Any]]:
    """Send a public key of *department* to the hub; intake knows it within seconds."""
    name, data = keys.publication(department, public, since or hub.as_of(), until)
    hub.publish([(name, data)])
    return [data]


def revoked(
    hub: Cluster, department: str, key_id: str, until: str | None, reason: str
) -> list[dict[str, Any]]:
    """Tell the hub that a key is void; intake knows it within seconds."""
    name, data = keys.revocation(_signers(hub), department, key_id, until, reason)
    hub.publish([(name, data)])
    return [data]


def listed(hub: Cluster) -> list[dict[str, Any]]:
    """Return the keys as the journal has them, and who must sign."""
    return keys.rows(_signers(hub), hub.now())


def _signers(hub: Cluster) -> Signers:
    with hub.reading() as journal:
        return keys.signers_of(journal)
