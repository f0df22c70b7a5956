"""
Places of a simulated county: addresses, estates and parks, no road twice for one topic.

Two complaints of one kind about different numbers of one road may well be one matter; so that
the truth is beyond doubt, each matter of a topic has a road of its own in its county.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from hub.simulation.noise import happens
from hub.simulation.wording import EN

_ONE = "东南西北中和平建设解放人民文化迎宾胜利光明新华朝阳环城滨江"
_TWO = "兴华安福康宁昌盛富强长春学府科技工业商贸望江湖滨体育园林"
_SYLLABLES = (
    "Jian",
    "He",
    "Xin",
    "Guang",
    "Fu",
    "Tai",
    "Ning",
    "Chang",
    "Hua",
    "Bin",
    "Yun",
    "Lin",
)
_ZH = ("{road}路{n}号", "{road}街{n}号", "{road}小区", "{road}工业园", "{road}花园", "{road}村")
_EN = ("{n} {road} Road", "{n} {road} Street", "{road} Estate", "{road} Park", "{road} Village")


@dataclass(slots=True)
class Places:
    """Gives out places; ``taken``: (topic, area, road)."""

    random: Random
    taken: set[tuple[str, str, str]]

    def fresh(self, topic: str, area: str, language: str) -> str:
        """Return a place in *area* whose road no matter of *topic* has yet."""
        while True:
            road = self._road(language)
            if (topic, area, road) not in self.taken:
                self.taken.add((topic, area, road))
                pattern = self.random.choice(_EN if language == EN else _ZH)
                return pattern.format(road=road, n=self.random.randint(2, 399))

    def _road(self, language: str) -> str:
        if language == EN:
            syllables = self.random.choices(_SYLLABLES, k=self.random.choice((2, 3)))
            return "".join(syllables).capitalize()
        return self.random.choice(_ONE) + self.random.choice(_TWO)


def as_told(place: str, random: Random) -> str:
    """Return *place* as one who is in a hurry tells it: sometimes without the number."""
    if not happens(random, "texts", "place_abbreviated"):
        return place
    short = place.rstrip("号").rstrip("0123456789").removesuffix("小区").removesuffix("工业园")
    return short.lstrip("0123456789 ")
