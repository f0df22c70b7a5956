"""
What an event says, as one hash: by it a second sending is told from a conflict.

It covers type, time, subject, sequence, data, and what the event replaces; neither the order of
keys nor any other extension.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import orjson

from events.instant import Instant, parse


def content_hash(
    type: str,
    time: Instant,
    subject: str,
    sequence: int,
    data: Mapping[str, Any],
    replaces: str = "",
) -> str:
    """Return the sha256 (hex) of what an event says, whatever the order of its keys."""
    said = (type, time, subject, sequence, data, *((replaces,) if replaces else ()))
    return sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def journal_hash(value: bytes) -> str:
    """Return the content hash of a journal record's *value*: equal to its ``hash`` header."""
    said = orjson.loads(value)
    return content_hash(
        said["type"],
        parse(said["time"]),
        said.get("subject") or "",
        int(said.get("sequence") or 0),
        said["data"],
        said.get("replaces") or "",
    )
