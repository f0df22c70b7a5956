"""What the page says of the runs of everything at once."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any

Line = Mapping[str, Any]


def everything_told(runs: list[Line]) -> str:
    """Return a sentence for each of *runs* about events, pages, alerts and recovery."""
    return "\n\n".join(map(_one, runs))


def _one(run: Line) -> str:
    return " ".join((_events(run), _pages(run), _alerts(run), _recovery(run)))


def _events(run: Line) -> str:
    return (
        f"Everything at once: {run['everything']} minutes of a city ({run['city']}; "
        f"{run['registered']} events register it, then {run['rate']} a second), "
        f"{len(run['faults'])} faults; {run['acknowledged']} events "
        f"acknowledged, {run['poison']} of them poison; lost {run['lost']}, twice {run['twice']}, "
        f"otherwise wrong {run['wrong'] - sum(_of_pages(run).values())}."
    )


def _of_pages(run: Line) -> dict[str, int]:
    """Return how many pages failed, by how."""
    return {code: count for code, count in run["codes"].items() if code.startswith("page-")}


def _pages(run: Line) -> str:
    pages, long = run["pages"], _of_pages(run).get("page-unreached", 0)
    return (
        f"A person asked for {pages['asked']} pages: {pages['shown']} shown (median "
        f"{pages['median_s']:.1f} s, 95 of 100 within {pages['p95_s']:.1f} s, slowest "
        f"{pages['slowest_s']:.1f} s), {pages['told']} told in words that they cannot answer now, "
        f"{pages['unreached']} not reached while the gateway was taken away ({long} of them after "
        "longer than it may take), "
        f"{pages['wrong'] + pages['late']} failed."
    )


def _alerts(run: Line) -> str:
    codes = run["codes"]
    missing = codes.get("alert-missing", 0) + codes.get("alert-unlogged", 0)
    return f"Alerts: {run['alerts']} told, {codes.get('alert-twice', 0)} twice, {missing} missing."


def _recovery(run: Line) -> str:
    times = {one["fault"]: one["recovered_s"] for one in run["faults"] if one["recovered_s"]}
    if not times:
        return f"SEED={run['seed']}."
    worst = max(times, key=times.__getitem__)
    never = len(run["faults"]) - len(times)
    return (
        f"After a fault was given back the hub had caught up within {median(times.values()):.0f} s "
        f"(median), at worst {times[worst]:.0f} s ({worst}); {never} not before the end of the "
        f"load; at rest {run['rested_s']:.0f} s after the last event. SEED={run['seed']}."
    )
