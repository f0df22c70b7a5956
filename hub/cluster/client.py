"""
What a command asks of a cluster: operations by their names, as of an embedded hub.

Those that need no more than the hub port are the same functions; the others have one here, since
the log of a cluster is Kafka's and what is said is judged a moment later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

from events.closing import Closing
from hub.cluster.hub import Cluster
from hub.loading.counts import Counts
from hub.loading.files import Raw
from hub.operations import found, perform
from hub.settings import Settings

_SHARED: Final = frozenset(
    {
        "campaign_invite",
        "campaign_schedule",
        "campaign_topics",
        "chain",
        "outreach_tell",
        "swear",
    }
)
OWN: Final[Mapping[str, str]] = {
    "alerted": "alerted.alerted",
    "department_add": "departments.add",
    "department_reorganise": "departments.reorganise",
    "forget": "people.forget",
    "key_add": "keys.added",
    "key_revoke": "keys.revoked",
    "keys": "keys.listed",
    "replay": "proving.replay",
    "rules": "proving.rules",
    "status": "status.status",
    "verify": "proving.verify",
}
"""Name → module of this folder and function in it; each takes the cluster and named arguments."""


class ClusterClient(Closing):
    """A ``hub.client.Client`` of the brokers and the warehouse of *settings*."""

    def __init__(self, settings: Settings) -> None:
        self._cluster = Cluster(settings)

    def ask(self, operation: str, **arguments: Any) -> Any:
        if operation in _SHARED:
            return perform(self._cluster, operation, arguments)
        return found(OWN, "hub.cluster", operation)(self._cluster, **arguments)

    def accept(self, raws: Sequence[Raw], clock: str | None) -> dict[str, Any]:  # noqa: ARG002
        """Send *raws*; nothing of it is judged yet, so all counts are 0."""
        self._cluster.take(raws)
        return Counts().document()

    def followed(self, lines: int) -> AbstractContextManager[None]:  # noqa: ARG002 - it does
        return nullcontext()

    def close(self) -> None:
        self._cluster.close()
