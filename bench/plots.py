"""
The plots of ``docs/benchmarks.md``: ``python -m bench.plots JSON FOLDER`` (needs matplotlib).

A bar per contender from nought to its median of events per CPU-second, with a mark for each run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from statistics import median
from typing import Any

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot as plt


def main(results: str, folder: str) -> None:
    runs = json.loads(Path(results).read_text(encoding="utf-8"))["runs"]
    Path(folder).mkdir(parents=True, exist_ok=True)
    mpl.rcParams["svg.hashsalt"] = "bench"  # the same figures give the same file
    for job in dict.fromkeys(run["job"] for run in runs):
        _draw([run for run in runs if run["job"] == job], Path(folder) / f"{job}.svg")


def _draw(runs: list[dict[str, Any]], to: Path) -> None:
    names = list(dict.fromkeys(run["contender"] for run in runs))
    rates = [[r["events"] / r["cpu"] for r in runs if r["contender"] == name] for name in names]
    figure, axes = plt.subplots(figsize=(7, 0.6 * len(names) + 1))
    axes.barh(names, [median(rate) for rate in rates], color=["#1b6e53", *["#b9c2c9"] * 9])
    for place, rate in enumerate(rates):
        axes.plot(rate, [place] * len(rate), "k|")
    axes.invert_yaxis()
    axes.set_xlabel("events per CPU-second of the process (bar: median, marks: runs)")
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(to, metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    main(*sys.argv[1:3])
