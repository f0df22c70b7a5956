"""The benchmarks run: the hub's own worker and projector, small enough for every test run."""

from __future__ import annotations

from pathlib import Path

from bench.detectors import measured
from bench.jobs import JOBS
from bench.journal import journal
from bench.lab import Lab
from bench.projector import measure
from bench.race import run
from tests.distributed.kafka_log import KafkaLog
from tests.support.clickhouse import Server


def test_a_worker_runs_its_race_to_the_end(hub_log: KafkaLog, tmp_path: Path) -> None:
    """Speed is measured elsewhere; here only that a figure comes out, and none beyond belief."""
    lab = Lab(hub_log.bootstrap, tmp_path)
    log = 10 * list(journal(1, 1_000))
    lab.publish(log)
    alone = measured(log, len(log), JOBS["host"].build)

    raced = run(lab, "hub", "host")

    assert 0 < raced.events <= hub_log.count("journal.visits", "journal.cases")
    assert 0.01 < raced.per_cpu_second / (alone.events / alone.seconds)


def test_the_projector_and_the_bare_insert_write_the_same_rows(
    hub_log: KafkaLog, clickhouse_server: Server
) -> None:
    """Only that both come to the end, and that neither figure is beyond belief."""
    log = list(journal(1, 600))
    hub_log.publish(log)

    ratio = measure(hub_log.bootstrap, clickhouse_server, log, rounds=1, batch=200)

    assert 0 < ratio.projector
    assert 0.02 < ratio.cpu < 2
