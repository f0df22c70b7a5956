"""What an operation that only asks needs of a hub: an embedded one has it, a cluster's gate too."""

from __future__ import annotations

from typing import Any, Protocol


class Asked(Protocol):
    """Answers SQL."""

    def query(self, sql: str, params: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return the rows that answer *sql*, instants as RFC 3339; raise ``Failure`` for none."""
        ...
