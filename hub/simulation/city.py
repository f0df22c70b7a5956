"""
Who there is in a simulated city: departments, officers and parties, made from a seed.

Names are made up (``names``), no two alike; unified social credit codes are valid by their
check digit.
"""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

from stdnum.cn import uscc

from hub.simulation.names import Name, Names

DEPARTMENTS = {
    "market": "市场监管局",
    "tax": "税务局",
    "fire": "消防救援局",
    "emergency": "应急管理局",
    "ecology": "生态环境局",
    "housing": "住房和城乡建设局",
    "labour": "人力资源和社会保障局",
    "water": "水利局",
    "commerce": "商务局",
    "science": "科学技术局",
    "finance": "财政局",
    "health": "卫生健康局",
}
"""The departments that visit and handle; the hub's own desk is ``dispatch``."""

DISPATCH = "dispatch"
AREAS = ("婺城", "金东", "兰溪", "东阳", "义乌", "永康", "浦江", "武义", "磐安")
_INDUSTRIES = ("manufacturing", "textile", "food", "electronics", "services")
_STAGES = ("start-up", "growth", "mature")
OFFICERS = tuple(f"officer-{number:03}" for number in range(1, 61))
_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class Party(NamedTuple):
    """A party as it is registered. ``kind``: enterprise or village."""

    party_id: str
    kind: str
    name: str
    uscc: str
    area: str
    officer_id: str

    def data(self, random: Random) -> dict[str, Any]:
        """Return the data of its ``party.registered``."""
        told = {"party_id": self.party_id, "kind": self.kind, "name": self.name, "area": self.area}
        if self.kind == "enterprise":
            told |= {
                **({"uscc": self.uscc} if self.uscc else {}),
                "industry": random.choice(_INDUSTRIES),
                "stage": random.choice(_STAGES),
            }
        return told | {"officer_id": self.officer_id}


class City(NamedTuple):
    parties: tuple[Party, ...]
    officers: tuple[str, ...]


def build(parties: int, villages: int, names: Names, of_county: int = 0) -> City:
    """
    Return a city with *parties* parties of which *villages* are villages.

    *of_county*: so many of these, and no more, lie in the first county; 0 for as it comes.
    """
    made = (
        _village(number, names, _areas(number, of_county))
        if number < villages
        else enterprise(
            number, names.enterprise(names.random.choice(AREAS)), code(number), names.random
        )
        for number in range(parties)
    )
    return City(tuple(made), OFFICERS)


def _areas(number: int, of_county: int) -> tuple[str, ...]:
    """Return where the village *number* may lie."""
    if not of_county:
        return AREAS
    return AREAS[:1] if number < of_county else AREAS[1:]


def _village(number: int, names: Names, areas: tuple[str, ...]) -> Party:
    area = names.random.choice(areas)
    officer = names.random.choice(OFFICERS)
    return Party(f"party-{number:05}", "village", str(names.village(area)), "", area, officer)


def enterprise(number: int, name: Name, uscc: str, random: Random) -> Party:
    officer = random.choice(OFFICERS)
    return Party(f"party-{number:05}", "enterprise", str(name), uscc, name.area, officer)


def code(number: int) -> str:
    """Return the valid unified social credit code of the party *number*."""
    base = f"9133070{number % 10}MA{_base31(number):0>7}"
    return base + str(uscc.calc_check_digit(base))


def _base31(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits
