"""
The warehouse on a ClickHouse server, over its native protocol.

One connection writes and one asks, each behind a lock, for a connection carries one statement
at a time. Inserts are columnar and synchronous (``async_insert`` off where the server knows
it), with the token of their range where the server knows tokens. A fault of the moment (no
connection, no memory, too many parts) is retried with growing pauses until patience ends; the
caller then repeats the same rows with the same token. Anything else is the statement's fault
and said at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from logging import NullHandler, getLogger
from threading import Lock
from typing import Any, Final, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from clickhouse_driver import Client
from clickhouse_driver.errors import Error, NetworkError, ServerException

from projections import schema
from projections.keeping import Keeper
from projections.reading import refusal
from projections.schema import Dialect
from projections.tables import Kind, Table
from projections.warehouse import (
    Limits,
    QueryError,
    Result,
    WarehouseAwayError,
    WarehouseError,
)

Answer = TypeVar("Answer")

# The driver logs what it raises, traceback and all, onto the screen of who has set up no log.
getLogger("clickhouse_driver").addHandler(NullHandler())

_PASSING: Final = frozenset(
    {
        75,  # CANNOT_WRITE_TO_FILE_DESCRIPTOR: its disk filled while it wrote
        159,  # TIMEOUT_EXCEEDED
        173,  # CANNOT_ALLOCATE_MEMORY
        202,  # TOO_MANY_SIMULTANEOUS_QUERIES
        209,  # SOCKET_TIMEOUT
        210,  # NETWORK_ERROR
        236,  # ABORTED: the server is going down
        241,  # MEMORY_LIMIT_EXCEEDED
        242,  # TABLE_IS_READ_ONLY
        243,  # NOT_ENOUGH_SPACE
        252,  # TOO_MANY_PARTS
        279,  # ALL_CONNECTION_TRIES_FAILED
        319,  # UNKNOWN_STATUS_OF_INSERT
        999,  # KEEPER_EXCEPTION
    }
)
"""Server errors that may be gone the next time."""

_FIRST_PAUSE_S: Final = 0.1
_LONGEST_PAUSE_S: Final = 5.0
_TURNS_S: Final = (0.1, 0.2, 0.4, 0.8, 1.6)
_ONE_BLOCK: Final = 1_000_000
"""More rows than this would travel as several blocks, which are not one insert."""


class ClickHouseWarehouse:
    """
    A ``Warehouse`` on the server at *url*.

    Args:
        url: ``clickhouse://user:password@host:9000/database``; ``?secure=1`` for TLS
            (``&ca=FILE``: the authorities that are believed)
        limits: what one question may cost.
        patience_s: how long a fault of the moment is retried before the caller hears of it.
    """

    tick_us = 1000
    """What an instant of the tables counts: DateTime64(3)."""

    def __init__(
        self,
        url: str,
        limits: Limits = Limits(),  # noqa: B008 - a frozen value
        dialect: Dialect = Dialect(),  # noqa: B008 - a frozen value
        patience_s: float = 30.0,
    ) -> None:
        self.dialect, self.limits, self.patience_s = dialect, limits, patience_s
        self._writer, self._reader = _Connection(url), _Connection(url, server_side_params=True)
        self._keeper = Keeper(
            self._run, dialect.render, schema.selects(), follows=not dialect.cluster
        )

    def migrate(self) -> None:
        self._patiently(lambda: self._writer.create_database(self.dialect))
        self._in_turn(lambda: schema.migrate(self._run, self.dialect))

    def rollback(self, to: int = 0) -> None:
        schema.rollback(self._run, self.dialect, to)

    def insert(self, table: Table, rows: Sequence[tuple[Any, ...]], token: str = "") -> None:
        if not rows:
            return
        if len(rows) > _ONE_BLOCK:
            raise WarehouseError(f"{len(rows)} rows at once: insert at most {_ONE_BLOCK}")
        columns = encode(table, rows, self.tick_us)
        sql = f"INSERT INTO {table.name} ({', '.join(table.column_names)}) VALUES"
        self._patiently(lambda: self._writer.insert(sql, columns, token))

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> Result:
        reason = refusal(sql)
        if reason:
            raise QueryError(reason)
        self._keeper.touched()  # others write to the server as well
        self._keeper.refresh(sql)
        try:
            return self._patiently(lambda: self._reader.ask(sql, params, self.limits), unreachable)
        except WarehouseAwayError:
            raise
        except WarehouseError as error:
            raise QueryError(str(error)) from error

    def tell(self, statements: Sequence[str]) -> None:
        """Run *statements* that are no question and no migration: roles, quotas."""
        for statement in statements:
            self._run(statement)

    def close(self) -> None:
        self._writer.close()
        self._reader.close()

    def _run(self, sql: str) -> Sequence[tuple[Any, ...]]:
        return self._patiently(lambda: self._writer.run(sql))

    def _in_turn(self, migration: Callable[[], None]) -> None:
        """
        Run *migration*; when it fails, look again at what stands, and try the rest.

        Hubs that start together migrate together: a step that another is in the middle of
        fails here, and stands a moment later.
        """
        for pause in _TURNS_S:
            try:
                migration()
            except WarehouseAwayError:
                raise
            except WarehouseError:
                time.sleep(pause)
            else:
                return
        migration()

    def _patiently(
        self, call: Callable[[], Answer], passing: Callable[[BaseException], bool] | None = None
    ) -> Answer:
        """Return what *call* returns; repeat it while its fault may pass and patience lasts."""
        may_pass = passing or passes
        until, pause = time.monotonic() + self.patience_s, _FIRST_PAUSE_S
        while True:
            try:
                return call()
            except (Error, OSError, EOFError) as error:
                if not may_pass(error):
                    raise WarehouseError(f"{self._writer.name}: {_line(error)}") from error
                if time.monotonic() + pause > until:
                    raise WarehouseAwayError(
                        f"{self._writer.name} is away ({_line(error)}): repeat when it is back"
                    ) from error
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_S)


class _Connection:
    """One connection, made when it is needed and again after a fault; one statement at a time."""

    def __init__(self, url: str, **settings: Any) -> None:
        parts = urlsplit(url)
        asked = parse_qs(parts.query)
        self.database = parts.path.lstrip("/") or "default"
        self.name = f"ClickHouse at {parts.hostname}:{parts.port or 9000}/{self.database}"
        self._place = {
            "host": parts.hostname or "localhost",
            "port": parts.port,
            "user": unquote(parts.username or "default"),
            "password": unquote(parts.password or ""),
            "secure": asked.get("secure", ["0"])[-1] in {"1", "true", "True"},
            "ca_certs": asked.get("ca", [None])[-1],
            "connect_timeout": 5,
            "send_receive_timeout": 120,
        }
        self._settings = settings
        self._lock = Lock()
        self._client: Any = None
        self._known: frozenset[str] | None = None

    def create_database(self, dialect: Dialect) -> None:
        with self._made(database="default") as client:
            made = f"CREATE DATABASE IF NOT EXISTS `{self.database}`${{on_cluster}}"
            client.execute(dialect.render(made))

    def run(self, sql: str) -> Sequence[tuple[Any, ...]]:
        found = self._execute(lambda client: client.execute(sql))
        return found if isinstance(found, list) else ()

    def insert(self, sql: str, columns: list[Sequence[Any]], token: str) -> None:
        wished = {"async_insert": 0, "insert_deduplication_token": token}

        def send(client: Any) -> None:
            settings = {name: value for name, value in wished.items() if self._knows(client, name)}
            client.execute(sql, columns, columnar=True, settings=settings)

        self._execute(send)

    def ask(self, sql: str, params: Mapping[str, Any] | None, limits: Limits) -> Result:
        settings = {
            "readonly": 1,
            "max_execution_time": limits.seconds,
            "max_result_rows": limits.rows,
            "max_memory_usage": limits.memory_bytes,
        }

        def send(client: Any) -> Any:
            given = dict(params) if params else None
            return client.execute(sql, given, with_column_types=True, settings=settings)

        rows, columns = self._execute(send)
        return Result(tuple(name for name, _ in columns), tuple(rows))

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _execute(self, send: Callable[[Any], Answer]) -> Answer:
        with self._lock:
            if self._client is None:
                self._client = self._made(database=self.database)
            try:
                return send(self._client)
            except BaseException:
                self._drop()  # what was on its way on this connection is not to be trusted
                raise

    def _made(self, database: str) -> Any:
        place = {name: value for name, value in self._place.items() if value is not None}
        return Client(database=database, settings=dict(self._settings), **place)

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.disconnect()

    def _knows(self, client: Any, setting: str) -> bool:
        if self._known is None:
            found = client.execute("SELECT name FROM system.settings")
            self._known = frozenset(name for (name,) in found)
        return setting in self._known


def encode(
    table: Table, rows: Sequence[tuple[Any, ...]], tick_us: int = ClickHouseWarehouse.tick_us
) -> list[Sequence[Any]]:
    """Return *rows* column by column, instants as whole numbers of *tick_us* since 1970."""
    columns = zip(*rows, strict=True)
    return [
        _encoded(column.kind, values, tick_us)
        for column, values in zip(table.columns, columns, strict=True)
    ]


def _encoded(kind: Kind, values: tuple[Any, ...], tick_us: int) -> Sequence[Any]:
    if kind is Kind.TIME:
        return [value // tick_us for value in values]
    if kind is Kind.MAYBE_TIME:
        return [None if value is None else value // tick_us for value in values]
    if kind is Kind.TIMES:
        return [[value // tick_us for value in items] for items in values]
    return values


def passes(error: BaseException) -> bool:
    """Tell whether *error* may be gone when the same statement is sent again."""
    if isinstance(error, ServerException):
        return error.code in _PASSING
    return unreachable(error)


def unreachable(error: BaseException) -> bool:
    """Tell whether *error* is the connection's: a question too big stays too big."""
    return isinstance(error, NetworkError | OSError | EOFError)


def _line(error: BaseException) -> str:
    text = str(error).split("Stack trace")[0].removeprefix("Code: ")
    return " ".join(text.split()) or type(error).__name__
