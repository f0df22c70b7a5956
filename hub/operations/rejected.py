"""
Operations on what was refused: list, show, send again, let go (``hub.intake.refused``).

What concerns one case keeps its order: the refused records of a case are sent again in the order
in which they were sent first, through the same intake and its upcasters, and once one of them is
refused again, those that come after it wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from events.instant import render
from hub.embedded.hub import Embedded
from hub.failure import Failure
from hub.intake.refused import DROPPED, RETRIED, Refusal, in_order, open_refusals, settlement


def listed(hub: Embedded, department: str = "", code: str = "") -> list[dict[str, Any]]:
    """Return the open refusals, of one *department* or *code* where asked for."""
    with hub.reading() as log:
        found = open_refusals(log, hub.vault.unseal)
    return [
        one.row()
        for one in found
        if department in ("", one.said["department"]) and code in ("", one.said["code"])
    ]


def shown(hub: Embedded, id: str) -> dict[str, Any]:
    """Return one open refusal with its bytes; raise ``Failure`` for none."""
    [refusal] = _chosen(hub, [id])
    text = None if refusal.raw is None else refusal.raw.decode("utf-8", "backslashreplace")
    return refusal.row() | {"sha256": refusal.said["sha256"], "raw": text}


def retried(hub: Embedded, ids: Sequence[str]) -> list[dict[str, Any]]:
    """
    Send the refusals *ids* (none: all that are open) again; return what became of each.

    ``outcome``: accepted, duplicate, rejected (with its new ``code``), waits (an earlier one of
    its case was refused), or sealed (its bytes cannot be read any more).
    """
    told: list[dict[str, Any]] = []
    for lane in in_order(_chosen(hub, ids)).values():
        stopped = False
        for refusal in lane:
            outcome, code = ("waits", "") if stopped else _sent_again(hub, refusal)
            stopped = stopped or outcome in ("rejected", "sealed")
            told.append({"id": refusal.id, "case": refusal.case, "outcome": outcome, "code": code})
    return told


def _sent_again(hub: Embedded, refusal: Refusal) -> tuple[str, str]:
    if refusal.raw is None:
        return "sealed", ""
    counts = hub.accept([(refusal.said["department"], refusal.raw)])
    hub.engine.say([settlement(refusal, RETRIED, render(hub.now()))])
    if counts.rejected:
        return "rejected", next(iter(counts.by_code))
    return ("accepted" if counts.accepted else "duplicate"), ""


def dropped(hub: Embedded, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Let the refusals *ids*, of folds too, go: they stay on record and are listed no more."""
    chosen = _chosen(hub, ids, folds=True) if ids else []
    for refusal in chosen:
        hub.engine.say([settlement(refusal, DROPPED, render(hub.now()))])
    return [{"id": one.id, "case": one.case, "outcome": DROPPED, "code": ""} for one in chosen]


def _chosen(hub: Embedded, ids: Sequence[str], *, folds: bool = False) -> list[Refusal]:
    with hub.reading() as log:
        found = {one.id: one for one in open_refusals(log, hub.vault.unseal, folds=folds)}
    for id in ids:
        if id not in found:
            raise Failure("unknown-refusal", id=id)
    return [found[id] for id in ids] if ids else list(found.values())
