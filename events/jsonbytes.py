"""
JSON as bytes that are kept: ``orjson.dumps``, cut to its length.

orjson hands out the block of 4 KiB that it wrote in, shortened where it lies. Each value that
is kept so leaves the rest of its block behind, too small for the next one: a load of some
hundred bytes an event cost 4 KiB an event, and the time to touch them. A copy is as long as
it says, and the block is used again. What is sent or hashed at once needs no copy.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson


def dumps(
    value: Any, default: Callable[[Any], Any] | None = None, option: int | None = None
) -> bytes:
    """Return *value* as JSON in UTF-8; the arguments are those of ``orjson.dumps``."""
    return b"%b" % orjson.dumps(value, default, option)
