"""
What every command of ``bench.faults`` does alike: options, a scratch folder, a line for the record.

A seed that is not given is drawn and printed, so that a run can be made again. The exit code says
whether the accounts of the line balance.
"""

from __future__ import annotations

import argparse
import logging
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson

from bench.faults.record import RECORD, append

KINDS: Final = ("lost", "twice", "wrong")
"""What may be wrong with a line: how much was lost, came twice, or is otherwise wrong."""
_SEEDS: Final = 1_000_000_000


def arguments(name: str, about: str | None, **counts: int) -> argparse.ArgumentParser:
    """Return the parser of ``bench.faults.<name>``; *counts*: its whole numbers and defaults."""
    parser = argparse.ArgumentParser(prog=f"python -m bench.faults.{name}", description=about)
    for count, usual in counts.items():
        parser.add_argument(f"--{count}", type=int, default=usual)
    parser.add_argument("--seed", type=int, default=0, help="a fresh one without")
    parser.add_argument("--record", type=Path, default=RECORD)
    return parser


def given(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """Return what was asked for on the command line, with a seed; the log goes to the terminal."""
    asked = parser.parse_args()
    asked.seed = asked.seed or secrets.randbelow(_SEEDS)
    to_terminal()
    print(f"SEED={asked.seed}", flush=True)
    return asked


def to_terminal() -> None:
    """Let what the run says of itself be seen, and not what its clients say of lost brokers."""
    logging.basicConfig(level=logging.INFO, format="  %(message)s")
    logging.getLogger("kafka").setLevel(logging.CRITICAL)


@contextmanager
def scratch(name: str, *rooms: str, inside: str | None = None) -> Iterator[Path]:
    """Give an empty folder with *rooms* in it while the body runs."""
    folder = Path(tempfile.mkdtemp(prefix=f"hub-{name}-", dir=inside))
    for room in rooms:
        (folder / room).mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def line_of(seed: int, began: float) -> dict[str, Any]:
    """Return how a line of the record begins; *began*: at which second of the monotonic clock."""
    return {
        "seed": seed,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - began, 1),
    }


def faults_of(line: Mapping[str, Any]) -> int:
    """Return how much is wrong with *line*; 0: its accounts balance."""
    return sum(line[kind] for kind in KINDS)


def told(line: Mapping[str, Any], record: Path, **shorter: Any) -> int:
    """Append *line* to *record* and print it, *shorter* in places; return the exit code."""
    append(record, line)
    print(orjson.dumps({**line, **shorter}).decode(), flush=True)
    return 1 if faults_of(line) else 0
