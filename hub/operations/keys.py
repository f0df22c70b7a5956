"""Operations ``keys``, ``key_add`` and ``key_revoke`` of an embedded hub: who signs."""

from __future__ import annotations

from typing import Any

from hub import keys
from hub.embedded.hub import Embedded


def listed(hub: Embedded) -> list[dict[str, Any]]:
    """Return the keys with which departments sign, and who must."""
    return keys.rows(hub.engine.signers(), hub.now())


def added(
    hub: Embedded, department: str, public: str, since: str | None, until: str | None
) -> list[dict[str, Any]]:
    """Publish a public key of *department*, valid from the log's now unless *since* is given."""
    hub.begin(defaults=True)
    since = since or hub.engine.as_of()
    hub.engine.publish([keys.publication(department, public, since, until)])
    return listed(hub)


def revoked(
    hub: Embedded, department: str, key_id: str, until: str | None, reason: str
) -> list[dict[str, Any]]:
    """Make a key void: for all that arrives from now on, or for what happened since *until*."""
    said = keys.revocation(hub.engine.signers(), department, key_id, until, reason)
    hub.engine.publish([said])
    return listed(hub)
