"""
The child process in which chDB runs, and the only file that imports it.

Started by ``projections.embedded`` as ``python -m projections.chdb FOLDER FD FD …``: one socket
for writes, the others for questions, each answered in order by a thread of its own, so that a
heavy question holds up neither an insert nor a short question. A request is a JSON frame,
followed by an Arrow frame when rows come with it; an answer is a JSON frame and an Arrow frame.
When the parent goes, the sockets close and the child ends.

Questions run on connections of their own, which ``readonly`` closes against every write and
against reading files or addresses, and whose limits it can no longer change.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any

import chdb
import orjson

from projections import arrow
from projections.reading import beginning

_WRITER = (
    "SET async_insert = 0, max_insert_threads = 1, max_partitions_per_insert_block = 1000, "
    "max_memory_usage = {memory_bytes}"
)
_READER = (
    "SET max_memory_usage = {memory_bytes}, max_execution_time = {seconds}, "
    "max_result_rows = {rows}, result_overflow_mode = 'throw', readonly = 1"
)

_TIMED = frozenset({"select", "with"})
"""How a question begins that may have times in its answer."""


def main(folder: str, writes: int, questions: Sequence[int]) -> None:
    """Serve the sockets until the parent closes them."""
    writer, readers = Connection(writes), [Connection(one) for one in questions]
    try:
        engine = _connect(folder)
    except Exception as error:  # noqa: BLE001 - the parent turns it into one line
        _refuse(writer, readers, error)
        return
    settings = orjson.loads(writer.recv_bytes())
    engine.query(_WRITER.format(**settings))
    asked = [_connect(folder) for _ in readers]
    for one in asked:
        one.query(_READER.format(**settings))
    writer.send_bytes(orjson.dumps({"pid": os.getpid()}))
    for reader, one in zip(readers, asked, strict=True):
        Thread(target=_serve, args=(reader, one), daemon=True).start()
    _serve(writer, engine)
    for one in asked:
        one.close()
    engine.close()


def _connect(folder: str) -> Any:
    connect: Any = chdb.connect
    return connect(folder)


def _refuse(writer: Connection, readers: Sequence[Connection], error: Exception) -> None:
    writer.recv_bytes()
    writer.send_bytes(orjson.dumps({"error": str(error)}))
    for reader in readers:
        reader.close()


def _serve(connection: Connection, engine: Any) -> None:
    while True:
        try:
            request = orjson.loads(connection.recv_bytes())
            rows = connection.recv_bytes() if request.get("rows") else None
        except (EOFError, OSError):
            return
        answer, found = _answer(engine, request, rows)
        connection.send_bytes(orjson.dumps(answer))
        connection.send_bytes(found)


def _answer(engine: Any, request: dict[str, Any], rows: bytes | None) -> tuple[Any, bytes]:
    try:
        if rows is not None:
            _insert(engine, request["sql"], rows)
            return {}, b""
        return {}, _found(engine, request)
    except Exception as error:  # noqa: BLE001 - the parent turns it into one line
        # chDB keeps what a failed question had begun to answer and gives it out with the next
        # answer of the connection: ask for something nobody waits for.
        engine.query("SELECT 1", "CSV")
        return {"error": str(error)}, b""


def _found(engine: Any, request: dict[str, Any]) -> bytes:
    """Answer in the database that is asked; every question begins in the hub's own."""
    database = request.get("database")
    if database:
        engine.query(f"USE {database}")
    try:
        params = request.get("params") or {}
        found = engine.query(request["sql"], "ArrowStream", params=params).bytes() or b""
        return arrow.with_times(found, lambda: _types(engine, request["sql"], params))
    finally:
        if database:
            engine.query("USE default")


def _types(engine: Any, sql: str, params: dict[str, Any]) -> list[str]:
    """Return the ClickHouse types of the answer's columns; SHOW and its like have no times."""
    if beginning(sql).lower() not in _TIMED:
        return []
    said = engine.query(f"DESCRIBE ({sql.rstrip().rstrip(';')}\n)", "TSV", params=params).bytes()
    return [line.split("\t")[1] for line in said.decode().splitlines()]


def _insert(engine: Any, sql: str, rows: bytes) -> None:
    batch = arrow.table_in(rows)  # noqa: F841 - `FROM Python(batch)` in the SQL reads it by name
    engine.query(sql)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), [int(one) for one in sys.argv[3:]])
