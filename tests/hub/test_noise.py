"""The noise of a simulated city is fixed data, and the page that shows it says the same."""

from __future__ import annotations

from collections import Counter
from random import Random

from hub.simulation import noise
from tests.support.part import ROOT


def test_the_page_shows_the_rates_that_are_used() -> None:
    """A reader who judges a figure must see the noise it was measured with, not an older one."""
    page = (ROOT / "docs" / "simulation.md").read_text("utf-8")
    shown = page.partition("tests/hub/test_noise.py -->\n")[2].partition("\n<!-- end of noise")[0]

    assert noise.tables() == shown


def test_every_rate_is_on_the_page() -> None:
    """A rate that is left out of the tables would be noise nobody is told of."""
    for section, rates in noise.noise().items():
        assert f"**{section}**" in noise.tables()
        for name, value in rates.items():
            assert f"| {name} | {value} |" in noise.tables()


def test_a_kind_is_drawn_as_often_as_the_data_say() -> None:
    """The rates are what happens, not what was meant."""
    random = Random(7)
    drawn = Counter(noise.kind(random, "name_kinds") for _ in range(20_000))

    for name, rate in noise.noise()["name_kinds"].items():
        assert abs(drawn[name] / 20_000 - rate) < 0.012, name
