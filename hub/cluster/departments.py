"""
A department joins a cluster: topics, registry entry, principal, access rules and quota.

Each part is tried by itself. A broker without authentication or authorisation refuses its part:
that is told, with the way out, and the others stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from secrets import token_urlsafe
from typing import Any, Final

from events import access, quotas, topics
from events.kafka import Connection
from hub.cluster import topics as administration
from hub.cluster.access_rules import rules_of_department
from hub.cluster.hub import Cluster
from hub.gateway.keyring import Caller, open_keyring
from hub.onboarding import DEPARTMENT, Made, registration

_OPEN: Final = "whoever reaches the brokers may write as anyone (docs/security.md)"


def add(
    hub: Cluster,
    department: str,
    said: Mapping[str, Any],
    quota: int,
    new_key: bool = True,  # noqa: ARG001 - it always is
) -> list[dict[str, Any]]:
    """Make all parts of *department* on the cluster; return what was made."""
    data = registration(department, said)
    connection = hub.connection
    wanted = administration.department_topics(department)
    made = {topic.name for topic in administration.create(connection, wanted)}
    hub.publish([("department.registered", data)])
    key = token_urlsafe(32)
    parts = [
        Made("registry", True, data["name"]),
        *(Made("topic", topic.name in made, topic.name) for topic in wanted),
        _tried("principal", department, lambda: access.make_user(connection, department, key)),
        _tried("access", _rules(department), lambda: _allow(connection, department)),
    ]
    if not parts[-1].made:  # a broker without access rules: known to who runs it, not to the office
        parts[-1] = Made("access", False, f"{parts[-1].note}: {_OPEN}")
    keyed = parts[-2].made
    with open_keyring(hub.settings.data) as keyring:
        keyring.accept(Caller(department, department, DEPARTMENT, quota), key)
    parts.append(Made("key", True, key if keyed else f"{key} (gateway only: no principal)"))
    told = f"{quota} bytes a second to each broker"
    parts.append(_tried("quota", told, lambda: quotas.limit(connection, department, quota)))
    return [part.document() for part in parts]


def reorganise(hub: Cluster, department: str, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Publish that *department* is renamed, moved, merged or split from a date on."""
    data = registration(department, said)
    hub.publish([("department.reorganised", data)])
    return [Made("registry", True, data["name"]).document()]


def _allow(connection: Connection, department: str) -> None:
    access.allow(connection, rules_of_department(department))


def _rules(department: str) -> str:
    return f"write {topics.ingest(department)}, read {topics.receipts(department)}"


def _tried(part: str, note: str, make: Callable[[], None]) -> Made:
    try:
        make()
    except access.RefusedByBrokerError as error:
        return Made(part, False, str(error))
    return Made(part, True, note)
