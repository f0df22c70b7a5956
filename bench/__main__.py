"""
``python -m bench``: run the benchmarks and write ``docs/benchmarks.md``, its JSON and plots.

``--only`` names parts: race, host, workers, latency, visible, recovery, projector. What is not
run is kept from the last JSON, so one part can be measured again alone.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench import detectors, latency, machine, page, projector, recovery, scale, visible
from bench.journal import journal
from bench.lab import CONTENDERS, Lab, laboratory
from bench.race import Run, race, run

DOCS: Final = Path(__file__).parents[1] / "docs"
JSON: Final = DOCS / "benchmarks.json"
THEIRS: Final = Path(__file__).parents[1] / ".venv-bench" / "bin" / "python"
HOST_TIMES: Final = 10
Results = dict[str, Any]


def main(words: Sequence[str] | None = None) -> int:
    chosen = _parser().parse_args(words)
    results = _before()
    results |= {
        "machine": machine.line(),
        "load": machine.load(),
        "cores": os.cpu_count(),
        "when": f"{datetime.now(UTC):%B %Y}",
    }
    parts = [name for name in PARTS if not chosen.only or name in chosen.only]
    with laboratory(chosen.python) as lab:
        if {"race", "host", "workers"} & set(parts):
            log = list(journal(chosen.seed, chosen.events))
            lab.publish(log)
            if "race" in parts:
                results["detectors_us"] = _detectors_us(log, chosen.events)
        for name in parts:
            PARTS[name](lab, chosen, results)
            _write(results, chosen.python)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=int, default=2_000, help="events/s of the latency parts")
    parser.add_argument("--latency-workers", type=int, default=1, help="who find, of latency")
    parser.add_argument("--seconds", type=float, default=30, help="of the latency parts")
    parser.add_argument("--keys", type=int, default=1_000_000, help="of the recovery")
    parser.add_argument("--contenders", nargs="*", default=list(CONTENDERS), choices=CONTENDERS)
    parser.add_argument("--only", nargs="*", default=[], choices=list(PARTS))
    parser.add_argument("--python", default=str(THEIRS), help="interpreter of the other contenders")
    return parser


def _before() -> Results:
    if JSON.exists():
        found: Results = json.loads(JSON.read_text(encoding="utf-8"))
        return found
    return {"runs": [], "others": [], "detectors_us": 0.0, "core": {}}


def _detectors_us(log: Any, count: int) -> float:
    cost = detectors.measured(log, count)
    return cost.seconds / cost.events * 1e6


def _race(lab: Lab, chosen: argparse.Namespace, results: Results) -> None:
    _keep_runs(results, race(lab, "detectors", chosen.contenders, chosen.rounds))


def _host(lab: Lab, chosen: argparse.Namespace, results: Results) -> None:
    log = list(journal(chosen.seed, chosen.events))
    for _ in range(HOST_TIMES - 1):  # counting is so quick that a second would be noise
        lab.publish(log)
    _keep_runs(results, race(lab, "host", chosen.contenders, chosen.rounds))


def _keep_runs(results: Results, runs: list[Run]) -> None:
    jobs = {one.job for one in runs}
    others = [one for one in results["runs"] if one["job"] not in jobs]
    results["runs"] = others + [one._asdict() for one in runs]


def _workers(lab: Lab, chosen: argparse.Namespace, results: Results) -> None:
    rates: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(chosen.rounds):
        for count, found in rates.items():
            found.append(run(lab, "hub", "detectors", count).per_cpu_second)
    ratio = median(rates[2]) / median(rates[1])
    _tell(results, "events per CPU-second, two workers against one", f"{ratio:.2f} ×")


def _latency(lab: Lab, chosen: argparse.Namespace, results: Results) -> None:
    count = chosen.latency_workers
    found = latency.measure(lab, chosen.seed, chosen.rate, chosen.seconds, workers=count)
    by = f"{count} workers" if count > 1 else "one worker"
    _tell(results, f"publish → finding on Kafka at {found.rate:,} events/s, {by}", _told(found))


def _visible(lab: Lab, chosen: argparse.Namespace, results: Results) -> None:
    found = visible.measure(lab, chosen.seed, chosen.rate, chosen.seconds)
    _tell(results, f"publish → row visible at {found.rate:,} events/s", _told(found))


def _recovery(lab: Lab, chosen: argparse.Namespace, results: Results) -> None:
    found = recovery.measure(lab, chosen.keys)
    what = f"kill -9 to the first commit of the next worker, {found.keys:,} keys"
    _tell(results, what, f"{found.seconds:.1f} s (a first start: {found.first:.1f} s)")


def _projector(_: Lab, chosen: argparse.Namespace, results: Results) -> None:
    found = projector.measured(chosen.seed, chosen.events, chosen.rounds)
    figure = (
        f"{found.projector:,.0f} of {found.bare:,.0f} rows/s: {found.wall:.2f} × "
        f"(per CPU-second of the client {found.cpu:.2f} ×)"
    )
    _tell(results, "projector, Kafka to ClickHouse, against a bare insert of its rows", figure)


def _told(found: latency.Latency) -> str:
    return (
        f"p50 {found.p50:,.0f} ms, p99 {found.p99:,.0f} ms, most {found.most:,.0f} ms "
        f"({found.findings:,} measured; {found.reached:,.0f}/s reached)"
    )


def _tell(results: Results, what: str, figure: str) -> None:
    results["others"] = [row for row in results["others"] if row[0] != what] + [[what, figure]]
    print(f"{what}: {figure}", file=sys.stderr)


def _write(results: Results, python: str) -> None:
    JSON.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (DOCS / "benchmarks.md").write_text(page.render(results), encoding="utf-8")
    scale.write(results)
    plots = [python, "-m", "bench.plots", str(JSON), str(DOCS / "benchmarks")]
    subprocess.run(plots, check=True, cwd=DOCS.parent)


PARTS: Final[dict[str, Callable[[Lab, argparse.Namespace, Results], None]]] = {
    "race": _race,
    "host": _host,
    "workers": _workers,
    "latency": _latency,
    "visible": _visible,
    "recovery": _recovery,
    "projector": _projector,
}


if __name__ == "__main__":
    sys.exit(main())
