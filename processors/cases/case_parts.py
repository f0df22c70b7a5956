"""
Parts of a case: the links that make a case a part of another, and what its own parts reported.

``case.linked`` with relation parent makes ``case_id`` a sub-case of ``other_case_id``; with
relation recurrence it names the earlier case. A sub-case tells each of its parents when it is
answered (``processors.cases.part_reports``), with a revision that grows: the greatest counts,
whatever came first. What the case waits for of all this, ``processors.cases.gate`` says.

Source: the mission, row H; the semantics, "Clocks of a case" (lead and assist, parent and child).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from events.instant import parse
from processors.cases.case_fact import Fact, Mark

REPORTED: Final = "case.part-reported"
PARENT: Final = "parent"


class Report(NamedTuple):
    """What a sub-case last said of itself; ``answered`` None: not yet, or not any more."""

    case_id: str
    revision: int
    answered: Mark | None


class Parts(NamedTuple):
    """
    The links of a case that make parts: ids, each once.

    ``earlier`` is the case this one is said to be a recurrence of.
    """

    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    reports: tuple[Report, ...] = ()
    earlier: str = ""


def linked(parts: Parts, key: str, fact: Fact) -> Parts:
    """Return *parts* of the case *key* after ``case.linked``."""
    case, other, relation = _ends(fact)
    if relation == "recurrence" and case == key:
        return parts._replace(earlier=other)
    if relation != PARENT or case == other:
        return parts
    if case == key:
        return parts._replace(parents=tuple(dict.fromkeys((*parts.parents, other))))
    return parts._replace(children=tuple(dict.fromkeys((*parts.children, case))))


def unlinked(parts: Parts, key: str, fact: Fact) -> Parts:
    """Return *parts* of the case *key* after ``case.unlinked``."""
    case, other, relation = _ends(fact)
    if relation == "recurrence" and (case, other) == (key, parts.earlier):
        return parts._replace(earlier="")
    if relation != PARENT:
        return parts
    return parts._replace(
        parents=tuple(p for p in parts.parents if (case, other) != (key, p)),
        children=tuple(c for c in parts.children if (case, other) != (c, key)),
    )


def _ends(fact: Fact) -> tuple[str, str, str]:
    data = fact.data
    return str(data.get("case_id")), str(data.get("other_case_id")), str(data.get("relation"))


def reported(parts: Parts, fact: Fact) -> Parts:
    """Return *parts* after a report; an older one than what stands changes nothing."""
    child, revision = str(fact.data.get("other_case_id")), int(fact.data.get("revision") or 0)
    if any(r.case_id == child and r.revision >= revision for r in parts.reports):
        return parts
    said = fact.data.get("answered_at")
    answered = Mark(parse(said), fact.event_id) if said else None
    others = tuple(r for r in parts.reports if r.case_id != child)
    return parts._replace(reports=(*others, Report(child, revision, answered)))
