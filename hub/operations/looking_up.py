"""The operation ``knowledge``: what was answered before, by keyword."""

from __future__ import annotations

from typing import Any

from hub.embedded import Embedded
from hub.failure import Failure
from projections import knowledge as looking


def knowledge(hub: Embedded, words: str, limit: int = 10) -> list[dict[str, Any]]:
    """
    Return answers to cases like *words*, best first: by the embedded index, else the warehouse's.

    Raises:
        Failure: there is no word at all.
    """
    try:
        asked = looking.question(words, limit)
    except ValueError as error:
        raise Failure("no-words", words=words) from error
    found = hub.answers(words, limit)
    return hub.query(asked) if found is None else found
