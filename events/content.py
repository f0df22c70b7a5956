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

from events.instant import Instant


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
