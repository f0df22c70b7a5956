"""
Parts of a case: what assists and sub-cases do of it, and the gate: is all of it answered?

A lead answers the party, but the case counts as answered only when every part is: each assist
that the case waits for (``awaited`` in its role) and each sub-case (``case.linked``, relation
parent). Until then its resolve clock runs on; closed before that, it has no credit for being
in time. Every part keeps its own clocks.

A sub-case is answered once its first episode is (or is closed). Its own fold knows when, and
tells each of its parents by ``case.part-reported`` in ``journal.cases``, with a revision that
grows with what the sub-case has heard: the greatest counts, whatever came first. A report
changes no phase, so cases that are each other's parents cannot talk for ever.

Source: the mission, row H; the semantics, "Clocks of a case" (lead and assist, parent and child).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from events import codec, ids, topics
from events.event import Event
from events.instant import Instant, parse, render
from processors.cases.case_fact import Fact, Mark
from processors.folding.fold import Forward

if TYPE_CHECKING:
    from processors.cases.case_story import Story
    from processors.cases.episodes import Episode

SOURCE: Final = "/departments/hub/cases"
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


class Gate(NamedTuple):
    """``awaited`` parts, ``open`` ones of them, and when the last of the others was answered."""

    awaited: int = 0
    open: int = 0
    last: Mark | None = None


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


def gate(story: Story, episode: Episode) -> Gate:
    """Return what *episode* still waits for besides the lead's own answer."""
    answers = [*_of_assists(story, episode), *_of_children(story.parts)]
    given = [answer for answer in answers if answer is not None]
    return Gate(len(answers), len(answers) - len(given), max(given, default=None))


def _of_assists(story: Story, episode: Episode) -> Iterator[Mark | None]:
    for given in story.hands.assignments:
        mine = given.armed and given.episode == episode.number
        if mine and not given.returned and story.cycle.role(given.role).awaited:
            yield given.answered


def _of_children(parts: Parts) -> Iterator[Mark | None]:
    known = {report.case_id: report.answered for report in parts.reports}
    return (known.get(child) for child in parts.children)


def reports(before: Story, after: Story, event: Event, revision: int) -> Iterable[Forward]:
    """Return what the parents of a sub-case must hear of the step from *before* to *after*."""
    if not after.parts.parents:
        return ()
    answered = after.episodes[0].ended
    same = before.episodes[0].ended == answered
    told = before.parts.parents if same else ()
    at = max(event.time, after.last.time) if after.last else event.time
    return tuple(
        _report(parent, after.key, answered, at, revision)
        for parent in after.parts.parents
        if parent not in told
    )


def _report(parent: str, child: str, answered: Mark | None, at: Instant, revision: int) -> Forward:
    data = {"case_id": parent, "other_case_id": child, "revision": revision}
    if answered:
        at = max(at, answered.time)
        data["answered_at"] = render(answered.time)
    id = ids.make("part", parent, child, str(revision), str(data.get("answered_at", "")))
    said = Event(ids.event_id(SOURCE, id), REPORTED, 1, at, 0, SOURCE, id, parent, data)
    return Forward(topics.JOURNAL_CASES, parent, codec.encode(said))
