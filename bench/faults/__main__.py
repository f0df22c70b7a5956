"""``python -m bench.faults``: run the campaign, print each run, append it to the record."""

from __future__ import annotations

import argparse
import logging
import secrets
import shutil
import signal
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any, Final

import orjson

from bench.faults.faults import unmade
from bench.faults.lab import Lab, open_lab
from bench.faults.record import RECORD, append
from bench.faults.run import Plan, draw_plan, makeable, run

_EVENTS: Final = {True: 8_500, False: 20_000}
"""How many events a short run sends, and a long one."""


def main() -> int:
    """Return 0 when the accounts of every run balanced (a broken build: when one did not)."""
    asked = _arguments()
    logging.basicConfig(level=logging.INFO, format="  %(message)s")
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="hub-faults-"))
    try:
        with open_lab(folder) as lab:
            for name, reason in unmade(lab).items():
                print(f"not made here: {name}: {reason}")
            found = _runs(lab, asked, folder)
    finally:
        if asked.keep:
            print(f"kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    if asked.broken:
        print(f"{asked.broken}: {'caught in run ' + str(found) if found else 'NOT caught'}")
        return 0 if found else 1
    return 1 if found else 0


def _runs(lab: Lab, asked: argparse.Namespace, folder: Path) -> int:
    """Run them; return the number of the first whose accounts did not balance, or 0."""
    first = done = 0
    for number in range(1, asked.runs + 1):
        seed = (asked.seed + number - 1) if asked.seed else secrets.randbelow(1_000_000_000)
        events = asked.events or _EVENTS[asked.short]
        plan = draw_plan(seed, asked.short, events, asked.only or makeable(lab))
        print(f"run {number}: SEED={seed}", flush=True)
        line = _line(lab, plan, folder / f"run-{number}", asked)
        if line is None or (restless(line) and not asked.broken):  # the machine may be at fault
            line = _line(lab, plan, folder / f"run-{number}-again", asked)
        if line is None:
            continue
        done += 1
        wrong = line["lost"] + line["twice"] + line["wrong"]
        first = first or (number if wrong else 0)
        if wrong and asked.broken:
            break
    print(f"{done} of {asked.runs} runs ended; {'all accounts balance' if not first else 'WRONG'}")
    if not done:
        raise SystemExit("the lab could not carry out a single run")
    return first


def _line(lab: Lab, plan: Plan, inside: Path, asked: argparse.Namespace) -> dict[str, Any] | None:
    """Return the line of a run, printed and kept; None when it could not be carried out."""
    inside.mkdir()
    try:
        line = run(lab, plan, inside, asked.broken)
    except Exception:  # noqa: BLE001 - the next run may do
        print(f"SEED={plan.seed} was not carried out:\n{traceback.format_exc()}", flush=True)
        return None
    if asked.broken:
        line["broken"] = asked.broken
    if asked.record:
        append(asked.record, line)
    _tell(line)
    if not line["lost"] + line["twice"] + line["wrong"]:
        shutil.rmtree(inside, ignore_errors=True)
    return line


def restless(line: dict[str, Any]) -> bool:
    """Tell whether the hub of *line* only took too long to come to rest: nothing was balanced."""
    return [problem["code"] for problem in line["problems"]] == ["not-settled"]


def _tell(line: dict[str, Any]) -> None:
    print(orjson.dumps(line).decode(), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--runs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0, help="of the first run; fresh ones without")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--events", type=int, default=0)
    parser.add_argument("--only", action="append", help="draw from these faults alone")
    parser.add_argument("--broken", default="", choices=("", "commit-first", "state-first"))
    parser.add_argument("--keep", action="store_true", help="keep the files of failed runs")
    parser.add_argument("--record", type=Path, default=RECORD)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
