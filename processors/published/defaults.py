"""
What a runtime publishes into an empty log: China's calendar and the policies of ``policies/``.

Folds have no rules of their own: what is not in the log does not hold. A pure function of the
package's files; the runtime gives the events their time and sends them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from processors.policies.policy import ENVELOPE, Fields, PolicyError
from processors.time.china import china_calendar

Draft = tuple[str, dict[str, Any]]
"""What is yet to be published: (event name, its ``data``)."""

KINDS = ("sla", "visits", "life-cycle", "matters", "reports", "identity", "signing")
_OUTSIDE_CONTENT = ENVELOPE - {"timezone", "shadow"}


@lru_cache(maxsize=1)
def default_publications() -> tuple[Draft, ...]:
    """Return the calendar, then the policies by file name: (event name, data) each."""
    found = sorted(
        (file.name, file.read_text("utf-8"))
        for file in files("processors").joinpath("policies").iterdir()
        if file.name.endswith(".yaml")
    )
    policies = (("policy.published", read_policy(text, name)) for name, text in found)
    return (("calendar.published", china_calendar()), *policies)


def read_policy(text: str, file: str) -> dict[str, Any]:
    """
    Return the ``data`` of ``policy.published`` written in YAML *text*.

    Raises:
        PolicyError: no YAML mapping, or one of the fields that name the policy is wrong.
    """
    try:
        fields = Fields(file, yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise PolicyError(file, "content", "is no YAML", " ".join(str(error).split())) from None
    return _envelope(fields) | {"content": _content(fields.values)}


def _envelope(fields: Fields) -> dict[str, Any]:
    valid_from = fields.values.get("valid_from")
    if not isinstance(valid_from, str):
        raise fields.error("valid_from", f"is {valid_from!r}", "write a time in quotes")
    return {
        "policy_id": fields.text("policy_id"),
        "version": fields.count("version"),
        "kind": fields.one_of("kind", KINDS, None),
        "valid_from": valid_from,
    }


def _content(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in _OUTSIDE_CONTENT}
