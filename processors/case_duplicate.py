"""
Duplicate: a case that is the same matter as another, which leads.

``case.linked`` with relation ``duplicate``: ``case_id`` is a duplicate of ``other_case_id``.
People say so, and the hub itself where one party's matter came in on two platforms
(``processors.matter_links``). The lead's clocks run; the duplicate's are cancelled and what was
found of it is retracted, for it needs no handling of its own. ``case.unlinked`` undoes that, and
what people said of two cases goes before what the hub says of them.

The hub's words tell only of the link: they are no sign of life and prove no time.

Source: the mission, row M.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from processors.case_fact import Fact

SOURCE: Final = "/departments/hub/matters"
RELATION: Final = "duplicate"


class Word(NamedTuple):
    """The last word of people, or of the hub (``ours``), on one other case."""

    other: str
    ours: bool
    linked: bool


Words = tuple[Word, ...]


def ours(fact: Fact) -> bool:
    """Tell whether the hub itself said *fact* of two cases."""
    return fact.event_id.startswith(f"{SOURCE}#")


def heard(words: Words, key: str, fact: Fact) -> Words:
    """Return *words* of the case *key* after ``case.linked`` or ``case.unlinked``."""
    other = str(fact.data.get("other_case_id", ""))
    if fact.data.get("relation") != RELATION or fact.data.get("case_id") != key or other == key:
        return words
    said = Word(other, ours(fact), fact.name == "case.linked")
    return (*(word for word in words if word[:2] != said[:2]), said)


def lead_of(words: Words) -> str:
    """Return the case that leads, '' when the case is nobody's duplicate; the last said counts."""
    by_hand = {word.other for word in words if not word.ours}
    standing = (w.other for w in reversed(words) if w.linked)
    counting = {w.other for w in words if w.linked and not (w.ours and w.other in by_hand)}
    return next((other for other in standing if other in counting), "")
