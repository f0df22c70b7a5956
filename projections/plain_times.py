"""
Times without fractions: ClickHouse hands a ``DateTime`` to Arrow as the number of its seconds.

The columns of an answer that hold such numbers, or lists of them, are found by their type in
ClickHouse, which has to be asked for: so it is, only where a column could be one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import pyarrow as pa

_NUMBER: Final = pa.uint32()
_TIME: Final = pa.timestamp("s", tz="UTC")
_DATETIME: Final = re.compile(r"^(?:Nullable\()?DateTime(?:\(|\)|$)")
_LIST: Final = re.compile(r"^Array\((.*)\)$")


def with_times(stream: bytes, types: Callable[[], Sequence[str]]) -> bytes:
    """Return the Arrow *stream* with times as times; *types* gives the columns' in ClickHouse."""
    if not stream.startswith(b"\xff\xff\xff\xff"):
        return stream
    with pa.ipc.open_stream(stream) as reader:
        if not any(_may_be_time(field.type) for field in reader.schema):
            return stream
        found = reader.read_all()
    for place, (column, type) in enumerate(zip(found.columns, types(), strict=False)):
        timed = _timed(column, type)
        if timed is not column:
            found = found.set_column(place, found.schema.names[place], timed)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, found.schema) as writer:
        writer.write_table(found)
    return bytes(sink.getvalue())


def _may_be_time(type: Any) -> bool:
    return bool(type == _NUMBER or (pa.types.is_list(type) and type.value_type == _NUMBER))


def _timed(column: Any, type: str) -> Any:
    listed = _LIST.match(type)
    if not _DATETIME.match(listed[1] if listed else type) or not _may_be_time(column.type):
        return column
    if listed:
        return column.cast(pa.list_(pa.int64())).cast(pa.list_(_TIME))
    return column.cast(pa.int64()).cast(_TIME)
