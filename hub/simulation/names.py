"""
Names of simulated parties: made up from parts, no two parties alike.

An enterprise's name is area + trade name + trade + legal form, as registered in China. Trade
names are made of two or three characters that such names are made of, or drawn from a list of
real ones (``corpus``) where somebody has it. Villages have no trade and no form.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple

FIRST = "华金恒宏永昌丰顺联新鑫天海东南北中国万千百盛兴隆福瑞祥和康健安泰宝银玉龙凤鹏虎"
SECOND = "达盛鼎源远泰利成茂发旺通诚信义德明辉光阳晨星云峰山川江河湖林森木石磊"
THIRD = "佳美雅洁悦欣乐怡馨诺博创智科捷迅腾飞翔凯旋胜"
TRADES = (
    *("机械", "纺织", "食品", "电器", "包装", "五金", "建材", "物流", "服饰", "印刷", "家具"),
    *("玩具", "工具", "照明", "化工", "塑料", "橡胶", "金属制品", "电子科技", "信息技术"),
    *("生物科技", "新材料", "园林绿化", "建设工程", "装饰", "贸易", "进出口", "餐饮管理"),
    *("汽车配件", "医疗器械", "农业开发", "水产", "茶业", "酒业", "文化传媒", "教育咨询"),
)
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "厂", "经营部", "专业合作社")
_FORM_WEIGHTS = (70, 10, 5, 6, 6, 3)
_VILLAGES = ("溪", "塘", "桥", "山", "坑", "坞", "店", "渡", "口", "头", "岭", "潭", "洋", "坪")
_TWO_IN_THREE = 2 / 3


class Name(NamedTuple):
    """The parts of a registered name."""

    area: str
    word: str
    trade: str
    form: str

    def __str__(self) -> str:
        return "".join(self)


@dataclass(slots=True)
class Names:
    """Gives out names, each once. ``corpus``: real trade names to draw from; none by default."""

    random: Random
    corpus: Sequence[str] = ()
    taken: set[str] = field(default_factory=set)

    def enterprise(self, area: str) -> Name:
        while True:
            form = self.random.choices(FORMS, _FORM_WEIGHTS)[0]
            name = Name(area, self._word(), self.random.choice(TRADES), form)
            if self.take(name):
                return name

    def village(self, area: str) -> Name:
        while True:
            head = self.random.choice(FIRST) + self.random.choice(SECOND + THIRD)
            name = Name(area, head + self.random.choice(_VILLAGES), "", "村")
            if self.take(name):
                return name

    def take(self, name: Name) -> bool:
        """Take *name*; False when a party of that area has its trade name in that trade."""
        key = f"{name.area}/{name.word}/{name.trade}"
        fresh = key not in self.taken
        self.taken.add(key)
        return fresh

    def _word(self) -> str:
        if self.corpus:
            return self.random.choice(self.corpus)
        word = self.random.choice(FIRST) + self.random.choice(SECOND)
        return word if self.random.random() < _TWO_IN_THREE else word + self.random.choice(THIRD)


def read_corpus(path: Path) -> tuple[str, ...]:
    """Return the trade names of a gzipped file, one a line, of two characters or more."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return tuple(name for line in lines if len(name := line.strip()) > 1)
