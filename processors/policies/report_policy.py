"""
The policy of reports: what they may show of whom, and how many they list.

Content: ``least_group`` (k), the fewest answers a rated department, or the public, sees figures
of; ``supervised``, how many departments of a quarter stand on the supervision list;
``least_cases``, the fewest judged clocks with which a department is ranked there; ``late_days``
(may be left out: nothing is late then), days after which an event counts as late data. No fold
reads it: reports do, from the table ``settings``.

Source: the semantics, "Evaluation" (k, default 5); the mission, rows I and P.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from processors.policies.policy import ENVELOPE, read_policy_fields

_NEEDED = ("least_group", "supervised", "least_cases")


def parse_reports(content: Mapping[str, Any], file: str = "") -> dict[str, int]:
    """
    Return the settings in a whole *content*.

    Raises:
        PolicyError: names *file* (or the policy), the field, and how to mend it.
    """
    fields = read_policy_fields(content, file)
    fields.only(ENVELOPE | {"title", "late_days", *_NEEDED})
    fields.need(_NEEDED)
    # A group of one is a person: two is the least that hides anybody.
    return {
        "least_group": fields.count("least_group", 2),
        "supervised": fields.count("supervised"),
        "least_cases": fields.count("least_cases"),
        **({"late_days": fields.count("late_days")} if "late_days" in content else {}),
    }
