"""
The area of a party: province, prefecture, county and what is below it, from text as it is said.

``words/areas.txt`` has the divisions of China. Text is read from its left, the widest division
first, with or without 省, 市, 县, 区; a county of whose name the country has one tells its
prefecture. So 浙江省金华市浦江县, 金华浦江 and 浦江 are one area, 金华 a wider one of
it, and 义乌 another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple

Relation = Literal["same", "unsaid", "wider", "other"]

_ENDINGS: Final = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "林区", "矿区")
_SHORT: Final = "省市县区盟旗州"
_LONGEST: Final = 12
"""Characters: no division's name is longer."""


class Area(NamedTuple):
    """
    Base names without 省, 市, 县; '' unknown. ``rest``: what follows (town, street).

    A county that no book knows is taken at its word.
    """

    province: str = ""
    city: str = ""
    county: str = ""
    rest: str = ""


class _Gazetteer(NamedTuple):
    """``provinces``, ``cities``: written name to base name. ``counties``: to (city, base)."""

    provinces: Mapping[str, str]
    cities: Mapping[str, tuple[str, str]]
    counties: Mapping[str, tuple[tuple[str, str], ...]]
    municipalities: frozenset[str]


@lru_cache(maxsize=1 << 14)
def read_area(text: str) -> Area:
    """Return the area that *text* (plain: no spaces or signs) says."""
    area, rest = leading_area(text, NOWHERE)
    if rest and not area.county:
        area, rest = area._replace(county=_base(rest)), ""
    return complete(area._replace(rest=rest))


def leading_area(text: str, known: Area) -> tuple[Area, str]:
    """
    Return the divisions that *text* begins with, and what follows; *known* says where.

    What is put before them once more (金华市浙江省金华市) says nothing new.
    """
    area, rest = _read_once(text, known)
    while area.province or area.city:
        more, after = _read_once(rest, Area(*(a or k for a, k in zip(area, known, strict=True))))
        if not (more.province or more.city) or _contradict(area, more):
            break
        joined = (said or again for said, again in zip(area, more, strict=True))
        area, rest = Area(*joined), after
    return area, rest


def _contradict(one: Area, other: Area) -> bool:
    pairs = zip(one[:3], other[:3], strict=True)
    return any(_differ(said, again) for said, again in pairs)


def _read_once(text: str, known: Area) -> tuple[Area, str]:
    book, area = _gazetteer(), NOWHERE
    if found := _taken(text, book.provinces):
        name, text = found
        area = area._replace(province=book.provinces[name])
    if area.province in book.municipalities:
        area = area._replace(city=area.province)
    elif found := _taken(text, book.cities):
        name, after = found
        if not area.province or book.cities[name][0] == area.province:
            area, text = area._replace(city=book.cities[name][1]), after
    where = Area(area.province or known.province, area.city or known.city, known.county)
    county, text = _leading_county(text, where, wide=area != NOWHERE)
    return area._replace(county=county), text


def complete(area: Area) -> Area:
    """Return *area* with the prefecture and province that it implies."""
    book = _gazetteer()
    homes = {city for city, _ in book.counties.get(area.county, ())} if area.county else set()
    city = area.city or (next(iter(homes)) if len(homes) == 1 else "")
    home = city if city in book.municipalities else book.cities.get(city, ("",))[0]
    province = area.province or home
    return Area(province, city, area.county, area.rest)


def relation(one: Area, other: Area) -> Relation:
    """Return how two areas stand to each other, the same whichever comes first."""
    if NOWHERE in (one, other):
        return "unsaid"
    if _differ(one.province, other.province) or _differ(one.city, other.city):
        return "other"
    if one.county and other.county:
        return "same" if one.county == other.county else "other"
    if one.county or other.county:
        return _wider(one, other) if one.county else _wider(other, one)
    return "same" if one == other else "wider"


NOWHERE: Final = Area()


def _wider(fine: Area, wide: Area) -> Relation:
    """Return how *wide*, which names no county, stands to *fine*, which does."""
    homes = {city for city, _ in _gazetteer().counties.get(fine.county, ())}
    return "other" if homes and wide.city and wide.city not in homes else "wider"


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _leading_county(text: str, where: Area, *, wide: bool) -> tuple[str, str]:
    counties = _gazetteer().counties
    for length in range(min(_LONGEST, len(text)), 1, -1):
        name = text[:length]
        bases = {base for city, base in counties.get(name, ()) if where.city in ("", city)}
        named = wide or where.city or (name[-1] in _SHORT and len(name) > 2)
        if bases and (named or name == where.county or len(text) == length):
            return min(bases), _without_ending(text[length:])
    if where.county and text.startswith(where.county):
        return where.county, _without_ending(text[len(where.county) :])
    return "", text


def _without_ending(text: str) -> str:
    """Return *text* without a 县 or 区, or 县县, that was put after a name that has none."""
    ending = text[:1]
    return text.lstrip(ending) if ending and ending in "省市县区" else text


def _taken(text: str, names: Iterable[str]) -> tuple[str, str] | None:
    for length in range(min(_LONGEST, len(text)), 1, -1):
        if text[:length] in names:
            return text[:length], _without_ending(text[length:])
    return None


def _base(name: str) -> str:
    """Return the name without its ending: 浦江县 is 浦江; one of two characters keeps it."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) > 1:
            return name.removesuffix(ending)
    return name[:-1] if name[-1] in _SHORT and len(name) > 2 else name


@lru_cache(maxsize=1)
def _gazetteer() -> _Gazetteer:
    provinces: dict[str, str] = {}
    municipalities: set[str] = set()
    cities: dict[str, tuple[str, str]] = {}
    counties: dict[str, set[tuple[str, str]]] = {}
    text = files("processors").joinpath("words/areas.txt").read_text("utf-8")
    for line in (line for line in text.splitlines() if not line.startswith("#")):
        province, city, *below = line.split()
        _add_province(provinces, province)
        home = "" if city == "-" else _base(city)
        if city == province:
            municipalities.add(home)
        elif home:
            cities |= dict.fromkeys((city, home), (_base_province(province), home))
        for county in below:
            for name in {county, _base(county)}:
                counties.setdefault(name, set()).add((home, _base(county)))
    ordered = {name: tuple(sorted(found)) for name, found in counties.items()}
    return _Gazetteer(provinces, cities, ordered, frozenset(municipalities))


def _add_province(provinces: dict[str, str], name: str) -> None:
    provinces |= dict.fromkeys((name, _base_province(name)), _base_province(name))


def _base_province(name: str) -> str:
    for people in ("壮族", "回族", "维吾尔"):
        name = name.replace(people, "")
    return _base(name)
