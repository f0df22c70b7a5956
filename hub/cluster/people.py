"""
``hub forget --cluster``: the same words through ``ingest.hub``, and the vault of this machine.

Where intakes run on several machines, each with a vault of its own, run it on each of them: the
tombstone is said once.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from events.people import FORGOTTEN
from hub.cluster.connecting import connection_of
from hub.cluster.saying import publish
from hub.operations.people import one
from hub.settings import Settings
from hub.vault.store import Vault


def forget_on_cluster(
    settings: Settings, person: str, reason: str, copies: Sequence[str]
) -> dict[str, Any]:
    """Forget *person* here, in *copies* of the keys, and in the cluster's log."""
    with closing(Vault(settings.vault)) as vault:
        found = one(vault, person)
        data = {"party_id": found} | ({"reason": reason} if reason else {})
        publish(connection_of(settings), (FORGOTTEN, data))
        vault.forget(found)
        for copy in copies:
            vault.forget_in(Path(copy), found)
    return {"party_id": found, "forgotten": True}
