"""The hub's own worker (``processors.app``), as ``hub worker`` starts it, over a job's topics."""

from __future__ import annotations

import sys

from bench.jobs import JOBS
from hub.garbage import in_pieces
from hub.ticks import build_tick
from processors.app import run
from processors.worker_settings import WorkerSettings

if __name__ == "__main__":
    brokers, group, name, _ = sys.argv[1:]
    job = JOBS[name]
    with in_pieces():
        run(WorkerSettings(brokers, job.topics, group=group), job.build, build_tick)
