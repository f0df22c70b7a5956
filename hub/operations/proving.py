"""Operations that hold the hub against its own log: verify, replay, rebuild."""

from __future__ import annotations

from typing import Any

from hub.embedded.hub import Embedded
from hub.failure import FOUND_WRONG, Failure
from hub.proving.accounts import balance, replayed


def verify(hub: Embedded, patience_s: float = 0.0) -> dict[str, Any]:  # noqa: ARG001
    """
    Return the problems found (the first 1 000) and what was looked at.

    *patience_s* is a cluster's: here nothing is behind.
    """
    try:
        warehouse = hub.warehouse()
    except Failure as failure:
        raise Failure(failure.key, FOUND_WRONG, **failure.values) from failure
    with hub.reading() as log:
        return balance(log, warehouse, unseal=hub.vault.unseal)


def replay(
    hub: Embedded,
    rule: str | None = None,
    patience_s: float = 0.0,  # noqa: ARG001 - as above
) -> dict[str, Any]:
    """Return how the findings concluded again differ from those on record."""
    with hub.reading() as log:
        return replayed(log, rule)


def rebuild(hub: Embedded) -> dict[str, Any]:
    """Build the warehouse anew; return how many records it holds."""
    return {"records": hub.rebuild()}


def rules(hub: Embedded) -> list[dict[str, Any]]:
    """Return the publications that folds pass over, with the reason; n >= 0."""
    return hub.engine.unusable()
