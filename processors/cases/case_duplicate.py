"""
Duplicate: a case that is the same matter as another, which leads.

``case.linked`` with relation ``duplicate``: ``case_id`` is a duplicate of ``other_case_id``.
People say so, and the hub itself where one party's matter came in on two platforms
(``processors.matters.matter_links``). The lead's clocks run; the duplicate's are cancelled and
what was found of it is retracted, for it needs no handling of its own. ``case.unlinked`` undoes
that, and what people said of two cases goes before what the hub says of them. Said each of the
other, by two departments that both close theirs, the last word counts: one of two always leads,
or no clock of the matter would run. Of a longer ring a case hears its own links only.

The hub's words tell only of the link: they are no sign of life and prove no time. They are
numbered, and the greatest number counts, whatever came first: their time is that of an opening,
and goes back when an earlier opening of the case comes late.

Source: the mission, row M.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from processors.cases.case_fact import Fact

SOURCE: Final = "/departments/hub/matters"
RELATION: Final = "duplicate"


class Word(NamedTuple):
    """What people last said of one other case, or the hub of any (``number`` > 0)."""

    other: str
    linked: bool
    number: int = 0


Words = tuple[Word, ...]


def ours(fact: Fact) -> bool:
    """Tell whether the hub itself said *fact* of two cases."""
    return fact.event_id.startswith(f"{SOURCE}#")


def heard(words: Words, key: str, fact: Fact) -> Words:
    """Return *words* of the case *key* after ``case.linked`` or ``case.unlinked``."""
    said = _said(key, fact)
    if said is None:
        return words
    same = [word for word in words if _of_one(word, said)]
    if any(word.number > said.number for word in same):
        return words
    return (*(word for word in words if word not in same), said)


def _said(key: str, fact: Fact) -> Word | None:
    """Return what *fact* says of the case *key*, None when that is nothing."""
    case, other = str(fact.data.get("case_id", "")), str(fact.data.get("other_case_id", ""))
    if fact.data.get("relation") != RELATION or case == other:
        return None
    linked, number = fact.name == "case.linked", fact.sequence if ours(fact) else 0
    if case == key:
        return Word(other, linked, number)
    return Word(case, linked=False) if linked and not number else None  # then this one leads


def _of_one(word: Word, said: Word) -> bool:
    """Tell whether the two follow each other: all of the hub's, and people's on one case."""
    if word.number and said.number:
        return True
    return not (word.number or said.number) and word.other == said.other


def lead_of(words: Words) -> str:
    """
    Return the case that leads, '' when the case is nobody's duplicate.

    What people said goes before what the hub says; of theirs the last link that stands counts.
    """
    by_hand = [word for word in words if not word.number]
    named = {word.other for word in by_hand}
    by_hub = [word for word in words if word.number and word.other not in named]
    standing = [word.other for word in (*by_hub, *by_hand) if word.linked]
    return standing[-1] if standing else ""
