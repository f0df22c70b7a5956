"""
``python -m bench.fuzz.guided RUNS SEED REPORT CORPUS``: inputs guided by the code they reach.

A process of its own, since atheris instruments what it imports and never gives control back:
what was found is written to REPORT as it goes. Needs atheris on the path.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any, Final

import orjson

_EVERY: Final = 1000


def main() -> None:
    """Fuzz until RUNS inputs were judged."""
    atheris: Any = importlib.import_module("atheris")
    runs, seed, report, corpus = sys.argv[1:5]
    with atheris.instrument_imports(include=["events"]):
        messages: Any = importlib.import_module("bench.fuzz.messages")
        probing: Any = importlib.import_module("bench.fuzz.probe")
    for number, data in enumerate(messages.seeds(probing.SIGNER)):
        (Path(corpus) / f"seed-{number}").write_bytes(data)
    probe = probing.Probe()
    count = 0

    def write() -> None:
        said = {"inputs": count, "slowest": probe.slowest, "outcomes": dict(probe.outcomes)}
        wrong = [[one.what, one.detail, one.data.hex()] for one in probe.wrong[:100]]
        Path(report).write_bytes(orjson.dumps(said | {"wrong": wrong}))

    def one(data: bytes) -> None:
        nonlocal count
        count += 1
        probe.check(data)
        if count in (int(runs), _EVERY * (count // _EVERY)):
            write()

    options = [f"-runs={runs}", f"-seed={seed}", "-max_len=65536", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *options, corpus], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
