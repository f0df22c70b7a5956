"""
Builds of an earlier version, for ``make upgrades``: what the version before this one did otherwise.

* ``format``: its checkpoints had another format.
* ``rules``: its detectors said other versions, knew nothing of bounces, and told a stall of every
  case that a later version does not know of.
* ``both``: its checkpoints had another format, and its detectors were those.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from events.finding import Finding

KINDS: Final = ("format", "rules", "both")


def become(kind: str) -> None:
    """Let this process be of the version before; called before anything of the hub runs."""
    for change in {"format": (_format,), "rules": (_rules,), "both": (_format, _rules)}[kind]:
        change()


def _format() -> None:
    from processors.folding import changelog, checkpoint  # noqa: PLC0415 - before a worker is imported

    changelog.FORMAT = checkpoint.FORMAT = checkpoint.FORMAT - 1  # type: ignore[attr-defined]


def _rules() -> None:
    from processors.folding import checkpoint, shadow  # noqa: PLC0415 - as above

    checkpoint.RULES -= 1
    shadow.conclude = _otherwise(shadow.conclude)


def _otherwise(conclude: Callable[..., Any]) -> Callable[..., Any]:
    def concluded(*asked: Any) -> Any:
        conclusion = conclude(*asked)
        findings = [_older(one) for one in conclusion.findings if one.rule != "ping-pong"]
        again = [replace(one, kind="seen-once") for one in findings if one.rule == "stalled"]
        return replace(conclusion, findings=(*findings, *again))

    return concluded


def _older(finding: Finding) -> Finding:
    return replace(finding, version="0")
