"""
Duplicate: a case that is the same matter as another, which leads.

``case.linked`` with relation ``duplicate``: ``case_id`` is a duplicate of ``other_case_id``.
People say so, and the hub itself where one party's matter came in on two platforms
(``processors.matters.matter_links``). The lead's clocks run; the duplicate's are cancelled and
what was found of it is retracted, for it needs no handling of its own. ``case.unlinked`` undoes
that, and what people said of two cases goes before what the hub says of them. Said each of the
other, by two departments that both close theirs, the last word counts.

One of the cases must lead, or no clock of the matter would run. What stands behind the other case
(nobody opened it; it is a duplicate itself, perhaps of this one) only the other case knows: it
tells its duplicates by ``case.lead-reported`` (``processors.cases.lead_reports``), and while it
tells nothing it leads. ``processors.cases.duplicate_chain`` says which case leads then.

The hub's words tell only of the link: they are no sign of life and prove no time. They are
numbered, and the greatest number counts, whatever came first: their time is that of an opening,
and goes back when an earlier opening of the case comes late.

Source: the mission, row M; ADR 33.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from events.instant import parse
from processors.cases.case_fact import Fact
from processors.cases.duplicate_chain import UNSAID, Chain, Hop, Link, chained, leader

SOURCE: Final = "/departments/hub/matters"
RELATION: Final = "duplicate"
REPORTED: Final = "case.lead-reported"


class Word(NamedTuple):
    """What people last said of one other case, or the hub of any (``number`` > 0)."""

    other: str
    linked: bool
    number: int = 0
    link: Link = UNSAID


Words = tuple[Word, ...]


class Report(NamedTuple):
    """What another case last said of itself and of what stands behind it."""

    case_id: str
    revision: int
    chain: Chain


class Duplicates(NamedTuple):
    """
    What a case knows of duplicates: what was said of it, and what others reported to it.

    ``followers``: every case that was ever called a duplicate of this one; they are told.
    """

    words: Words = ()
    followers: tuple[str, ...] = ()
    reports: tuple[Report, ...] = ()


def ours(fact: Fact) -> bool:
    """Tell whether the hub itself said *fact* of two cases."""
    return fact.event_id.startswith(f"{SOURCE}#")


def heard(known: Duplicates, key: str, fact: Fact) -> Duplicates:
    """Return what the case *key* knows after a link, the end of one, or a report."""
    if fact.name == REPORTED:
        return known._replace(reports=_told(known.reports, fact))
    data = fact.data
    case = str(data.get("case_id", ""))
    leads = fact.name == "case.linked" and data.get("relation") == RELATION and case != key
    if leads and case not in known.followers:
        known = known._replace(followers=(*known.followers, case))
    return known._replace(words=_words(known.words, key, fact))


def _told(reports: tuple[Report, ...], fact: Fact) -> tuple[Report, ...]:
    """Return *reports* after one; an older one than what stands changes nothing."""
    case, revision = str(fact.data.get("other_case_id")), int(fact.data.get("revision") or 0)
    if any(r.case_id == case and r.revision >= revision for r in reports):
        return reports
    chain = tuple(_hop(one) for one in fact.data.get("chain") or ())
    return (*(r for r in reports if r.case_id != case), Report(case, revision, chain))


def _hop(said: dict[str, Any]) -> Hop:
    """Return the case that a report *said* so: see ``processors.cases.lead_reports``."""
    other = str(said.get("other_case_id") or "")
    if not other:
        return Hop(str(said["case_id"]), bool(said["handled"]))
    order = (parse(said["time"]), int(said.get("sequence") or 0), str(said.get("event_id") or ""))
    link = (bool(said.get("by_people")), order)
    return Hop(str(said["case_id"]), bool(said["handled"]), other, link)


def _words(words: Words, key: str, fact: Fact) -> Words:
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
        return Word(other, linked, number, (not number, fact.order))
    return Word(case, linked=False) if linked and not number else None  # then this one leads


def _of_one(word: Word, said: Word) -> bool:
    """Tell whether the two follow each other: all of the hub's, and people's on one case."""
    if word.number and said.number:
        return True
    return not (word.number or said.number) and word.other == said.other


def standing(words: Words) -> Word | None:
    """
    Return the link that stands, None when the case is nobody's duplicate.

    What people said goes before what the hub says; of theirs the last link counts.
    """
    by_hand = [word for word in words if not word.number]
    named = {word.other for word in by_hand}
    by_hub = [word for word in words if word.number and word.other not in named]
    return next((word for word in reversed((*by_hub, *by_hand)) if word.linked), None)


def chain(known: Duplicates, key: str, *, handled: bool) -> Chain:
    """Return the case *key* and what stands behind it; a case that told nothing leads."""
    word = standing(known.words)
    if word is None:
        return (Hop(key, handled),)
    told: Iterable[Chain] = (r.chain for r in known.reports if r.case_id == word.other)
    behind = next(iter(told), ()) or (Hop(word.other, handled=True),)
    return chained(Hop(key, handled, word.other, word.link), behind)


def lead_of(known: Duplicates, key: str, *, handled: bool) -> str:
    """Return the case that the case *key* is a duplicate of, '' when it has clocks of its own."""
    links = chain(known, key, handled=handled)
    return "" if leader(links) in ("", key) else links[0].other
