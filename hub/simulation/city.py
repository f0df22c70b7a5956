"""
Who there is in a simulated city: departments, officers and parties, made from a seed.

Names are made up from parts; unified social credit codes are valid by their check digit.
"""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

from stdnum.cn import uscc

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
_WORDS = "华盛金鼎恒瑞安泰宏远永昌丰达顺联新锦"
_TRADES = ("机械", "纺织", "食品", "电器", "包装", "五金", "建材", "物流")
_INDUSTRIES = ("manufacturing", "textile", "food", "electronics", "services")
_STAGES = ("start-up", "growth", "mature")
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
                "uscc": self.uscc,
                "industry": random.choice(_INDUSTRIES),
                "stage": random.choice(_STAGES),
            }
        return told | {"officer_id": self.officer_id}


class City(NamedTuple):
    parties: tuple[Party, ...]
    officers: tuple[str, ...]


def build(parties: int, villages: int, random: Random) -> City:
    """Return a city with *parties* parties of which *villages* are villages."""
    officers = tuple(f"officer-{number:03}" for number in range(1, 61))
    made = (
        _party(number, "village" if number < villages else "enterprise", random, officers)
        for number in range(parties)
    )
    return City(tuple(made), officers)


def _party(number: int, kind: str, random: Random, officers: tuple[str, ...]) -> Party:
    area = random.choice(AREAS)
    word = "".join(random.choices(_WORDS, k=2))
    trade = random.choice(_TRADES)
    name = f"{area}{word}村" if kind == "village" else f"{area}{word}{trade}有限公司"
    officer = random.choice(officers)
    return Party(f"party-{number:05}", kind, name, _uscc(number), area, officer)


def _uscc(number: int) -> str:
    base = f"9133070{number % 10}MA{_base31(number):0>7}"
    return base + str(uscc.calc_check_digit(base))


def _base31(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits
