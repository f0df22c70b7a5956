"""
Changed inputs in chunks, each drawn from the seed and its number, judged by several processes.

How many processes there are changes nothing of what is judged.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from random import Random
from typing import Final, NamedTuple

from bench.fuzz.messages import seeds
from bench.fuzz.mutation import mutated
from bench.fuzz.probe import SIGNER, Probe, Wrong

CHUNK: Final = 20_000


class Judged(NamedTuple):
    """What a chunk came to; ``slowest`` in ms of CPU per started megabyte."""

    inputs: int
    cpu_s: float
    slowest: float
    outcomes: dict[str, int]
    wrong: list[Wrong]


def chunks(inputs: int, seed: int, processes: int, size: int = CHUNK) -> Iterator[Judged]:
    """Yield what became of each chunk, as it is done."""
    sizes = [min(size, inputs - start) for start in range(0, inputs, size)]
    if processes == 1 or len(sizes) == 1:
        yield from (judged(f"{seed} {number}", count) for number, count in enumerate(sizes))
        return
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _ignore_interrupts)
    try:
        work = [pool.submit(judged, f"{seed} {n}", count) for n, count in enumerate(sizes)]
        yield from (one.result() for one in as_completed(work))
    finally:
        pool.shutdown(cancel_futures=True)


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def judged(seed: str, inputs: int) -> Judged:
    """Judge *inputs* examples changed by *seed*."""
    rng, probe, begun = Random(seed), Probe(), time.process_time()
    known = seeds(SIGNER)
    for _ in range(inputs):
        probe.check(mutated(rng, known))
    seconds = time.process_time() - begun
    return Judged(inputs, seconds, probe.slowest, dict(probe.outcomes), probe.wrong)
