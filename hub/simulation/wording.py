"""
How a matter is worded: told once, told again in the kinds of ``paraphrase_kinds``, mistyped.

A matter is a topic (``topics.yaml``) at a place; its telling is a list of clauses. The words
that are exchanged, put before, behind and between stand in ``wording.yaml``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any, NamedTuple

import yaml

from hub.simulation.noise import kind, rate

ZH, EN = "zh", "en"
_MISTYPED = (
    "的地得",
    "在再",
    "已以",
    "那哪",
    "做作",
    "坐座",
    "像象",
    "长常",
    "气汽",
    "到道",
    "和合",
)
_OTHER = {one: group.replace(one, "") for group in _MISTYPED for one in group}


class Topic(NamedTuple):
    """One complaint or wish in one language: clauses, and the same in other words (``anew``)."""

    id: str
    category: str
    language: str
    told: tuple[str, ...]
    anew: str

    @property
    def placed(self) -> bool:
        """Whether it is about a place; else it is one matter per county."""
        return "{place}" in self.told[0]


@lru_cache(maxsize=1)
def topics() -> Mapping[str, tuple[Topic, ...]]:
    """Return the topics by language."""
    found = _read("topics.yaml")
    return {language: tuple(_topic(one, language) for one in found) for language in (ZH, EN)}


def _topic(one: Mapping[str, Any], language: str) -> Topic:
    words = one[language]
    return Topic(one["id"], one["category"], language, tuple(words["told"]), words["anew"])


def _read(name: str) -> Any:
    return yaml.safe_load(files("hub.simulation").joinpath(name).read_text("utf-8"))


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = _read("wording.yaml")
    return found


def here(language: str) -> str:
    """Return what stands for a place that a text does not name."""
    return str(_words()[language]["here"])


def told(topic: Topic, place: str, random: Random) -> str:
    """Return *topic* about *place* as it is told the first time, with its typing errors."""
    return mistyped(_joined(_placed(topic.told, place), topic.language), topic.language, random)


def retold(topic: Topic, place: str, random: Random) -> tuple[str, str]:
    """Return *topic* about *place* told again, and the kind of paraphrase."""
    how = kind(random, "paraphrase_kinds")
    text = _KINDS[how](topic, place, random)
    return mistyped(text, topic.language, random), how


def _placed(clauses: tuple[str, ...], place: str) -> list[str]:
    return [clause.replace("{place}", place) for clause in clauses]


def _joined(clauses: list[str], language: str) -> str:
    return "，".join(clauses) + "。" if language == ZH else ", ".join(clauses) + "."


def _word_for_word(topic: Topic, place: str, _: Random) -> str:
    return _joined(_placed(topic.told, place), topic.language)


def _letter(topic: Topic, place: str, random: Random) -> str:
    words = _words()[topic.language]
    body = _joined(_placed(topic.told, place), topic.language)
    gap = "" if topic.language == ZH else " "
    opener, closer = random.choice(words["openers"]), random.choice(words["closers"])
    return f"{opener}{body}{gap}{closer}"


def _synonyms(topic: Topic, place: str, random: Random) -> str:
    groups = _words()[topic.language]["synonyms"]
    return _joined(
        [exchanged(c, groups, random).replace("{place}", place) for c in topic.told],
        topic.language,
    )


def exchanged(text: str, groups: list[list[str]], random: Random) -> str:
    """Return *text* with the words of *groups* that stand in it exchanged, most of them."""
    for group in groups:
        word = next((one for one in group if one in text), "")
        if word and random.random() < 0.8:
            text = text.replace(word, random.choice([one for one in group if one != word]), 1)
    return text


def _reordered(topic: Topic, place: str, random: Random) -> str:
    clauses = _placed(topic.told, place)
    return _joined(random.sample(clauses, k=len(clauses)), topic.language)


def _shortened(topic: Topic, place: str, random: Random) -> str:
    clauses = _placed(topic.told, place)
    del clauses[random.randrange(1, len(clauses))]
    return _joined(clauses, topic.language)


def _extended(topic: Topic, place: str, random: Random) -> str:
    clauses = _placed(topic.told, place)
    more = random.choice(_words()[topic.language]["clauses"])
    clauses.insert(random.randrange(1, len(clauses) + 1), more)
    return _joined(clauses, topic.language)


def _told_anew(topic: Topic, place: str, _: Random) -> str:
    return topic.anew.replace("{place}", place)


_KINDS: dict[str, Callable[[Topic, str, Random], str]] = {
    "word-for-word": _word_for_word,
    "letter": _letter,
    "synonyms": _synonyms,
    "reordered": _reordered,
    "shortened": _shortened,
    "extended": _extended,
    "told-anew": _told_anew,
}


def mistyped(text: str, language: str, random: Random) -> str:
    """Return *text* with as many typing errors as the noise says, spread at random."""
    often = rate("texts", "typos_per_100_characters") / 100
    return "".join(
        _slip(character, language, random) if random.random() < often else character
        for character in text
    )


def _slip(character: str, language: str, random: Random) -> str:
    if language == ZH:
        return random.choice(_OTHER.get(character, "") or ("", character * 2))
    return random.choice(("", character * 2, random.choice("etaoinshr")))
