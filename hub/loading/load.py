"""
A load: files of events or tables on their way into the hub, in batches.

History (event clock) is merged and sorted by event time first, because its ticks follow
its events; live input keeps the order of its files. Counts are added up over the batches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from hub.client import Client
from hub.failure import Failure
from hub.loading.counts import Counts
from hub.loading.files import UNKNOWN, Raw, peek, read_lines
from hub.loading.merging import Merged
from hub.mapping import reading as mapped
from hub.mapping.tables import is_table
from hub.output import metered
from hub.publishing.publications import read_publications

LIVE: Final = 5_000
HISTORY: Final = 20_000
"""Lines of one batch. A case is concluded once a batch; of history nobody waits for the first."""
_BATCH_BYTES: Final = 64 * 1024 * 1024


class Load(NamedTuple):
    """What is loaded, and how: see ``hub ingest --help``."""

    files: tuple[Path, ...]
    department: str | None = None
    mapping: Path | None = None
    clock: str | None = None
    until: str | None = None
    defaults: bool = True
    policies: tuple[Path, ...] = ()
    title: str = "loading"


def run_load(client: Client, load: Load) -> Counts:
    """Send *load* to *client*; return what became of it."""
    client.ask("begin", defaults=load.defaults)
    for policy in load.policies:
        client.ask("publish", publications=read_publications(policy))
    clock = client.ask("clock", wanted=load.clock)
    if load.until is not None and clock == "wall":
        raise Failure("until-at-the-wall-clock")
    merged = Merged(_stated(load), sort=clock == "event")
    counts = Counts()
    with metered(load.title, len(merged)) as meter, client.followed(len(merged)):
        for batch in batches(merged, HISTORY if clock == "event" else LIVE):
            counts.add(client.accept(batch, clock))
            meter.advance(len(batch))
    client.ask("finish", clock=clock, until=load.until)
    return counts


def _stated(load: Load) -> Iterator[tuple[str | None, bytes]]:
    for path in load.files:
        yield from read_any(path, load.department, load.mapping)


def read_any(
    path: Path, department: str | None, mapping: Path | None
) -> Iterator[tuple[str | None, bytes]]:
    """Yield (department or None for the one the line names, bytes) of a file of any kind."""
    if mapping is not None:
        yield from mapped.read(path, mapping, department)
    elif is_table(path):
        raise Failure("mapping-needed", path=path)
    else:
        for line in read_lines(path):
            yield department, line


def addressed(raws: Iterable[tuple[str | None, bytes]]) -> Iterator[Raw]:
    """Yield *raws* with the department each line names where none is stated."""
    for department, raw in raws:
        yield department or peek(raw).department or UNKNOWN, raw


def batches(raws: Iterable[Raw], lines: int) -> Iterator[Sequence[Raw]]:
    """Cut *raws* into batches of at most *lines* and about 64 MiB."""
    raws = iter(raws)
    while batch := list(_some(raws, lines)):
        yield batch


def _some(raws: Iterator[Raw], lines: int) -> Iterator[Raw]:
    size = 0
    for raw in islice(raws, lines):
        yield raw
        size += len(raw[1])
        if size > _BATCH_BYTES:
            return
