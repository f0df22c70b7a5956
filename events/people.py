"""
People in events: who is one, and the keyed pseudonym that stands in the log instead of them.

What names a person by itself (an identity-card or mobile number, or a person's name, where a
party's id should be) becomes a pseudonym; so do the name of a party of kind ``resident`` and the
name in a ``party`` object that is said, or looks, to be a person's. The name told is also taken
out of the free text of the same event. An id that a department gives (``R-1001``) says nothing to
anybody else: it is a pseudonym already, and stays. What was taken out is handed to the host,
which keeps it in the vault (``hub.vault``), where it can be forgotten; the pseudonym stays, and
so does every conclusion about it.

The same value gives the same pseudonym under one key, so a replay, a second intake and a second
sending agree. Whoever holds the key can test a guess; nobody else can.

Source: the semantics, "Identity" (residents); the contract, "Personal data".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from events.event import Event
from events.redaction import FREE_TEXT, ID_15, ID_18, redact

RESIDENT: Final = "resident"
FORGOTTEN: Final = "party.forgotten"
MARK: Final = "[name]"
Pseudonym = Callable[[str], str]
"""Keyed: gives the same text the same pseudonym, which says nothing to who has not the key."""

_IDS: Final = ("party_id", "same_as")
_NUMBER: Final = re.compile(rf"{ID_18}|{ID_15}|1[3-9]\d{{9}}")
"""An identity card's number, or a mobile telephone's, written ``plain``."""
_JOINTS: Final = re.compile(r"[\s\-]+|^\+?86(?=1[3-9]\d{9}$)")
_LONGEST_NUMBER: Final = 24
_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓韩冯曹彭曾萧肖田董潘袁蔡蒋余于杜叶程魏"
    "苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫雷龙史陶贺毛郝顾龚邵万覃武"
    "钱戴严莫孔向常汤康易乔文施洪季俞童楼应"
)
_DOUBLE: Final = frozenset(("欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "慕容", "司徒"))
_NO_PERSON: Final = frozenset(
    "村镇乡县市区局厂店校社站所院馆室队组委会行园部司场铺坊街路苑城居庄湾桥"
)
"""Last letters of what is no person: 王家村, 高家店."""
_HAN: Final = re.compile(r"[\u3400-\u9fff]{2,4}")


class Entrusted(NamedTuple):
    """What is known of ``person`` (a pseudonym, or a department's own id) and is not said on."""

    person: str
    facts: Mapping[str, str]


class Parted(NamedTuple):
    """``data`` and ``subject`` as they may stand in the log; ``entrusted``: what they lost."""

    data: Mapping[str, Any]
    subject: str
    entrusted: tuple[Entrusted, ...] = ()


def part(data: Mapping[str, Any], subject: str, pseudonym: Pseudonym) -> Parted:
    """
    Return validated *data* and its envelope's *subject* without what names a person.

    Nothing is found in most events: then *data* itself comes back.
    """
    entrusted = []
    for field in _IDS:
        said = data.get(field)
        if said and identifies(said):
            person = pseudonym(plain(said))
            entrusted.append(Entrusted(person, {"id": said}))
            subject = person if subject == said else subject
            data = {**data, field: person}
    if data.get("kind") == RESIDENT and "name" in data:
        data, known = _registered(data)
        entrusted.append(known)
    elif (party := data.get("party")) and is_person(party):
        data, known = _told(data, party, pseudonym)
        entrusted.append(known)
    return Parted(data, subject, tuple(entrusted))


def forgotten(event: Event) -> str:
    """Return whom *event* says to forget, '' when it is another one."""
    return str(event.data["party_id"]) if event.name == FORGOTTEN else ""


def identifies(value: str) -> bool:
    """Tell whether *value* names a person by itself, whoever reads it."""
    if value[0].isdecimal() or value[0] == "+":
        return len(value) <= _LONGEST_NUMBER and _NUMBER.fullmatch(plain(value)) is not None
    return value[0] > "\u3400" and is_personal_name(value)


def known_as(value: str, pseudonym: Pseudonym) -> str:
    """Return the party id under which *value*, as a department gives it, stands in the log."""
    return pseudonym(plain(value)) if value and identifies(value) else value


def plain(value: str) -> str:
    """Return *value* as all write it: narrow, without spaces and hyphens, no +86 before it."""
    return _JOINTS.sub("", _JOINTS.sub("", unicodedata.normalize("NFKC", value))).upper()


def is_person(party: Mapping[str, Any]) -> bool:
    """Tell whether a ``party`` object tells of a person: it says so, or has a person's name."""
    kind = party.get("kind")
    if kind is None:
        return not party.get("uscc") and is_personal_name(party["name"])
    return bool(kind == RESIDENT)


def is_personal_name(name: str) -> bool:
    """Tell whether *name* is built as a Chinese person's: a surname and one or two letters."""
    if not _HAN.fullmatch(name) or name[-1] in _NO_PERSON:
        return False
    if name[:2] in _DOUBLE:
        return len(name) > 2
    return name[0] in _SURNAMES and len(name) < 4


def _registered(data: Mapping[str, Any]) -> tuple[Mapping[str, Any], Entrusted]:
    """Part a registration: the person is known by the party's id from now on."""
    person, name = data["party_id"], data["name"]
    facts = {"name": name} if name else {}
    kept = {**_unnamed(data, name), "name": person, "area": redact(data["area"])}
    if sites := kept.pop("sites", None):
        facts["sites"] = "; ".join(
            " ".join(str(site[field]) for field in ("area", "place", "name") if site.get(field))
            for site in sites
        )
    return kept, Entrusted(person, facts)


def _told(
    data: Mapping[str, Any], party: Mapping[str, Any], pseudonym: Pseudonym
) -> tuple[Mapping[str, Any], Entrusted]:
    """Part an event whose party is told by name: the pseudonym is of name and area."""
    name, area = party["name"], party.get("area") or ""
    person = data.get("party_id") or pseudonym(f"{plain(name)}\x1f{plain(area)}")
    shown = {**party, "name": person, "kind": RESIDENT}
    if area:
        shown["area"] = redact(area)
    kept = {**_unnamed(data, name), "party": shown, "party_id": person}
    return kept, Entrusted(person, {"name": name})


def _unnamed(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    kept = dict(data)
    if len(name) > 1:
        for field in FREE_TEXT:
            if isinstance(kept.get(field), str):
                kept[field] = kept[field].replace(name, MARK)
    return kept
