"""What the pages of one running gateway share: kept answers, pages being built, tickets."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hub.pages import sessions
from hub.pages.building import FIRST_S, Builder
from hub.pages.shelf import Shelf, Version
from hub.port import Hub

ANSWERS: Final = "pages.answers"
"""The file of answers, beside the keys."""
_VERSION: Final = """
SELECT toUInt64(count()) AS n FROM journal_records
UNION ALL SELECT toUInt64(count()) AS n FROM finding_records
"""


class Pages:
    """
    One per gateway.

    ``first_s``: how long viewers wait for what was never answered; None: as long as it takes.
    """

    def __init__(self, hub: Hub, answers: Path | None) -> None:
        self.shelf = Shelf(lambda: _version(hub), path=answers)
        self.builder = Builder()
        self.tickets = sessions.Tickets()
        self.first_s: float | None = FIRST_S

    def close(self) -> None:
        """Make no page any more."""
        self.shelf.close()
        self.builder.close()


def _version(hub: Hub) -> Version:
    return tuple(sorted((int(row["n"]) for row in hub.query(_VERSION)), reverse=True))
