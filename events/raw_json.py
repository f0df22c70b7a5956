"""
Cutting JSON without reading it into values: the bytes of a part stay as they were sent.

A signature covers data as it was written, so reading it and writing it again would break it.
What is cut has been read as JSON before, elsewhere; here only its parts are found. Of a name
that stands twice the last counts, as for every reader of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecoder
from typing import Any, Final

_BEGIN: Final = re.compile(r"[ \t\r\n]*([\[{])[ \t\r\n]*")
_COLON: Final = re.compile(r"[ \t\r\n]*:[ \t\r\n]*")
_NEXT: Final = re.compile(r"[ \t\r\n]*([,\]}])[ \t\r\n]*")
_DECODER: Final = JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_BOM: Final = "\ufeff"
_OBJECT, _ARRAY = "{}", "[]"


def members(value: bytes) -> dict[str, str]:
    """
    Return the members of the JSON object *value*: by name, the text as it stands there.

    Raises:
        ValueError, RecursionError: *value* is no JSON object in UTF-8, or is nested too deeply.
    """
    return {str(key): part for key, part in _parts(value, _OBJECT)}


def elements(value: bytes) -> list[bytes]:
    """
    Return the bytes of each element of the JSON array *value*, in order.

    Raises:
        ValueError, RecursionError: *value* is no JSON array in UTF-8, or is nested too deeply.
    """
    return [part.encode() for _, part in _parts(value, _ARRAY)]


def _parts(value: bytes, brackets: str) -> Iterator[tuple[Any, str]]:
    """Yield (key, text) of each member, or (None, text) of each element."""
    text = value.decode().removeprefix(_BOM)
    sign, at = _sign(_BEGIN, text, 0)
    if sign != brackets[0]:
        raise ValueError("JSON of another kind")
    if text[at : at + 1] == brackets[1]:
        return
    key = None
    while sign != brackets[1]:
        if brackets is _OBJECT:
            key, at = _key(text, at)
        _, end = _DECODER.raw_decode(text, at)
        yield key, text[at:end]
        sign, at = _sign(_NEXT, text, end)


def _key(text: str, at: int) -> tuple[Any, int]:
    if text[at : at + 1] != '"':
        raise ValueError(f"no name at character {at}")
    key, at = _DECODER.raw_decode(text, at)
    colon = _COLON.match(text, at)
    if colon is None:
        raise ValueError(f"no colon at character {at}")
    return key, colon.end()


def _sign(pattern: re.Pattern[str], text: str, at: int) -> tuple[str, int]:
    found = pattern.match(text, at)
    if found is None:
        raise ValueError(f"the JSON breaks off at character {at}")
    return found[1], found.end()
