"""
How a name is written the second time: the kinds of ``name_kinds``, and names nearly alike.

A change of a kind never gives back the name itself where it can do otherwise: a name without
brackets gets a space, a trade name of one character keeps it.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from hub.simulation.names import FORMS, TRADES, Name, Names
from hub.simulation.noise import happens, kind

_ALIKE = (
    *("华花桦", "金今锦", "恒衡横", "宏洪鸿", "永咏泳", "昌常畅", "丰峰锋", "顺舜", "联连莲"),
    *("新鑫欣", "天添", "海诲", "东冬", "盛胜晟", "兴星杏", "隆龙", "福富", "瑞锐睿", "祥翔详"),
    *("和合禾", "康糠", "安按", "泰太", "宝保", "银垠", "达大", "鼎顶", "源园沅", "远元", "利力"),
    *("成诚城", "茂贸", "发法", "通同", "信新", "义益", "德得", "明铭", "辉晖", "光广", "阳洋扬"),
    *("晨辰", "云匀", "山三", "江姜", "林琳", "森深", "佳家嘉", "美镁", "雅亚", "悦越", "欣鑫"),
    *("博搏", "创闯", "智志", "科柯", "捷杰", "迅讯", "腾藤", "飞菲", "凯恺", "爱艾", "百佰"),
)
_HOMOPHONES = {one: group.replace(one, "") for group in _ALIKE for one in group}
_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
_PREFIXES = ("浙江省金华市", "浙江金华", "金华市", "浙江省")


def written_again(name: Name, random: Random) -> tuple[str, tuple[str, ...]]:
    """Return *name* as another system writes it, and the kinds of change that were made."""
    kinds = [kind(random, "name_kinds")]
    if happens(random, "parties", "second_kind_on_top"):
        kinds.append(kind(random, "name_kinds"))
    for change in kinds:
        name = _CHANGES[change](name, random)
    return str(name), tuple(kinds)


def _as_registered(name: Name, _: Random) -> Name:
    return name


def _width_and_brackets(name: Name, random: Random) -> Name:
    """Write the area in brackets behind the trade name, in full width, or a space somewhere."""
    way = random.randrange(3)
    if way == 0 and name.area:
        left, right = random.choice(("（）", "()"))
        return Name("", name.word + left + name.area + right, name.trade, name.form)
    if way == 1 and name.word.translate(_WIDE) != name.word:
        return name._replace(word=name.word.translate(_WIDE))
    space = random.choice((" ", "\u3000"))
    return name._replace(trade=space + name.trade)


def _legal_form(name: Name, random: Random) -> Name:
    others = [form for form in ("有限公司", "有限责任公司", "公司", "") if form != name.form]
    if name.form not in FORMS[:3]:
        others = ["", name.form.removeprefix("专业")]
    return name._replace(form=random.choice(others))


def _area_prefix(name: Name, random: Random) -> Name:
    if random.random() < 0.3:
        return name._replace(area="")
    suffix = random.choice(("", "市", "县", "区"))
    return name._replace(area=random.choice(_PREFIXES) + name.area + suffix)


def _short_name(name: Name, _: Random) -> Name:
    return Name("", name.word, name.trade, "")


def _wrong_character(name: Name, random: Random) -> Name:
    at = random.randrange(len(name.word))
    wrong = _HOMOPHONES.get(name.word[at]) or "鑫盛华"
    return name._replace(word=_put(name.word, at, random.choice(wrong)))


def _missing_character(name: Name, random: Random) -> Name:
    if len(name.word) > 2:
        return name._replace(word=_put(name.word, random.randrange(len(name.word)), ""))
    if len(name.trade) > 2:
        return name._replace(trade=_put(name.trade, random.randrange(len(name.trade)), ""))
    return name._replace(form=name.form[1:])


def _swapped_characters(name: Name, random: Random) -> Name:
    text = name.word + name.trade
    at = random.randrange(len(text) - 1)
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return Name(name.area, swapped, "", name.form)


def _doubled_character(name: Name, random: Random) -> Name:
    at = random.randrange(len(name.word))
    return name._replace(word=_put(name.word, at, name.word[at] * 2))


def _put(text: str, at: int, with_: str) -> str:
    return text[:at] + with_ + text[at + 1 :]


_CHANGES: dict[str, Callable[[Name, Random], Name]] = {
    "as-registered": _as_registered,
    "width-and-brackets": _width_and_brackets,
    "legal-form": _legal_form,
    "area-prefix": _area_prefix,
    "short-name": _short_name,
    "wrong-character": _wrong_character,
    "missing-character": _missing_character,
    "swapped-characters": _swapped_characters,
    "doubled-character": _doubled_character,
}


def namesake(name: Name, names: Names, areas: tuple[str, ...]) -> tuple[Name, str]:
    """Return the name of another enterprise that is nearly *name*, and how it differs."""
    random = names.random
    while True:
        differs = kind(random, "namesake_kinds")
        other = _differing(name, differs, random, areas)
        if names.take(other):
            return other, differs


def _differing(name: Name, differs: str, random: Random, areas: tuple[str, ...]) -> Name:
    if differs == "other-area":
        return name._replace(area=random.choice([area for area in areas if area != name.area]))
    if differs == "other-trade":
        return name._replace(trade=random.choice([one for one in TRADES if one != name.trade]))
    if differs == "one-character":
        at = random.randrange(len(name.word))
        return name._replace(word=_put(name.word, at, random.choice("荣浩宇轩瀚尚品优卓越")))
    number = random.choice("一二三四")
    if name.form == "厂":
        return name._replace(form=f"{number}厂", trade=name.trade + "第")
    return name._replace(form=name.form + random.choice(("分公司", f"第{number}分公司")))
