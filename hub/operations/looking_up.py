"""The operation ``knowledge``: what was answered before, by keyword."""

from __future__ import annotations

from typing import Any

from hub.embedded import Embedded
from hub.failure import Failure
from projections import knowledge as looking


def knowledge(hub: Embedded, words: str, limit: int = 10) -> list[dict[str, Any]]:
    """Return answers to cases like *words*, best first; raise ``Failure`` for no word at all."""
    try:
        asked = looking.question(words, limit)
    except ValueError as error:
        raise Failure("no-words", words=words) from error
    return hub.query(asked)
