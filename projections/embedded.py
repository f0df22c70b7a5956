"""
The embedded warehouse: chDB in a child process, spoken to over a few sockets.

A crash or a heavy query there touches nothing here: the call that met it fails with one line,
and the next call starts the child again. Inserts have a socket, questions three, so that a
question may run while rows are written, and a short one beside a long one. chDB opens a folder
for one process only; a second one is told so.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import Any

import orjson

from projections import arrow, offices, schema
from projections.keeping import Keeper
from projections.quoting import quoted_name, quoted_text
from projections.reading import refusal
from projections.schema import Dialect
from projections.tables import Table
from projections.warehouse import (
    Limits,
    QueryError,
    Result,
    WarehouseAwayError,
    WarehouseError,
    WarehouseLockedError,
)

_ROOT = str(Path(__file__).parent.parent)
_LOCKED = re.compile(r"lock|another|already|BAD_ARGUMENTS", re.IGNORECASE)
_NOISE = re.compile(r"^(Code: \d+\. )?(DB::Exception: )?|\s*\(version [^)]*\)|\s+", re.MULTILINE)
_ASKING = 3
"""Questions at once."""
_STARTING_S = 15.0
"""How long to wait for the child of a predecessor to let go of the folder."""


class EmbeddedWarehouse:
    """A ``Warehouse`` in *folder*, owned by this process until ``close``."""

    def __init__(
        self,
        folder: Path,
        limits: Limits = Limits(),  # noqa: B008 - a frozen value
        dialect: Dialect = Dialect(),  # noqa: B008 - a frozen value
        starting_s: float = _STARTING_S,
    ) -> None:
        self.folder, self.limits, self.dialect = folder, limits, dialect
        self._starting_s = starting_s
        self._starting, self._writing = Lock(), Lock()
        self._child: _Child | None = None
        self._closed = False
        self._keeper = Keeper(self._maintain, dialect.render, schema.selects())
        folder.mkdir(parents=True, exist_ok=True)
        self._started()

    def migrate(self) -> None:
        schema.migrate(self._run, self.dialect)

    def rollback(self, to: int = 0) -> None:
        schema.rollback(self._run, self.dialect, to)

    def insert(self, table: Table, rows: Sequence[tuple[Any, ...]], token: str = "") -> None:
        if not rows:
            return
        names = ", ".join(table.column_names)
        settings = f" SETTINGS insert_deduplication_token = {quoted_text(token)}" if token else ""
        sql = f"INSERT INTO {table.name} ({names}){settings} SELECT {names} FROM Python(batch)"  # noqa: S608 - names of ours
        self._call({"sql": sql, "rows": True}, arrow.encode(table, rows))
        self._keeper.touched()

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> Result:
        return self._question({"sql": sql, "params": _escaped(params)})

    def query_as(self, department: str, own: Iterable[str], sql: str) -> Result:
        """
        Answer *sql* as the office *department* may ask it (``projections.offices``).

        *own*: the departments whose rows are the office's.
        """
        databases = [row[0] for row in self._maintain("SHOW DATABASES")]
        functions = [row[0] for row in self._maintain("SELECT name FROM system.table_functions")]
        reason = offices.refusal(sql, databases, functions)
        if reason:
            raise QueryError(reason)
        for statement in offices.statements(department, own):
            self._maintain(statement)
        database = quoted_name(offices.database_of(department))
        return self._question({"sql": sql, "database": database})

    def _question(self, request: dict[str, Any]) -> Result:
        reason = refusal(request["sql"])
        if reason:
            raise QueryError(reason)
        self._keeper.refresh(request["sql"])
        try:
            return arrow.decode(self._ask(request))
        except (ValueError, OSError) as error:
            raise QueryError("leave FORMAT out of the question: answers come as rows") from error

    def _ask(self, request: dict[str, Any]) -> bytes:
        child = self._started()
        with child.asking() as questions:
            if child is self._child:
                return self._asked(child, questions, request)
        return self._ask(request)  # the child fell while its sockets were taken

    def close(self) -> None:
        with self._starting:
            self._closed = True
            child, self._child = self._child, None
        if child is not None:
            child.close()

    @property
    def pid(self) -> int:
        """The process chDB runs in now."""
        return self._started().process.pid

    def _run(self, sql: str) -> tuple[tuple[Any, ...], ...]:
        found = self._maintain(sql)
        self._keeper.touched()
        return found

    def _maintain(self, sql: str) -> tuple[tuple[Any, ...], ...]:
        return arrow.decode(self._call({"sql": sql}, None)).rows

    def _call(self, request: dict[str, Any], rows: bytes | None) -> bytes:
        with self._writing:
            child = self._started()
            return self._asked(child, child.writes, request, rows)

    def _asked(
        self,
        child: _Child,
        connection: Connection,
        request: dict[str, Any],
        rows: bytes | None = None,
    ) -> bytes:
        try:
            return _exchange(connection, request, rows)
        except (EOFError, OSError) as error:
            self._fell(child)
            message = f"the warehouse in {self.folder} fell and is started again: repeat the call"
            raise WarehouseAwayError(message) from error

    def _started(self) -> _Child:
        with self._starting:
            if self._closed:
                raise WarehouseError(f"the warehouse in {self.folder} is closed: open it again")
            if self._child is None:
                self._child = _start(self.folder, self.limits, self._starting_s)
            return self._child

    def _fell(self, child: _Child) -> None:
        child.close()
        with self._starting:
            if self._child is child:
                self._child = None


class _Child:
    """The running child and this end of its sockets."""

    def __init__(self, folder: Path) -> None:
        pairs = [Pipe() for _ in range(1 + _ASKING)]
        (self.writes, *self._questions), others = zip(*pairs, strict=True)
        self._free: SimpleQueue[Connection] = SimpleQueue()
        for one in self._questions:
            self._free.put(one)
        ends = tuple(one.fileno() for one in others)
        command = [sys.executable, "-m", "projections.chdb", str(folder), *map(str, ends)]
        environment = os.environ | {"PYTHONPATH": _path()}
        self.process = subprocess.Popen(
            command,
            pass_fds=ends,
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        for one in others:
            one.close()

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """Give a socket for one question, once one is free."""
        one = self._free.get()
        try:
            yield one
        finally:
            self._free.put(one)

    def close(self) -> None:
        for one in (self.writes, *self._questions):
            one.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _path() -> str:
    rest = os.environ.get("PYTHONPATH")
    return os.pathsep.join([_ROOT, rest] if rest else [_ROOT])


def _start(folder: Path, limits: Limits, patience_s: float) -> _Child:
    """Start a child; wait up to *patience_s* while another process holds the folder."""
    until = time.monotonic() + patience_s
    while True:
        child = _Child(folder)
        error = _greeted(child, limits)
        if error is None:
            return child
        child.close()
        if not _LOCKED.search(error):
            raise WarehouseAwayError(f"the warehouse in {folder} does not start: {_line(error)}")
        if time.monotonic() >= until:
            raise WarehouseLockedError(
                f"the warehouse in {folder} is open in another process: "
                "stop it (hub serve?) or ask it instead"
            )
        time.sleep(0.2)


def _greeted(child: _Child, limits: Limits) -> str | None:
    try:
        child.writes.send_bytes(orjson.dumps(limits._asdict()))
        error = orjson.loads(child.writes.recv_bytes()).get("error")
    except (EOFError, OSError):
        return f"its process ended with {child.process.poll()}"
    return None if error is None else str(error)


def _exchange(connection: Connection, request: dict[str, Any], rows: bytes | None) -> bytes:
    connection.send_bytes(orjson.dumps(request))
    if rows is not None:
        connection.send_bytes(rows)
    answer = orjson.loads(connection.recv_bytes())
    found = connection.recv_bytes()
    if "error" in answer:
        raise QueryError(_line(answer["error"]))
    return found


def _line(message: str) -> str:
    return _NOISE.sub(" ", message).strip()


def _escaped(params: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return *params* as the server reads them: text with tabs, newlines, backslashes escaped."""
    return {name: _escape(value) for name, value in (params or {}).items()}


def _escape(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
