"""
Operation ``forget`` of a cluster: said through ``ingest.hub``, and done in this machine's vault.

Where intakes run on several machines, each with a vault of its own, run it on each of them: the
tombstone is said once.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from events.people import FORGOTTEN
from hub.cluster.hub import Cluster
from hub.operations.people import one


def forget(hub: Cluster, person: str, reason: str, copies: Sequence[str]) -> dict[str, Any]:
    """Forget *person* here, in *copies* of the keys, and in the cluster's log."""
    vault = hub.vault()
    found = one(vault, person)
    data = {"party_id": found} | ({"reason": reason} if reason else {})
    hub.publish([(FORGOTTEN, data)])
    vault.forget(found)
    for copy in copies:
        vault.forget_in(Path(copy), found)
    return {"party_id": found, "forgotten": True}
