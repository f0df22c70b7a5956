"""
A race: every contender folds the same journal, in turn, several times over.

A run is measured between two commits of its group: the first that covers the warm-up share of
the journal, and the one that covers everything, derived topics included. So starting Python,
joining the group and the first slow second are in nobody's figure.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import Final, NamedTuple

from bench.lab import LOOK_S, Lab, Sample, Watch, new_group
from events import topics
from tests.support.daemon import Process

WARM: Final = 0.1
PATIENCE_S: Final = 600.0


class Run(NamedTuple):
    """``events``: of the journal, folded in ``seconds`` of wall and ``cpu`` seconds of process."""

    contender: str
    job: str
    events: int
    seconds: float
    cpu: float
    memory: int

    @property
    def per_second(self) -> float:
        return self.events / self.seconds

    @property
    def per_cpu_second(self) -> float:
        return self.events / self.cpu


def race(lab: Lab, job: str, contenders: Sequence[str], rounds: int) -> list[Run]:
    """Return *rounds* runs of each contender, alternating; each is told when it is over."""
    return [_told(run(lab, contender, job)) for _ in range(rounds) for contender in contenders]


def _told(run: Run) -> Run:
    rates = f"{run.per_second:,.0f} events/s, {run.per_cpu_second:,.0f} per CPU-second"
    print(f"{run.contender}, {run.job}: {rates}", file=sys.stderr, flush=True)
    return run


def run(lab: Lab, contender: str, job: str, workers: int = 1) -> Run:
    """
    Return one run of *contender* with *workers* processes over fresh topics.

    Raises:
        TimeoutError: it was not done in time; RuntimeError: it ended before it was done.
    """
    lab.fresh()
    group = new_group(contender)
    processes = [lab.start(contender, group, job) for _ in range(workers)]
    watch = Watch(lab, group, job)
    try:
        return _measure(watch, processes, contender, job)
    finally:
        watch.close()
        for process in processes:
            process.kill()


def _measure(watch: Watch, processes: list[Process], contender: str, job: str) -> Run:
    total = sum(end for at, end in watch.ends().items() if at.topic in topics.JOURNALS)
    samples, until = [Sample(time.monotonic(), 0, 0.0, 0)], time.monotonic() + PATIENCE_S
    while not (samples[-1].journal >= total and watch.is_done()):
        pids = [process.pid for process in processes if process.pid is not None]
        if len(pids) < len(processes) or time.monotonic() > until:
            words = processes[0]._log.read_text(errors="replace")[-2000:]  # noqa: SLF001
            raise RuntimeError(f"{contender} ended or stood still:\n{words}")
        time.sleep(LOOK_S)
        samples.append(watch.sample(pids))
    last = samples[-1]
    began = _warm(samples, total)
    events, seconds = last.journal - began.journal, last.at - began.at
    return Run(contender, job, events, seconds, last.cpu - began.cpu, last.memory)


def _warm(samples: list[Sample], total: int) -> Sample:
    """Return the first sample after the warm-up; the start, when all came with one commit."""
    warm = next(sample for sample in samples if sample.journal >= WARM * total)
    return warm if warm.journal < total else samples[0]
