"""
The embedded hub: the engine over the SQLite log, and the warehouse that follows it.

The warehouse is opened when something asks for it first, in a child process of its own: a
question that falls there leaves the engine untouched. Reads of the log use connections of
their own, which see only whole batches.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from types import TracebackType
from typing import Any, Self

import orjson

from events import topics
from events.instant import Instant
from events.people import known_as
from events.receipts import Receipt
from events.record import Outgoing, Record
from events.signers import Signers
from hub.answering import documents
from hub.embedded.answer_index import AnswerIndex
from hub.embedded.engine import Engine
from hub.embedded.log import Log
from hub.embedded.projecting import Projector
from hub.failure import Failure
from hub.journal import Positions, unread
from hub.loading.counts import Counts
from hub.loading.files import Raw
from hub.port import Rows, Told
from hub.publishing.publications import Publication
from hub.settings import Settings
from hub.sqlite import Database
from hub.vault.days import KEPT
from hub.vault.store import Vault
from hub.wall import Now, wall_now
from projections.embedded import EmbeddedWarehouse
from projections.warehouse import QueryError, WarehouseError, WarehouseLockedError


class Embedded:
    """
    The opened files of ``settings.data``; the caller holds their ``Ownership``.

    It is a ``hub.port.Hub``.
    """

    judged = True

    def __init__(self, settings: Settings, now: Now = wall_now) -> None:
        self.settings = settings
        self._now = now
        self._opening, self._looking, self._listing = Lock(), Lock(), Lock()
        self._warehouse: EmbeddedWarehouse | None = None
        self._following: Database | None = None
        self._projector: Projector | None = None

    def __enter__(self) -> Self:
        self._database = Database(self.settings.log)
        self.vault = Vault(self.settings.vault)
        self.engine = Engine(self._database, self._now, self.vault)
        self.expire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
        self.vault.close()
        self._database.close()

    def close(self) -> None:
        """Let go of the warehouse, wherever it is: the next one that needs it opens it."""
        with self._opening:
            if self._warehouse is not None:
                self._warehouse.close()
            if self._following is not None:
                self._following.close()
            self._warehouse = self._following = self._projector = None

    def begin(self, defaults: bool) -> None:
        """Publish the default policies and calendar into an empty log, unless not wanted."""
        self.engine.begin(defaults)

    def accept(self, raws: Sequence[Raw], clock: str | None = None) -> Counts:
        """Take *raws* in and conclude; see ``Engine.accept``."""
        return self.engine.accept(raws, clock)

    def take(self, raws: Sequence[Raw]) -> Rows:
        """Take *raws* in and conclude; return the receipt of each."""
        told: list[Receipt] = []
        self.engine.accept(raws, None, told)
        return [orjson.loads(receipt.value()) for receipt in told]

    def say(self, said: Sequence[Outgoing]) -> None:
        """Add records that no fold reads; see ``Engine.say``."""
        self.engine.say(said)

    def publish(self, published: Sequence[Publication]) -> int:
        """Publish reference data; see ``Engine.publish``."""
        return self.engine.publish(published)

    def as_of(self) -> str:
        """Return the log's now, RFC 3339: what is published at once is valid from it."""
        return self.engine.as_of()

    def signers(self) -> Signers:
        """Return who signs, and who must, as the log has it."""
        return self.engine.signers()

    def known_as(self, party: str) -> str:
        """Return the id under which *party* stands in the log: a pseudonym for a number."""
        return known_as(party, self.vault.pseudonym)

    def receipts(self, department: str, after: int, limit: int) -> list[Told]:
        """Return the receipts of *department* from offset *after* on, at most *limit*."""
        topic = topics.receipts(department)
        if self.engine.log.written(topic, 0) <= after:
            return []
        with self._listing, self.reading() as log:
            records = log.read(topic, 0, after, after + limit)
            return [Told(record.offset, orjson.loads(record.value)) for record in records]

    def findings(self, positions: Positions) -> Sequence[Record]:
        """Return some of the records of topic ``findings`` from *positions* on."""
        written = self.engine.log.written
        places = [(topics.FINDINGS, n) for n in range(topics.PARTITIONS[topics.FINDINGS])]
        if all(written(*place) <= positions.get(place, 0) for place in places):
            return ()
        with self.reading() as log:
            return list(unread(log, topics.FINDINGS, positions))

    def turn_to_wall(self) -> None:
        self.engine.turn_to_wall()

    def expire(self) -> None:
        """Let go of what departments sent, and of the keys of what was refused, after its days."""
        now = self._now()
        self.vault.expire(now)
        self.engine.expire(Instant(now - KEPT))

    def tick(self) -> None:
        """Write the current minute into every journal partition that has not got it."""
        self.engine.tick(self._now())

    def project(self) -> int:
        """Bring the warehouse to the end of the log; return how many records that took."""
        self._open_warehouse()
        assert self._projector is not None  # noqa: S101 - opened together
        with _told(self.settings):
            return self._projector.catch_up()

    def query(self, sql: str, params: dict[str, Any] | None = None) -> Rows:
        """Return the rows that answer *sql* over the log as it stands; raise ``Failure``."""
        self.project()
        with _told(self.settings):
            found = self._open_warehouse().query(sql, params)
        return documents(found)

    def query_as(self, department: str, own: Iterable[str], sql: str) -> list[dict[str, Any]]:
        """Return the rows that answer *sql* as an office may ask it; raise ``Failure``."""
        self.project()
        with _told(self.settings):
            found = self._open_warehouse().query_as(department, own, sql)
        return documents(found)

    def answers(self, words: str, limit: int) -> list[dict[str, Any]] | None:
        """Return what the index of answers finds of *words*; None: there is no such index."""
        self.project()
        with self._looking, self.reading() as log:
            index = AnswerIndex(self.settings.answers, log)
            try:
                index.catch_up()
                return index.find(words, limit, self.query)
            finally:
                index.close()

    def warehouse(self) -> EmbeddedWarehouse:
        """Return the warehouse, holding all of the log as it stands."""
        self.project()
        return self._open_warehouse()

    def now(self) -> Instant:
        """Return the wall clock's instant."""
        return self._now()

    def projected(self) -> dict[tuple[str, int], int]:
        """Return up to which offset the warehouse has each partition."""
        self._open_warehouse()
        assert self._projector is not None  # noqa: S101 - opened together
        return self._projector.positions()

    def rebuild(self) -> int:
        """Throw warehouse and index away; build the one anew, return how many records it took."""
        self.close()
        for path in self.settings.data.glob(f"{self.settings.answers.name}*"):
            path.unlink()
        shutil.rmtree(self.settings.warehouse, ignore_errors=True)
        return self.project()

    @contextmanager
    def reading(self) -> Iterator[Log]:
        """Give the log as it stands now, on a connection of its own."""
        database = Database(self.settings.log)
        try:
            yield Log(database)
        finally:
            database.close()

    def _open_warehouse(self) -> EmbeddedWarehouse:
        with self._opening:
            if self._warehouse is None:
                new = not self.settings.warehouse.exists()
                self._warehouse = _started(self.settings)
                self._following = Database(self.settings.log)
                self._projector = Projector(self._following, self._warehouse)
                if new:
                    self._projector.forget()
            return self._warehouse


def _started(settings: Settings) -> EmbeddedWarehouse:
    try:
        warehouse = EmbeddedWarehouse(settings.warehouse)
        warehouse.migrate()
    except WarehouseLockedError as error:
        raise Failure("warehouse-locked", reason=error) from error
    except WarehouseError as error:
        raise Failure("warehouse-failed", data=settings.warehouse, reason=error) from error
    return warehouse


@contextmanager
def _told(settings: Settings) -> Iterator[None]:
    """Turn what the warehouse raises into a failure that names the folder and the way out."""
    try:
        yield
    except QueryError as error:
        raise Failure("query-failed", reason=error) from error
    except WarehouseLockedError as error:
        raise Failure("warehouse-locked", reason=error) from error
    except WarehouseError as error:
        raise Failure("warehouse-failed", data=settings.warehouse, reason=error) from error
