"""
The table of the campaign, made from its record: ``python -m bench.faults.table`` writes it.

One line for each fault: in how many runs it was made, what those runs lost or had twice, and how
long the hub took, after everything was given back, until it had done all there was. Runs of
deliberately broken builds are told apart: there, being caught is the result.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Final

from bench.faults.command import KINDS, faults_of
from bench.faults.everything_told import Line, everything_told
from bench.faults.faults import FAULTS, strokes
from bench.faults.record import read
from tests.support.part import ROOT

PAGE: Final = ROOT / "docs" / "reliability.md"
BEGIN: Final = "<!-- made by python -m bench.faults.table -->"
END: Final = "<!-- end of what is made -->"


def table(lines: Iterable[Line]) -> str:
    """Return the made part of the page for the *lines* of the record."""
    lines = list(lines)
    whole = [line for line in lines if not _OTHERS.keys() & line.keys()]
    others = [_of_kind(lines, mark, told) for mark, told in _OTHERS.items()]
    parts = [_summary(whole), _faults(whole), _seeds(whole), *others, _failed(whole)]
    return "\n\n".join(part for part in parts if part)


def _of_kind(lines: list[Line], mark: str, told: Callable[[list[Line]], str]) -> str:
    runs = [line for line in lines if line.get(mark)]
    return told(runs) if runs else ""


def _sums(runs: list[Line], *keys: str) -> dict[str, int]:
    return {key: sum(run[key] for run in runs) for key in keys}


def _summary(runs: list[Line]) -> str:
    good = sum(not faults_of(run) for run in runs)
    events = sum(run.get("acknowledged", 0) for run in runs)
    made = [one["fault"] for run in runs for one in run["faults"]]
    alerts = sum(run.get("alerts", 0) for run in runs)
    return (
        f"{len(runs)} runs, {good} with balanced accounts; {len(made)} faults "
        f"({sum(map(strokes, made))} kills, pauses and cuts), "
        f"{events} events acknowledged to their publishers, {alerts} alerts told."
    )


def _faults(runs: list[Line]) -> str:
    rows = []
    for name in FAULTS:
        mine = [run for run in runs if any(one["fault"] == name for one in run["faults"])]
        times = [run["recovered_s"] for run in mine if "recovered_s" in run]
        told = f"{median(times):.0f} s, {max(times):.0f} s" if times else ""
        sums = _sums(mine, *KINDS).values() if mine else ("", "", "")
        rows.append([name, len(mine) or "", *sums, told])
    return _drawn(
        "fault | runs | lost | twice | otherwise wrong | recovered in (median, worst)", rows
    )


def _seeds(runs: list[Line]) -> str:
    return f"Seeds: {', '.join(str(run['seed']) for run in runs)}." if runs else ""


def _embedded(runs: list[Line]) -> str:
    return (
        "Embedded: `hub serve` killed {kills} times in {runs} runs, {acknowledged} events "
        "answered: lost {lost}, twice {twice}, otherwise wrong {wrong}."
    ).format(runs=len(runs), **_sums(runs, "kills", "acknowledged", *KINDS))


def _rotations(runs: list[Line]) -> str:
    told = _sums(runs, "rotations", "acknowledged")
    return (
        f"Three workers: {told['rotations']} rotations (stop, kill -9, join) in {len(runs)} runs, "
        f"{told['acknowledged']} events; findings that differ from one process's: "
        f"{sum(map(faults_of, runs))}. {_seeds(runs)}"
    )


def _stalled(runs: list[Line]) -> str:
    return (
        "Stalls: {cases} cases, {kills} kills, {planted} stalls planted, {lost} untold, "
        "{wrong} told wrongly. "
    ).format(**_sums(runs, "cases", "kills", "planted", "lost", "wrong")) + _seeds(runs)


def _past(runs: list[Line]) -> str:
    return (
        "The past: {told_log} of {edits} edits of the log told, {told_warehouse} of {edits} of the "
        "warehouse; {wrong} complaints of what was left alone. "
    ).format(**_sums(runs, "edits", "told_log", "told_warehouse", "wrong")) + _seeds(runs)


def _replays(runs: list[Line]) -> str:
    count, greatest = sum(run["replays"] for run in runs), max(run["events"] for run in runs)
    return (
        f"Replays: {count} of {len(runs)} logs of up to {greatest} events (as taken, by all cores, "
        "partitions mixed by chance); checksums that differ: "
        f"{sum(map(faults_of, runs))}. {_seeds(runs)}"
    )


def _upgrades(runs: list[Line]) -> str:
    rows = []
    for name, mine in _grouped(runs, "upgrade"):
        sums = _sums(mine, "acknowledged", *KINDS)
        rows.append([name, len(mine), *sums.values()])
    return _drawn("upgrade under load | runs | events | lost | twice | otherwise wrong", rows)


def _soak(runs: list[Line]) -> str:
    return "\n".join(
        f"Soak: {run['soak']} events in {run['seconds'] / 60:.0f} min{_live(run)}, "
        f"{run['behind_at_end']} behind at the end; memory after warm-up and at the end: "
        f"{_memory(run)}. SEED={run['seed']}."
        for run in runs
    )


def _live(run: Line) -> str:
    if "accepted" not in run:
        return ""
    return " ({accepted} accepted, {duplicate} sent twice, {findings} findings)".format_map(run)


def _memory(run: Line) -> str:
    return ", ".join(
        f"{name} {one['warm_mb']:.0f} → {one['end_mb']:.0f} MB ({one['growth_percent']:+.1f} %)"
        for name, one in run["parts"].items()
    )


def _broken(runs: list[Line]) -> str:
    rows = []
    for name, mine in _grouped(runs, "broken"):
        caught = next((number for number, run in enumerate(mine, 1) if faults_of(run)), 0)
        codes = sorted({one["code"] for run in mine for one in run["problems"]})
        rows.append([name, len(mine), caught or "not caught", ", ".join(codes)])
    return _drawn("broken build | runs | caught in run | by", rows)


def _grouped(runs: list[Line], mark: str) -> Iterator[tuple[str, list[Line]]]:
    for name in sorted({run[mark] for run in runs}):
        yield name, [run for run in runs if run[mark] == name]


def _drawn(head: str, rows: Iterable[Iterable[object]]) -> str:
    """Return a table of *rows* below *head*, whose columns are parted as those of a table."""
    lines = [" | ".join(map(str, row)) for row in rows]
    return "\n".join(f"| {line} |" for line in (head, *lines)).replace(
        f"{head} |", f"{head} |\n|{'---|' * len(head.split(' | '))}", 1
    )


_OTHERS: Final[Mapping[str, Callable[[list[Line]], str]]] = {
    "everything": everything_told,
    "embedded": _embedded,
    "rotations": _rotations,
    "stalled": _stalled,
    "past": _past,
    "replays": _replays,
    "upgrade": _upgrades,
    "soak": _soak,
    "broken": _broken,
}
"""By what marks them: what is told of runs of another kind."""


def _failed(runs: list[Line]) -> str:
    failed = [run for run in runs if faults_of(run)]
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
