"""
One merged load by event time: many files, in any order, read back as one ordered stream.

The lines are spooled once to a temporary file, with only (time, place) of each in memory
(about 40 bytes a line), sorted, and read back in order. The sort is stable, so what a
department sent first stays first. A line whose time cannot be read keeps its place after
its predecessor: intake refuses it there.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO

from events.instant import Instant
from hub.loading.files import UNKNOWN, Raw, peek


class Merged:
    """The lines of a load, sorted by event time."""

    def __init__(self, raws: Iterable[tuple[str | None, bytes]], sort: bool = True) -> None:
        """
        Spool *raws*: (department, or None for the one the line names; bytes), in file order.

        *sort* False keeps that order: live input is taken as it came.
        """
        self._sort = sort
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - lives as long as the load
        self._times = array("q")
        self._starts = array("Q", [0])
        self._departments: list[str] = []
        self._spool(raws)

    def _spool(self, raws: Iterable[tuple[str | None, bytes]]) -> None:
        names: dict[str, str] = {}
        time = Instant(0)
        start = 0
        for stated, raw in raws:
            seen = peek(raw)
            time = time if seen.time is None else seen.time
            name = stated or seen.department or UNKNOWN
            start += self._file.write(raw)
            self._times.append(time)
            self._starts.append(start)
            self._departments.append(names.setdefault(name, name))

    def __len__(self) -> int:
        return len(self._times)

    def __iter__(self) -> Iterator[Raw]:
        places: Iterable[int] = range(len(self))
        if self._sort:
            places = sorted(places, key=self._times.__getitem__)
        for place in places:
            start, stop = self._starts[place], self._starts[place + 1]
            self._file.seek(start)
            yield self._departments[place], self._file.read(stop - start)
