"""The operation ``knowledge``: what was answered before, by keyword."""

from __future__ import annotations

from typing import Any

from hub.embedded.hub import Embedded
from hub.failure import Failure
from hub.report_options import check
from projections import knowledge as looking


def knowledge(hub: Embedded, words: str, limit: int = 10, reader: str = "") -> list[dict[str, Any]]:
    """
    Return answers to cases like *words*, best first: by the embedded index, else the warehouse's.

    A department (*reader*) does not see how one party was satisfied: it is a group of one.

    Raises:
        Failure: there is no word at all.
    """
    try:
        asked = looking.question(words, limit)
    except ValueError as error:
        raise Failure("no-words", words=words) from error
    check({"for": reader}, hub)
    indexed = hub.answers(words, limit)
    found = hub.query(asked) if indexed is None else indexed
    return [row | {"satisfaction": None} for row in found] if reader else found
