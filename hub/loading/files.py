"""
Reading event files: NDJSON, plain or gzipped, one CloudEvent a line; or one JSON document.

A file called ``.json`` may hold one event or an array of them, over as many lines as they like.
A line is passed on as the bytes that stand in the file (but for the mark that editors of Windows
put before the first); nothing is judged here. Each line
goes to its department's ingest topic: the one the caller names, else the one its own
``source`` names, else ``unknown`` (intake then refuses it, with a receipt).
"""

from __future__ import annotations

import gzip
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, cast

import orjson

from events.instant import Instant, parse
from hub.failure import Failure, unreadable

Raw = tuple[str, bytes]
"""The department that sends, and the bytes it sends."""

UNKNOWN: Final = "unknown"
"""Stands for the department of a line that names none."""

_LONGEST_LINE: Final = 32 * 1024 * 1024  # far over intake's limit: refused there, memory kept
_LARGEST_DOCUMENT: Final = 256 * 1024 * 1024
_GZIP: Final = b"\x1f\x8b"


class Peek(NamedTuple):
    """What a line says of itself before it is judged; None where it cannot be read."""

    department: str | None
    time: Instant | None


def open_plain(path: Path) -> IO[bytes]:
    """Open *path* for reading, through gzip when its first bytes say so."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise unreadable(path, error) from error
    if file.peek(2)[:2] == _GZIP:
        file.close()
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return file


def read_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of *path* that are not blank, without their ends, cut at 32 MiB."""
    return (line for _, line in numbered_lines(path))


def numbered_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines as ``read_lines`` does, each with its number in the file, from 1."""
    with open_plain(path) as file:
        try:
            yield from _document(file) if _is_json(path) else _lines(file)
        except (EOFError, gzip.BadGzipFile) as error:
            raise Failure("file-broken", path=path, reason=error) from error


def _is_json(path: Path) -> bool:
    return path.name.removesuffix(".gz").endswith(".json")


def _document(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the events of one JSON document by their place in it; else the lines of the file."""
    text = file.read(_LARGEST_DOCUMENT).removeprefix(BOM_UTF8)
    try:
        said = orjson.loads(text)
    except orjson.JSONDecodeError:
        file.seek(0)
        yield from _lines(file)
        return
    many = map(orjson.dumps, said) if isinstance(said, list) else [text.strip()]
    yield from enumerate(many, 1)


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        line = line.removeprefix(BOM_UTF8) if number == 1 else line
        if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            _skip_line(file)
        if stripped := line.strip(b" \t\r\n"):
            yield number, stripped


def _skip_line(file: IO[bytes]) -> None:
    while (rest := file.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass


def peek(raw: bytes) -> Peek:
    """Return what *raw* says of its department and event time."""
    try:
        said = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return Peek(None, None)
    if not isinstance(said, dict):
        return Peek(None, None)
    return Peek(_department(said), _time(said))


def _department(said: dict[str, Any]) -> str | None:
    source = said.get("source")
    if not isinstance(source, str) or not source.startswith("/departments/"):
        return None
    return source.split("/", 3)[2] or None


def _time(said: dict[str, Any]) -> Instant | None:
    try:
        return parse(said["time"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
