"""
The common shape of a measurement: a function gives figures, ``tell`` prints them.

Figures are plain numbers by name, the unit at the end of the name (``_s``, ``_us``, ``_bytes``,
``per_s``). CPU seconds are of this process and of the children it has waited for, so that a
busy machine shows in the wall clock alone.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import orjson

Figures = Mapping[str, Any]


def cpu_s() -> float:
    """Return the CPU seconds spent so far, children that have ended included."""
    return sum(os.times()[:4])


class Stopwatch:
    """Wall and CPU seconds since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), cpu_s()

    def read(self) -> tuple[float, float]:
        """Return (wall, CPU) seconds."""
        return time.perf_counter() - self._wall, cpu_s() - self._cpu


def tell(measure: Callable[..., Figures], arguments: Sequence[str], **defaults: int) -> None:
    """Print the figures of *measure* called with *defaults*, as the command line changes them."""
    parser = argparse.ArgumentParser(description=measure.__doc__)
    for name, value in defaults.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--json", action="store_true")
    given = vars(parser.parse_args(arguments))
    as_json = given.pop("json")
    found = measure(**given)
    if as_json:
        sys.stdout.write(orjson.dumps(found).decode() + "\n")
    else:
        sys.stdout.writelines(f"{name:32} {_text(value)}\n" for name, value in found.items())


def _text(value: Any) -> str:
    return f"{value:,.3f}" if isinstance(value, float) else str(value)


def tell_rows(rows: Iterable[Figures], *, as_json: bool) -> None:
    """Print each of *rows* as it comes, or all of them as one JSON document."""
    kept = []
    for row in rows:
        kept.append(row)
        if not as_json:
            print(", ".join(f"{name} {value:,}" for name, value in row.items()), flush=True)
    if as_json:
        sys.stdout.buffer.write(orjson.dumps(kept) + b"\n")
