"""What became of a load: how many lines were accepted, duplicate, rejected, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Counts:
    """Sums over one or many batches. ``by_code`` splits the rejected ones by code."""

    accepted: int = 0
    duplicate: int = 0
    rejected: int = 0
    by_code: Counter[str] = field(default_factory=Counter)

    def add(self, counted: Mapping[str, Any]) -> None:
        """Add what ``document`` gave for another batch."""
        self.accepted += counted["accepted"]
        self.duplicate += counted["duplicate"]
        self.rejected += counted["rejected"]
        self.by_code.update(counted["by_code"])

    def document(self) -> dict[str, Any]:
        """Return the counts as ``hub ingest --json`` prints them."""
        return {
            "accepted": self.accepted,
            "duplicate": self.duplicate,
            "rejected": self.rejected,
            "by_code": dict(sorted(self.by_code.items())),
        }
