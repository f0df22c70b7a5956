"""
``docs/scale.md`` from the figures: what is measured goes into the plan, the plan is worked anew.

    python -m bench.scale [FIGURES…]

``bench/scale.words.md`` holds the words; a name in braces with a dollar is a figure of
``docs/benchmarks.json`` or follows from it. FIGURES are JSON documents as ``bench.memory``,
``bench.hot_keys`` and ``bench.replay`` print them with ``--json``: they are kept in
``benchmarks.json`` under ``core``. ``python -m bench`` writes the page too.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path
from statistics import median
from string import Template
from typing import Any, Final

WORDS: Final = Path(__file__).with_name("scale.words.md")
DOCS: Final = Path(__file__).parents[1] / "docs"
JSON: Final = DOCS / "benchmarks.json"
BUSY: Final = 0.6
"""How busy a worker may be at the peak."""
EVENTS: Final = {"county": 1_100_000, "province": 150_000_000, "country": 3_100_000_000}
"""Events a year: the plan's assumptions."""
PEAKS: Final = {"county": 20, "province": 1_000, "country": 20_000}
"""Events a second at the design peak."""
_SPARE: Final = {"county": 1, "province": 2, "country": 1}
"""Workers there are at least: in a province one is there for when the other fails."""
_UNITS: Final = (
    ("day", 86_400, 2.0),
    ("hour", 3_600, 1.5),
    ("minute", 60, 1.5),
    ("second", 1, 0.0),
)


def render(results: Mapping[str, Any]) -> str:
    """Return the page of *results*, as ``bench.__main__`` gathers them."""
    words = Template(WORDS.read_text(encoding="utf-8"))
    return words.substitute({**_measured(results), **_planned(results)})


def write(results: Mapping[str, Any]) -> None:
    (DOCS / "scale.md").write_text(render(results), encoding="utf-8")


def _rate(results: Mapping[str, Any]) -> float:
    """Return the events that a worker takes per CPU-second, all detectors."""
    runs = [one for one in results["runs"] if one["contender"] == "hub"]
    return float(median(r["events"] / r["cpu"] for r in runs if r["job"] == "detectors"))


def _measured(results: Mapping[str, Any]) -> dict[str, str]:
    core = results["core"]
    return {
        "rate": _round(_rate(results)),
        "rate_detectors": _round(1e6 / results["detectors_us"]),
        "party_kb": f"{core['bytes_per_party'] / 1000:.2g}",
        "case_kb": f"{core['bytes_per_open_case'] / 1000:.2g}",
    }


def _planned(results: Mapping[str, Any]) -> dict[str, str]:
    planned: dict[str, str] = {}
    for place, events in EVENTS.items():
        workers = _workers(PEAKS[place], _rate(results))
        replay_s = events * results["detectors_us"] / 1e6
        planned[f"workers_{place}"] = str(workers)
        planned[f"replay_{place}"] = _duration(replay_s)
        planned[f"replay_{place}_shared"] = _duration(replay_s / max(workers, _SPARE[place]))
    return planned


def _workers(peak: int, rate: float) -> int:
    return ceil(peak / (rate * BUSY))


def _round(rate: float) -> str:
    """Return *rate* as a person says it: two digits, thousands apart."""
    digits = len(str(int(rate))) - 2
    return f"{int(round(rate, -digits)):,}".replace(",", " ")


def _duration(seconds: float) -> str:
    name, length = next((name, s) for name, s, least in _UNITS if seconds >= s * least)
    count = max(round(seconds / length), 1)
    return f"{count} {name}{'s' * (count != 1)}"


def main(words: Sequence[str]) -> int:
    results = json.loads(JSON.read_text(encoding="utf-8"))
    core = results.setdefault("core", {})
    for path in words:
        core |= json.loads(Path(path).read_text(encoding="utf-8"))
    JSON.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    write(results)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
