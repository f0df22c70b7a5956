"""Departments: the registry with its tree over five levels, and its changes."""

from __future__ import annotations

from typing import Literal

from events.models.base import Id, Ids, Label, Moment, Said, event

Level = Literal["province", "city", "county", "township", "village"]


class _Department(Said):
    department_id: Id
    name: Label
    level: Level
    parent_id: Id | None = None
    valid_from: Moment
    successors: Ids | None = None
    area: Label | None = None
    """The area it governs, as parties and cases name it: places them in the tree."""


_FIRE = {
    "department_id": "fire",
    "name": "清溪县消防救援大队",
    "level": "county",
    "parent_id": "county",
    "valid_from": "2026-01-01T00:00:00+08:00",
}


@event("department.registered", example=_FIRE)
class DepartmentRegistered(_Department):
    """A department exists from ``valid_from`` on."""


@event("department.reorganised", example=_FIRE | {"successors": ["emergency"]})
class DepartmentReorganised(_Department):
    """A department was renamed, moved or split; ``successors`` take over its work."""
