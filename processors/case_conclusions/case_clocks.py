"""
Which clocks a case has, and which facts start and stop each: no policy, no calendar, no now.

A ``Span`` is one clock of one episode (and assignment). How long it may run is the policy's
word, read by ``processors.case_conclusions.clock``. The clocks, and what decides where the design
is silent:

* ``accept`` runs per assignment from dispatch (never from sign-off, which departments delay)
  to the department's acceptance, or to what proves more than that: its own answer or its
  return. Contacting the party is no acceptance: the limit is on taking responsibility. It
  ends unjudged when the assignment ends otherwise or the case is answered by others (a part
  that the case waits for is owed whoever answered: ``return`` and ``first-contact`` likewise).
* ``return`` is a window, not a duty: it lapses unused. Only a later return breaches it.
* ``first-contact`` runs per assignment from dispatch to the department's first meaningful act.
* ``resolve`` runs per episode, from opening or re-opening to the answer in all its parts
  (``processors.cases.case_parts``); a closing before that ends it unjudged. A closing without an
  answer stops it too, and one that withdraws the case ends it unjudged. It never restarts.
* ``holding`` runs per stint (an assignment inside an episode) to the
  department's own response or the case's answer; of a part that the case waits for, to its own
  response only. Passing the case on ends it unjudged.
* ``follow-up`` runs from an answer that only plans to the answer that solves or explains.
  Without it a promise would be the cheapest way to stop the resolve clock. A closing ends it:
  met when the case is closed as solved, else unjudged (the party's evaluation takes over).
* ``rectify`` runs from a bad evaluation to its upheld end (re-opened), to a superior's word
  (decided, adjudicated), or to a revisit by somebody else that is good, or that
  follows a response given after the evaluation and is not bad again. A verdict that does not
  uphold the evaluation ends it unjudged; one that is left out (an appeal upheld, an approved
  exclusion) starts none.
* ``answer`` runs once per case, where its policy has it (the hotline), from the opening to the
  channel's own answer: the first dispatch, or any meaningful act but the party's. It is the
  clock of who took the case in, day and night; the departments it goes to keep their own.
* ``statutory`` runs like ``resolve``, in the first episode only, where the law sets a limit
  beside the promised one.
* Which of these run for an assignment is its role's word: guides hold nothing.
* ``adjudicate`` starts at a rung 2 of buck-passing, which depends on policy: see
  ``processors.case_conclusions.ping_pong``.

``met``: an end of this kind is judged by the deadline. ``cancelled``: it is not, unless the
deadline has passed before. The clocks of an overturned closing (a re-opening followed) lose
their on-time credit: their ends are not judged.

Source: the semantics, "Clocks of a case"; the contract, "Findings".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from processors.cases.adjudged import marks
from processors.cases.assignments import Assignment, Stint
from processors.cases.case_fact import Fact, Mark
from processors.cases.case_story import Story
from processors.cases.episodes import Answer, Episode
from processors.cases.evaluations import Evaluation
from processors.cases.gate import gate

Ending = Literal["", "met", "cancelled"]


class Span(NamedTuple):
    """One clock: from ``start`` to ``stop`` (None while it runs)."""

    clock: str
    episode: int
    assignment_id: str
    department: str
    start: Mark
    stop: Mark | None = None
    ending: Ending = ""
    overturned: bool = False


End = tuple[Mark | None, Ending]


def spans(story: Story, fresh: frozenset[int] = frozenset()) -> Iterator[Span]:
    """
    Yield every clock of *story* but ``adjudicate``; of a case nobody opened, its assignments'.

    *fresh* episodes began outside the window of re-opening: they overturn no closing.
    """
    for episode in story.episodes:
        if episode.start:
            overturned = _overturned(story, episode, fresh)
            yield from _of_episode(story, episode, episode.start, overturned)
    if story.opened:
        yield from _of_case(story, story.opened, _overturned(story, story.episodes[0], fresh))
    for assignment in story.hands.assignments:
        if assignment.armed:
            yield from _of_assignment(story, assignment)
    for stint in story.hands.stints:
        if "holding" in story.cycle.role(stint.role).clocks:
            episode = story.episodes[stint.episode - 1]
            yield _holding(story, stint, episode, _overturned(story, episode, fresh))


def _overturned(story: Story, episode: Episode, fresh: frozenset[int]) -> bool:
    """Tell whether the closing of *episode* was overturned: it was opened again in its window."""
    return episode.number < story.episode.number and episode.number + 1 not in fresh


def _of_episode(story: Story, episode: Episode, start: Mark, overturned: bool) -> Iterator[Span]:
    n = episode.number
    stop, ending = _resolved(story, episode)
    if overturned and ending == "met":
        ending = "cancelled"
    yield Span("resolve", n, "", "", start, stop, ending, overturned)
    if episode.promised:
        end = _kept(story, episode)
        yield Span("follow-up", n, "", "", episode.promised, *end, overturned)
    bad = next((e for e in story.evaluations if e.episode == n and e.bad and e.counts), None)
    if bad:
        yield Span("rectify", n, "", "", bad.mark, *rectified(story, bad))


def _of_case(story: Story, opened: Fact, overturned: bool) -> Iterator[Span]:
    first = story.episodes[0]
    closed: Ending = "cancelled" if first.outcome == "withdrawn" else "met"
    touched = max(story.touched, opened.mark) if story.touched else None
    answered = _first((touched, "met"), (first.closed, closed))
    yield Span("answer", 1, "", opened.by, opened.mark, *answered)
    stop, ending = _resolved(story, first)
    if overturned and ending == "met":
        ending = "cancelled"
    yield Span("statutory", 1, "", "", opened.mark, stop, ending, overturned)


def _resolved(story: Story, episode: Episode) -> End:
    """Return when the case was answered: by its lead, and in all its parts."""
    if episode.answered:
        waiting = gate(story, episode)
        if waiting.open:
            return episode.closed, "cancelled" if episode.closed else ""
        return max(episode.answered, waiting.last or episode.answered), "met"
    if episode.closed:
        return episode.closed, "cancelled" if episode.outcome == "withdrawn" else "met"
    return None, ""


def _kept(story: Story, episode: Episode) -> End:
    closing: Ending = "met" if episode.outcome == "solved" else "cancelled"
    return _first(
        (episode.kept, "met"),
        (episode.closed, closing),
        (_reopening(story, episode.number), "cancelled"),
    )


def _reopening(story: Story, episode: int) -> Mark | None:
    later = story.episodes[episode : episode + 1]
    return later[0].start if later else None


def _first(*ends: End) -> End:
    """Return the earliest of *ends*; the first named wins a tie."""
    first: End = (None, "")
    for end in ends:
        if end[0] and (first[0] is None or end[0].time < first[0].time):
            first = end
    return first


def rectified(story: Story, bad: Evaluation) -> End:
    """
    Return what ended the rectification that the evaluation *bad* asked for.

    One of an episode that was re-opened already asks for nothing more: it ends as it begins.
    """
    again = next((e.start for e in story.episodes if e.number > bad.episode), None)
    upheld = max(again, bad.mark) if again else None
    word = _after((*story.decisions, *marks(story.adjudicated)), bad.mark)
    refuted = bad.judged.verified if bad.judged.upheld is False else None
    return _first(
        (upheld, "met"), (word, "met"), (_revisited(story, bad), "met"), (refuted, "cancelled")
    )


def _after(marks: Iterable[Mark | Answer], since: Mark) -> Mark | None:
    later = min((m for m in marks if m.time >= since.time), default=None)
    return Mark(later.time, later.event_id) if later else None


def _revisited(story: Story, bad: Evaluation) -> Mark | None:
    answer = _after(story.answers, bad.mark)
    for visit in story.evaluations:
        later = visit.mark.time >= bad.mark.time and visit.mark != bad.mark
        revisit = visit.revisit and visit.counts and visit.episode == bad.episode
        if visit.bad or not (revisit and later):
            continue
        if visit.good or (answer and answer.time <= visit.mark.time):
            return visit.mark
    return None


def _of_assignment(story: Story, given: Assignment) -> Iterator[Span]:
    episode = story.episodes[given.episode - 1]
    role = story.cycle.role(given.role)
    over: End = (episode.closed if role.awaited else episode.ended, "cancelled")
    ended: End = (given.ended, "cancelled")
    sent: End = (given.returned, "met")
    acted: End = (given.acted, "met")
    accepted: End = (given.accepted, "met")
    answered: End = (given.answered, "met")
    name = (given.episode, given.id, given.department, given.given)
    clocks = role.clocks
    if "accept" in clocks:
        yield Span("accept", *name, *_first(accepted, answered, sent, ended, over))
    if "return" in clocks:
        yield Span("return", *name, *_first(sent, ended, over))
    if "first-contact" in clocks:
        yield Span("first-contact", *name, *_first(acted, sent, ended, over))


def _holding(story: Story, stint: Stint, episode: Episode, overturned: bool) -> Span:
    """Return who held the case in *stint*; a lead's answer is overturned with the closing."""
    given = next(a for a in story.hands.assignments if a.id == stint.assignment_id)
    own = given.answered if given.answered and given.answered.time >= stint.start.time else None
    role = story.cycle.role(given.role)
    whole = role.answers == "case"
    closed: Ending = "met" if whole and stint.ended_by == "closed" else "cancelled"
    by_lead = None if role.awaited else episode.answered
    stop, ending = _first(
        (own, "met"), (by_lead, "met" if whole else "cancelled"), (stint.ended, closed)
    )
    name = (stint.episode, stint.assignment_id, stint.department, stint.start)
    if overturned and whole and ending == "met":
        return Span("holding", *name, stop, "cancelled", overturned)
    return Span("holding", *name, stop, ending)
