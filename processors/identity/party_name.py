"""
The name of a party, taken apart: what of it names the party, and what only says its kind.

Width, case, spaces, signs and traditional characters are levelled first. Brackets go: an area
or a remark in them is taken out, anything else stays. Then go, from the end, the branch
(``unit``: what follows the legal form, or a word like 分公司 with its number) and the legal
form; from the beginning the area. What is left is the ``core``: trade name and trade. A name
of which nothing is left, or which says that nobody was named, has no core.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from processors.identity.party_area import NOWHERE, Area, complete, leading_area, read_area
from processors.policies.identity_policy import IdentityPolicy
from processors.text.levelling import levelled

LONGEST: Final = 64
"""Characters of a name that are looked at."""

_BRACKETS: Final = re.compile(r"[(\[{【〔〈《「]([^)\]}】〕〉》」]*)[)\]}】〕〉》」]?")
_NUMBER: Final = re.compile(r"(第?[一二三四五六七八九十百零0-9]+)$")
CUT_OFF: Final = "第"
"""What is left of a branch's number where a field was too short for it."""
_AREA_ENDING: Final = "省市县区镇乡村"


class Name(NamedTuple):
    """``core`` '' names nobody. ``form``: a class of legal forms. ``unit``: which branch."""

    core: str
    form: str
    unit: str
    area: Area


def read_name(name: str, area: str, policy: IdentityPolicy) -> Name:
    """Return *name*, said with the *area* ('' unsaid), taken apart by *policy*."""
    return _read(name[:LONGEST], area[:LONGEST], policy)


@lru_cache(maxsize=4096)
def _read(name: str, area: str, policy: IdentityPolicy) -> Name:
    known = read_area(plain(levelled(area)))
    text, found = _out_of_brackets(levelled(name), known, policy)
    text = plain(text)
    if text in policy.nobody:
        return Name("", "", "", known)
    leading, rest = leading_area(text, _joined(known, found))
    text, unit = _without_unit(rest if len(rest) > 1 else text, policy)
    core, form = _without_form(text, policy)
    place = complete(_joined(known, _joined(found, leading)))
    return Name("" if core in policy.nobody else core, form, unit, place)


def name_id(name: Name) -> str:
    """Return the id of *name*: equal for equal names; '' for one that names nobody."""
    return "|".join((name.core, name.form, name.unit, *name.area)) if name.core else ""


def id_name(id: str) -> Name:
    """Return the name whose id is *id* (no part of a name has a ``|``)."""
    core, form, unit, *area = id.split("|")
    return Name(core, form, unit, Area(*area))


def plain(text: str) -> str:
    """Return the letters and digits of levelled *text*."""
    return "".join(letter for letter in text if letter.isalnum())


def _joined(area: Area, more: Area) -> Area:
    """Return *area* with what *more* adds below it; what was said of the party itself counts."""
    if area.county or (area.city and more.city not in ("", area.city)):
        return area
    return Area(area.province or more.province, area.city or more.city, more.county)


def _out_of_brackets(text: str, known: Area, policy: IdentityPolicy) -> tuple[str, Area]:
    found: list[Area] = []

    def taken_out(match: re.Match[str]) -> str:
        inner = plain(match[1])
        area, rest = leading_area(inner, known)
        if area != NOWHERE and not rest:
            found.append(area)
            return ""
        return "" if inner in policy.remarks or inner[-1:] in _AREA_ENDING else inner

    kept = _BRACKETS.sub(taken_out, text)
    return kept, found[0] if found else NOWHERE


def _without_unit(text: str, policy: IdentityPolicy) -> tuple[str, str]:
    """
    Return *text* without its branch, and the branch: 某某有限公司 and 第二分公司.

    A name that was cut off before the number (某某机械第) is a branch, nobody knows which.
    """
    if text.endswith(CUT_OFF) and len(text) > len(CUT_OFF) + 1:
        return text.removesuffix(CUT_OFF), CUT_OFF
    form = policy.inner.search(text)
    if form is not None and form.end() < len(text) and text[form.end() :] not in policy.remarks:
        return text[: form.end()], text[form.end() :]
    word = next((unit for unit in policy.units if text.endswith(unit)), "")
    number = _NUMBER.search(text.removesuffix(word)) if word or text.endswith("厂") else None
    if word:
        head = text.removesuffix(word)
        return (head[: number.start()], number[1] + word) if number else (head, word)
    number = _NUMBER.search(text[:-1]) if text.endswith("厂") else None
    return (text[: number.start()] + "厂", number[1]) if number else (text, "")


def _without_form(text: str, policy: IdentityPolicy) -> tuple[str, str]:
    for form, kind in policy.forms.items():
        if text.endswith(form) and len(text) - len(form) > 1:
            return text.removesuffix(form), kind
    return text, ""
