"""
Inserting beside reading: a batch is on its way to the warehouse while its sender does other things.

One thread inserts one batch at a time, in the order they were started. Most of an insert is the
server's time and the wire's, when nothing else of this process has to wait. A batch that its
sender has given up may still arrive: it has the rows and the token that whoever repeats it gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, NamedTuple

from events.brokers import Place
from projections import sink
from projections.sink import Range
from projections.tables import Table
from projections.warehouse import Warehouse


class Batch(NamedTuple):
    """The ``rows`` of whole ``ranges`` of offsets; ``token`` names exactly these."""

    ranges: dict[Place, Range]
    rows: Mapping[Table, Sequence[tuple[Any, ...]]]
    token: str


class Inserter:
    """Writes batches to *warehouse*, which nobody else writes to meanwhile."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._thread = ThreadPoolExecutor(1, "inserter")
        self._last: Future[int] | None = None

    def start(self, batch: Batch) -> None:
        """Send *batch* off, behind those that were started before."""
        self._last = self._thread.submit(sink.insert, batch.rows, self._warehouse, batch.token)

    def ends_within(self, seconds: float) -> bool:
        """Wait for the batch started last; tell whether it is stored, or has failed."""
        return self._last is None or not wait([self._last], seconds).not_done

    def stored(self) -> bool:
        """
        Tell whether the batch started last is stored; False while it is on its way.

        Raises:
            WarehouseAwayError: not stored, or not known to be: start it again.
            WarehouseError: refused; repeating does not help.
        """
        if self._last is None or not self._last.done():
            return False
        self._last.result()
        return True

    def close(self) -> None:
        """Wait for what is on its way; start nothing more."""
        self._thread.shutdown(cancel_futures=True)
