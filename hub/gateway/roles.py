"""What each role may do: read once from ``roles.yaml``, asked at every request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

RIGHTS: Final = frozenset(
    {
        "send",
        "receipts",
        "receipts-all",
        "visits",
        "check",
        "findings",
        "findings-all",
        "acknowledge",
        "audit",
        "pages",
        "cases-all",
        "sql",
    }
)
"""Everything that can be allowed; a role names some of them."""


@cache
def roles() -> Mapping[str, frozenset[str]]:
    """Return the rights of every role."""
    return parse(files("hub.gateway").joinpath("roles.yaml").read_text("utf-8"))


def parse(text: str) -> Mapping[str, frozenset[str]]:
    """
    Return the rights that *text* (YAML: role → list of rights) gives.

    Raises:
        ValueError: names the role and the right that does not exist.
    """
    found = {role: frozenset(rights) for role, rights in yaml.safe_load(text).items()}
    for role, rights in found.items():
        if unknown := rights - RIGHTS:
            raise ValueError(f"role {role}: no right {', '.join(sorted(unknown))}")
    return found


def may(role: str, right: str) -> bool:
    """Tell whether *role* has *right*; an unknown role has none."""
    return right in roles().get(role, frozenset())
