"""
The noise of a simulated city, as fixed data: ``noise.yaml``.

The rates were written down before any detector was tuned. ``rate`` and ``kinds`` read them by
name; ``tables`` writes them for docs/simulation.md, and a test holds the page to the data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from math import isclose
from random import Random
from typing import Any

import yaml

KINDS = "_kinds"
"""Sections with this ending are distributions: their rates add up to 1."""


@lru_cache(maxsize=1)
def _text() -> str:
    return files("hub.simulation").joinpath("noise.yaml").read_text("utf-8")


@lru_cache(maxsize=1)
def noise() -> Mapping[str, Mapping[str, float]]:
    """
    Return section → name → rate (or, where the name says so, minutes or a count per length).

    Raises:
        ValueError: the rates of a distribution do not add up to 1.
    """
    data: dict[str, Any] = yaml.safe_load(_text())
    sections = {name: values for name, values in data.items() if name != "version"}
    for name, values in sections.items():
        if name.endswith(KINDS) and not isclose(1, sum(values.values())):
            message = f"noise.yaml: {name} adds up to {sum(values.values())}: make it 1"
            raise ValueError(message)
    return sections


def rate(section: str, name: str) -> float:
    return noise()[section][name]


def happens(random: Random, section: str, name: str) -> bool:
    """Draw once whether what *name* is the rate of happens."""
    return random.random() < rate(section, name)


def kind(random: Random, section: str) -> str:
    """Draw one name of a distribution."""
    rates = noise()[section]
    return random.choices(list(rates), weights=list(rates.values()))[0]


def tables() -> str:
    """Return the rates as Markdown, a table per section, with the remarks of the file."""
    return "\n".join(_tables()) + "\n"


def _tables() -> Iterator[str]:
    for line in _text().splitlines():
        head, _, remark = (part.strip() for part in line.partition("#"))
        if not head or head.startswith("version"):
            continue
        name, _, value = (part.strip() for part in head.partition(":"))
        if value:
            yield f"| {name} | {value} | {remark} |"
        else:
            title = f"**{name}**" + (f": {remark}" if remark else "")
            yield from ("", title, "", "| name | rate | what |", "|---|---|---|")
