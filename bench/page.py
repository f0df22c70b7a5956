"""``docs/benchmarks.md``: the figures as a page. Words that stay are in ``benchmarks.words.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

WORDS: Final = Path(__file__).with_name("benchmarks.words.md")
_PLACE: Final = "<!-- figures -->"
_OURS: Final = "hub"


def render(results: Mapping[str, Any]) -> str:
    """Return the page of *results*, as ``bench.__main__`` gathers them."""
    figures = "\n".join(_figures(results))
    return WORDS.read_text(encoding="utf-8").replace(_PLACE, figures)


def _figures(results: Mapping[str, Any]) -> Iterator[str]:
    yield f"Measured on {results['machine']}; {results['when']}."
    if results["load"] > results["cores"] / 2:
        yield (
            f"**The machine was not ours alone** (load {results['load']:.1f} before the start): "
            "wall seconds are worth little here, CPU seconds much."
        )
    for job, words in (("detectors", "all detectors"), ("host", "next to no detectors")):
        if runs := [run for run in results["runs"] if run["job"] == job]:
            yield from _race(job, words, runs, results)
    yield from _others(results)


def _race(
    job: str, words: str, runs: Sequence[Mapping[str, Any]], results: Mapping[str, Any]
) -> Iterator[str]:
    own = results["detectors_us"] if job == "detectors" else None
    yield f"\n### {words.capitalize()}\n"
    yield (
        "| | events/s, median (least–most) | per CPU-second, median (least–most) | CPU µs/event |"
        + (" of it the host's |" if own else "")
    )
    yield "|---|---|---|---|" + ("---|" if own else "")
    for name in dict.fromkeys(run["contender"] for run in runs):
        mine = [run for run in runs if run["contender"] == name]
        wall = [run["events"] / run["seconds"] for run in mine]
        cpu = [run["events"] / run["cpu"] for run in mine]
        spent = 1e6 / median(cpu)
        host = f" {spent - own:,.0f} |" if own else ""
        yield f"| {name} | {_spread(wall)} | {_spread(cpu)} | {spent:,.0f} |{host}"
    yield ""
    yield from _ratios(runs)
    yield f"\n![{words}](benchmarks/{job}.svg)"


def _ratios(runs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    rates = {
        name: median(r["events"] / r["cpu"] for r in runs if r["contender"] == name)
        for name in dict.fromkeys(run["contender"] for run in runs)
    }
    ours = rates.pop(_OURS, None)
    if ours:
        told = ", ".join(f"{ours / rate:.2f} × {name}" for name, rate in rates.items())
        yield f"The hub per CPU-second: {told}."


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):,.0f} ({min(values):,.0f}–{max(values):,.0f})"


def _others(results: Mapping[str, Any]) -> Iterator[str]:
    if not results["others"]:
        return
    yield "\n### The rest\n"
    yield "| what | figure |\n|---|---|"
    rows: Iterable[tuple[str, str]] = results["others"]
    for what, figure in rows:
        yield f"| {what} | {figure} |"
