"""Operations ``department_add`` and ``department_reorganise`` of an embedded hub."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from events import topics
from hub.embedded.hub import Embedded
from hub.failure import Failure
from hub.gateway.keyring import Caller, open_keyring
from hub.onboarding import DEPARTMENT, Made, registration

_KNOWN = "SELECT count() AS n FROM departments WHERE department_id = {department:String}"


def add(
    hub: Embedded, department: str, said: Mapping[str, Any], quota: int, new_key: bool = False
) -> list[dict[str, Any]]:
    """
    Make registry entry, topics, key and quota of *department*; return what was made.

    Done twice, it says what stands already; *new_key* makes another key, the old one is void.
    """
    hub.begin(defaults=True)
    data = registration(department, said)
    known = _known(hub, department)
    if not known:
        hub.engine.publish([("department.registered", data)])
    names = (topics.ingest(department), topics.receipts(department))
    made = hub.engine.create_topics(names)
    parts = [
        Made("registry", not known, data["name"]),
        *(Made("topic", name in made, name) for name in names),
        Made("principal", False, "an embedded hub has no broker: the key is the principal"),
        *_keyed(hub, department, quota, new_key),
    ]
    return [part.document() for part in parts]


def reorganise(hub: Embedded, department: str, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rename, move, merge or split *department* from a date on; return what was published."""
    if not _known(hub, department):
        raise Failure("unknown-department", department=department)
    data = registration(department, said)
    for heir in data.get("successors", ()):
        if not _known(hub, heir):
            raise Failure("unknown-department", department=heir)
    published = hub.engine.publish([("department.reorganised", data)])
    note = f"{data['name']} → {', '.join(data.get('successors', ())) or data['level']}"
    return [Made("registry", published > 0, note).document()]


def _known(hub: Embedded, department: str) -> bool:
    return bool(hub.query(_KNOWN, {"department": department})[0]["n"])


def _keyed(hub: Embedded, department: str, quota: int, new_key: bool) -> list[Made]:
    with open_keyring(hub.settings.data) as keyring:
        known = keyring.named(department)
        made = new_key or known is None
        caller = Caller(department, department, DEPARTMENT, quota)
        key = keyring.make(caller) if made else "stands; --new-key makes another"
        said = f"{quota if known is None or made else known.quota} bytes a second"
    return [Made("key", made, key), Made("quota", made, said)]
