"""
The table of the campaign, made from its record: ``python -m bench.faults.table`` writes it.

One line for each fault: in how many runs it was made, what those runs lost or had twice, and how
long the hub took, after everything was given back, until it had done all there was. Runs of
deliberately broken builds are told apart: there, being caught is the result.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.faults.faults import FAULTS, strokes
from bench.faults.record import read
from tests.support.part import ROOT

PAGE: Final = ROOT / "docs" / "reliability.md"
BEGIN: Final = "<!-- made by python -m bench.faults.table -->"
END: Final = "<!-- end of what is made -->"

Line = Mapping[str, Any]
_SPECIAL: Final = frozenset(
    {"broken", "embedded", "rotations", "stalled", "past", "replays", "upgrade", "soak"}
)
"""What marks a line of another kind than a run of the campaign."""


def table(lines: Iterable[Line]) -> str:
    """Return the made part of the page for the *lines* of the record."""
    lines = list(lines)
    whole = [line for line in lines if not _SPECIAL & line.keys()]
    others = [_embedded(lines), _rotations(lines), _stalled(lines), _past(lines)]
    others += [_replays(lines), _upgrades(lines), _soak(lines), _broken(lines)]
    parts = [_summary(whole), _faults(whole), _seeds(whole), *others, _failed(whole)]
    return "\n\n".join(part for part in parts if part)


def _summary(runs: list[Line]) -> str:
    good = sum(not _wrong(run) for run in runs)
    events = sum(run.get("acknowledged", 0) for run in runs)
    made = [one["fault"] for run in runs for one in run["faults"]]
    alerts = sum(run.get("alerts", 0) for run in runs)
    return (
        f"{len(runs)} runs, {good} with balanced accounts; {len(made)} faults "
        f"({sum(map(strokes, made))} kills, pauses and cuts), "
        f"{events} events acknowledged to their publishers, {alerts} alerts told."
    )


def _faults(runs: list[Line]) -> str:
    rows = [
        "| fault | runs | lost | twice | otherwise wrong | recovered in (median, worst) |",
        "|---|---|---|---|---|---|",
    ]
    for name in FAULTS:
        mine = [run for run in runs if any(one["fault"] == name for one in run["faults"])]
        times = [run["recovered_s"] for run in mine if "recovered_s" in run]
        told = f"{median(times):.0f} s, {max(times):.0f} s" if times else ""
        sums = [sum(run[key] for run in mine) if mine else "" for key in _KINDS]
        rows.append(f"| {name} | {len(mine) or ''} | {' | '.join(map(str, sums))} | {told} |")
    return "\n".join(rows)


_KINDS: Final = ("lost", "twice", "wrong")


def _wrong(run: Line) -> int:
    return sum(run[key] for key in _KINDS)


def _embedded(lines: list[Line]) -> str:
    runs = [line for line in lines if line.get("embedded")]
    if not runs:
        return ""
    kills, events = sum(run["kills"] for run in runs), sum(run["acknowledged"] for run in runs)
    sums = [sum(run[key] for run in runs) for key in _KINDS]
    return (
        f"Embedded: `hub serve` killed {kills} times in {len(runs)} runs, {events} events "
        "answered: "
        f"lost {sums[0]}, twice {sums[1]}, otherwise wrong {sums[2]}."
    )


def _seeds(runs: list[Line]) -> str:
    return f"Seeds: {', '.join(str(run['seed']) for run in runs)}." if runs else ""


def _rotations(lines: list[Line]) -> str:
    runs = [line for line in lines if "rotations" in line]
    if not runs:
        return ""
    count, events = sum(run["rotations"] for run in runs), sum(run["acknowledged"] for run in runs)
    return (
        f"Three workers: {count} rotations (stop, kill -9, join) in {len(runs)} runs, {events} "
        f"events; findings that differ from one process's: {sum(map(_wrong, runs))}. {_of(runs)}"
    )


def _stalled(lines: list[Line]) -> str:
    runs = [line for line in lines if line.get("stalled")]
    if not runs:
        return ""
    sums = {key: sum(run[key] for run in runs) for key in ("cases", "kills", "planted", "lost")}
    return (
        "Stalls: {cases} cases, {kills} kills, {planted} stalls planted, {lost} untold, ".format(
            **sums
        )
        + f"{sum(run['wrong'] for run in runs)} told wrongly. {_of(runs)}"
    )


def _past(lines: list[Line]) -> str:
    runs = [line for line in lines if line.get("past")]
    if not runs:
        return ""
    edits, told = (
        sum(run["edits"] for run in runs),
        [sum(run[key] for run in runs) for key in ("told_log", "told_warehouse")],
    )
    return (
        f"The past: {told[0]} of {edits} edits of the log told, {told[1]} of {edits} of the "
        f"warehouse; {sum(run['wrong'] for run in runs)} complaints of what was left alone. "
        f"{_of(runs)}"
    )


def _replays(lines: list[Line]) -> str:
    runs = [line for line in lines if line.get("replays")]
    if not runs:
        return ""
    count, greatest = sum(run["replays"] for run in runs), max(run["events"] for run in runs)
    return (
        f"Replays: {count} of {len(runs)} logs of up to {greatest} events (as taken, by all cores, "
        f"partitions mixed by chance); checksums that differ: {sum(map(_wrong, runs))}. {_of(runs)}"
    )


def _upgrades(lines: list[Line]) -> str:
    rows = ["| upgrade under load | runs | events | lost | twice | otherwise wrong |"]
    rows.append("|---|---|---|---|---|---|")
    for name in sorted({line["upgrade"] for line in lines if "upgrade" in line}):
        runs = [line for line in lines if line.get("upgrade") == name]
        sums = [sum(run[key] for run in runs) for key in ("acknowledged", *_KINDS)]
        rows.append(f"| {name} | {len(runs)} | {' | '.join(map(str, sums))} |")
    return "\n".join(rows) if len(rows) > 2 else ""


def _soak(lines: list[Line]) -> str:
    runs = [line for line in lines if "soak" in line]
    return "\n".join(
        f"Soak: {run['soak']} events in {run['seconds'] / 60:.0f} min, {run['behind_at_end']} "
        f"behind at the end; memory after warm-up and at the end: {_memory(run)}. "
        f"SEED={run['seed']}."
        for run in runs
    )


def _memory(run: Line) -> str:
    return ", ".join(
        f"{name} {one['warm_mb']:.0f} → {one['end_mb']:.0f} MB ({one['growth_percent']:+.1f} %)"
        for name, one in run["parts"].items()
    )


def _of(runs: list[Line]) -> str:
    return f"Seeds: {', '.join(str(run['seed']) for run in runs)}."


def _broken(lines: list[Line]) -> str:
    rows = ["| broken build | runs | caught in run | by |", "|---|---|---|---|"]
    names = sorted({line["broken"] for line in lines if "broken" in line})
    for name in names:
        runs = [line for line in lines if line.get("broken") == name]
        caught = next((number for number, run in enumerate(runs, 1) if _wrong(run)), 0)
        codes = sorted({one["code"] for run in runs for one in run["problems"]})
        rows.append(f"| {name} | {len(runs)} | {caught or 'not caught'} | {', '.join(codes)} |")
    return "\n".join(rows) if names else ""


def _failed(runs: list[Line]) -> str:
    failed = [run for run in runs if _wrong(run)]
    return "\n".join(
        f"- SEED={run['seed']}: {run['problems'][0]['code']} at {run['problems'][0]['where']}"
        for run in failed
    )


def written(page: str, made: str) -> str:
    """Return *page* with *made* between its marks."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{made}\n\n{END}{tail}"


def main(page: Path = PAGE) -> int:
    page.write_text(written(page.read_text(encoding="utf-8"), table(read())), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
