"""What a run of everything at once is drawn to be: a city's year, and a fault for each minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Final, NamedTuple

from bench.faults import breaking
from bench.faults.breaking import Fault
from bench.faults.faults import FAULTS
from bench.faults.load import Sent, draw_city, read, spoilt
from hub.simulate import JINHUA, START, simulate
from hub.simulation.writing import at

ALL: Final[Mapping[str, Fault]] = {
    **FAULTS,
    "kill -9 gateway": breaking.killed("gateway"),
    "SIGSTOP gateway": breaking.paused("gateway"),
}
"""The faults of the campaign, and those of the gateway."""
MINUTE_S: Final = 60.0
_CITY: Final = replace(JINHUA, programme=replace(JINHUA.programme, officers=4_000))
"""Jinhua's city with a tenth of its officers: each of them goes to every partition."""
_YEAR_MIN: Final = 30
_WITHIN_S: Final = 10.0
"""A fault begins in the first seconds of its minute, unless the one before still lasts."""


class Plan(NamedTuple):
    """``events``: of a smaller city; 0: Jinhua's. ``faults``: (second, name), one a minute."""

    seed: int
    minutes: int
    events: int
    faults: tuple[tuple[float, str], ...]


def draw_plan(seed: int, minutes: int, events: int, makeable: list[str]) -> Plan:
    """Return the plan of *seed*: each fault once before any comes again."""
    draw = Random(f"everything {seed}")
    names: list[str] = []
    while len(names) < minutes:
        names += draw.sample(makeable, len(makeable))
    times = [MINUTE_S * n + draw.uniform(0, _WITHIN_S) for n in range(minutes)]
    return Plan(seed, minutes, events, tuple(zip(times, names, strict=False)))


def draw_loads(plan: Plan, draw: Random) -> tuple[list[Sent], list[Sent]]:
    """
    Return what is registered before the year begins, and what comes then, in its order.

    Half an hour has the whole year; a shorter run the beginning of it, at the same rate.
    """
    lines = draw_city(plan.events, draw) if plan.events else simulate(_CITY).lines()
    city = [read(line) for line in lines]
    first = at(START, 0)
    base = [one for one in city if one.time < first]
    living = spoilt([one for one in city if one.time >= first], draw)
    return base, living[: len(living) * min(plan.minutes, _YEAR_MIN) // _YEAR_MIN]
