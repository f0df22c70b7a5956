"""
``python -m bench.fuzz``: fuzz intake, say what was wrong, append the run to the record.

Changed inputs are drawn in chunks, each from the seed and its number, and judged by several
processes: how many of them there are changes nothing of what is judged. One that is told to end
(Ctrl-C, SIGTERM) records the chunks that were done.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import orjson

from bench.fuzz.chunks import CHUNK, Judged, chunks
from bench.fuzz.probe import Wrong
from hub.output import metered

ROOT: Final = Path(__file__).parent.parent.parent
RECORD: Final = ROOT / "docs" / "fuzz.jsonl"
KEPT: Final = ROOT / "var" / "fuzz-wrong"


def main() -> int:
    """Return 0 when nothing was wrong."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    seed = asked.seed or secrets.randbelow(1_000_000_000)
    print(f"SEED={seed}", flush=True)
    wrong = _told(_changed(asked.inputs, seed, asked.processes), asked.record)
    if asked.plain:
        pass
    elif find_spec("atheris"):
        wrong += _told(_guided(asked.inputs, seed), asked.record)
    else:
        print("not made here: guided inputs, since atheris is not installed; own changes only")
    print(_altogether(asked.record))
    return 1 if wrong else 0


def _told(line: dict[str, Any], record: Path) -> int:
    """Print *line* and append it to *record*; return how much was wrong."""
    _tell(line)
    with record.open("ab") as file:
        file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
    return len(line["wrong"])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000, help="of each kind")
    parser.add_argument("--seed", type=int, default=0, help="0: a fresh one")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--plain", action="store_true", help="no guided inputs")
    parser.add_argument("--record", type=Path, default=RECORD)
    return parser.parse_args()


def _altogether(record: Path) -> str:
    """Return what all runs of *record* come to."""
    lines = [orjson.loads(line) for line in record.read_bytes().splitlines()]
    inputs, wrong = sum(one["inputs"] for one in lines), sum(len(one["wrong"]) for one in lines)
    slowest = max(one["slowest_ms_per_mb"] for one in lines)
    return f"on record: {inputs} inputs, {wrong} wrong, the slowest {slowest} ms per MB"


def _changed(inputs: int, seed: int, processes: int) -> dict[str, Any]:
    """Judge *inputs* examples changed by *seed*, a chunk at a time."""
    found, begun = list[Judged](), time.monotonic()
    try:
        with metered("changed", inputs) as meter:
            for one in chunks(inputs, seed, processes):
                found.append(one)
                meter.advance(one.inputs)
    except KeyboardInterrupt:
        print("told to end: what was judged is recorded", flush=True)
    outcomes: Counter[str] = Counter()
    for one in found:
        outcomes.update(one.outcomes)
    judged, cpu_s = sum(one.inputs for one in found), sum(one.cpu_s for one in found)
    slowest = max((one.slowest for one in found), default=0.0)
    wrong = [what for one in found for what in one.wrong]
    line = _line("changed", seed, judged, cpu_s, slowest, outcomes, wrong)
    return line | {"chunk": CHUNK, "seconds": round(time.monotonic() - begun, 1)}


def _guided(inputs: int, seed: int) -> dict[str, Any]:
    """Let atheris guide *inputs*, in a process of its own."""
    begun = os.times()
    with tempfile.TemporaryDirectory(prefix="hub-fuzz-") as folder:
        report, corpus = Path(folder, "report"), Path(folder, "corpus")
        corpus.mkdir()
        command = [sys.executable, "-m", "bench.fuzz.guided", str(inputs), str(seed)]
        done = subprocess.run(
            [*command, str(report), str(corpus)], cwd=ROOT, capture_output=True, check=False
        )
        if not report.exists():
            said = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            wrong = [Wrong("raised", f"the fuzzer ended: {said}", b"")]
            return _line("guided", seed, 0, 0.0, 0.0, {}, wrong)
        found = orjson.loads(report.read_bytes())
    seconds = os.times().children_user - begun.children_user
    wrong = [Wrong(what, detail, bytes.fromhex(data)) for what, detail, data in found["wrong"]]
    slowest, outcomes = found["slowest"], found["outcomes"]
    return _line("guided", seed, found["inputs"], seconds, slowest, outcomes, wrong)


def _line(
    kind: str,
    seed: int,
    inputs: int,
    seconds: float,
    slowest: float,
    outcomes: dict[str, int],
    wrong: list[Wrong],
) -> dict[str, Any]:
    for one in wrong[:100]:
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / one.name).write_bytes(one.data)
    return {
        "kind": kind,
        "seed": seed,
        "inputs": inputs,
        "cpu_s": round(seconds, 1),
        "slowest_ms_per_mb": round(slowest, 2),
        "outcomes": dict(sorted(outcomes.items())),
        "wrong": [{"what": one.what, "detail": one.detail, "kept": one.name} for one in wrong],
    }


def _tell(line: dict[str, Any]) -> None:
    print(
        f"{line['kind']}: {line['inputs']} inputs, {len(line['wrong'])} wrong, the slowest"
        f" {line['slowest_ms_per_mb']} ms per MB, {line['cpu_s']} s of CPU"
    )
    for one in line["wrong"][:10]:
        print(f"  {one['what']}: {one['detail']} (var/fuzz-wrong/{one['kept']})")


if __name__ == "__main__":
    sys.exit(main())
