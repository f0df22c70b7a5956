"""
A department joins the hub, or is reorganised: what must be made, and what was not.

Joining makes five things together: the entry in the registry, the two topics, a principal, a key
and a quota. The key opens the gateway (``hub.gateway``), which knows its hash and the quota. On a
cluster the broker's own administration makes principal, access rules and quota, where it has them
enabled; what it refuses is said with the way out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from hub.failure import Failure
from hub.names import is_department

ZONE: Final = ZoneInfo("Asia/Shanghai")
LEVELS: Final = ("province", "city", "county", "township", "village")
QUOTA: Final = 1_048_576
"""Bytes a second a department may send unless said otherwise."""

DEPARTMENT: Final = "department"
"""The role of a department's own key (``hub.gateway.roles``)."""


class Made(NamedTuple):
    """One of the five things joining makes: whether it was just now, and what to know of it."""

    part: str
    made: bool
    note: str

    def document(self) -> dict[str, Any]:
        return self._asdict()


def registration(id: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the data of ``department.registered`` or ``reorganised``.

    Args:
        id: names the department and its topics.
        said: name, level, valid_from (a local date), and parent_id, area, successors if any.

    Raises:
        Failure: the id or the level is none.
    """
    if not is_department(id):
        raise Failure("department-wrong", value=id)
    if said["level"] not in LEVELS:
        raise Failure("level-wrong", value=said["level"], known=", ".join(LEVELS))
    since = datetime.combine(date.fromisoformat(said["valid_from"]), time(), ZONE).isoformat()
    data = {"department_id": id, **said, "valid_from": since}
    return {name: value for name, value in data.items() if value}
