"""
The story of a case: everything its conclusions need, grown by one fact at a time.

``advance`` takes the facts in order; it knows no policy, no calendar and no clock, so a story
never has to be told again because a limit changed. Each kind of fact has one small function
(``_TELL``). What may come in which phase is the life cycle's word
(``processors.policies.life_cycle``). An illegal fact is flagged; it never moves the case to
another phase, and what else it says (an assignment, a return) is kept.

A *sign of life* is a meaningful event (``processors.cases.acts``) while the case waits for its
answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from processors.cases import assignments, case_duplicate, case_parts, episodes, pauses, signs
from processors.cases.acts import FOR_THE_PARTY, NEVER_EARLY, OF_A_PART, TOUCHES
from processors.cases.adjudged import Adjudications, binds, heard, marks
from processors.cases.assignments import LEAD, Hands, Return
from processors.cases.case_fact import Fact, Mark, said
from processors.cases.case_parts import Parts
from processors.cases.episodes import Answer, Episode
from processors.cases.evaluations import Evaluations, opened_again, refuses_reopening, taken
from processors.cases.flags import Flag, while_in
from processors.cases.pauses import Pause
from processors.cases.roles import acts_for_party, answers, owing
from processors.cases.signs import Signs
from processors.policies.life_cycle import UNPUBLISHED, LifeCycle, Phase
from processors.policies.menu import MenuItem


class Story(NamedTuple):
    """
    All tuples are in event-time order; the last episode is the current one.

    ``key`` is the case id, ``cycle`` the life cycle it is told by, ``ordered`` the menu item
    that the case orders.
    """

    opened: Fact | None = None
    episodes: tuple[Episode, ...] = (Episode(),)
    hands: Hands = Hands()
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Fact, ...] = ()
    signs: Signs = ()
    returns: tuple[Return, ...] = ()
    adjudicated: Adjudications = ()
    answers: tuple[Answer, ...] = ()
    requests: tuple[Mark, ...] = ()
    decisions: tuple[Mark, ...] = ()
    evaluations: Evaluations = ()
    flags: tuple[Flag, ...] = ()
    early: tuple[Mark, ...] = ()
    touched: Mark | None = None
    last: Mark | None = None
    key: str = ""
    cycle: LifeCycle = UNPUBLISHED.general
    parts: Parts = Parts()
    ordered: MenuItem | None = None
    duplicates: case_duplicate.Words = ()

    @property
    def episode(self) -> Episode:
        return self.episodes[-1]

    @property
    def unopened(self) -> tuple[Flag, ...]:
        """Flags of what happened before anybody opened the case (at the same instant: with it)."""
        since = self.opened.time if self.opened else None
        early = (m for m in self.early if since is None or m.time < since)
        return tuple(Flag("before-opening", m.event_id) for m in early)

    @property
    def category(self) -> str:
        return str(self.opened.data.get("category", "")) if self.opened else ""

    @property
    def party_id(self) -> str:
        return str(self.opened.data.get("party_id", "")) if self.opened else ""


Teller = Callable[[Story, Fact], Story]


def advance(story: Story, fact: Fact) -> Story:
    """Return *story* with the next *fact*, which is later in order than all before."""
    if case_duplicate.ours(fact):
        return _linked(story, fact)
    if story.opened is None and fact.name not in NEVER_EARLY:
        story = story._replace(early=(*story.early, fact.mark))
    if not _may_come(story, fact):
        story = flagged(story, while_in(story.episode.phase, fact.name), fact)
    if story.touched is None and fact.name in TOUCHES and not fact.data.get("by_menu"):
        story = story._replace(touched=fact.mark)
    teller = _TELL.get(fact.name)
    story = teller(story, fact) if teller else story
    return story._replace(last=fact.mark)


def flagged(story: Story, code: str, fact: Fact) -> Story:
    return story._replace(flags=(*story.flags, Flag(code, fact.event_id)))


def _now(story: Story, episode: Episode) -> Story:
    return story._replace(episodes=(*story.episodes[:-1], episode))


def _may_come(story: Story, fact: Fact) -> bool:
    """Tell whether the life cycle of the case names *fact* in the phase it is in."""
    return story.cycle.leads(story.episode.phase, fact.name, fact.data) is not None


def _moves(story: Story, fact: Fact, to: Phase) -> bool:
    """Tell whether *fact* moves the case on, to the phase *to*."""
    phase = story.episode.phase
    return phase != to and story.cycle.leads(phase, fact.name, fact.data) == to


def _is_open(story: Story) -> bool:
    return story.episode.phase == "open"


def _opened(story: Story, fact: Fact) -> Story:
    if story.opened:
        return flagged(story, "opened-twice", fact)
    first = episodes.opened(story.episodes[0], fact)
    if not story.cycle.known:
        story = flagged(story, "unknown-kind", fact)
    return story._replace(opened=fact, episodes=(first, *story.episodes[1:]))


def _assigned(story: Story, fact: Fact) -> Story:
    if story.hands.repeats(fact):
        return flagged(story, "assignment-repeated", fact)
    hands = assignments.assigned(story.hands, fact, story.episode.number, armed=_is_open(story))
    if hands.assignments[-1].id != fact.data.get("assignment_id"):
        story = flagged(story, "assignment-repeated", fact)
    story = story._replace(hands=hands)
    upheld = opened_again(story.evaluations, story.episode.number)
    if fact.data.get("basis") == "second" and not upheld:
        story = flagged(story, "second-without-bad-evaluation", fact)
    return _adjudicated(story, fact) if fact.data.get("basis") == "adjudicated" else story


def _returned(story: Story, fact: Fact) -> Story:
    """Record a return; whom an adjudication binds is flagged, and the case stays where it is."""
    given = story.hands.find(str(fact.data.get("assignment_id", "")), fact.department)
    if given is None:
        return flagged(story, "returned-by-nobody", fact)
    for code in assignments.flaws(given, fact):
        story = flagged(story, code, fact)
    number = story.episode.number
    bound = given.role == LEAD and binds(story.adjudicated, given.department, number)
    told = Return(fact.mark, given.id, given.department, given.role, number, bound)
    story = story._replace(returns=(*story.returns, told))
    if bound:
        return flagged(story, "returned-after-adjudication", fact)
    return story._replace(hands=assignments.returned(story.hands, given, fact.mark))


def _acted(story: Story, fact: Fact) -> Story:
    """Record a meaningful act: a sign of life, and its department's own first act."""
    if _is_open(story):
        story = story._replace(signs=signs.joined(story.signs, story.episode.number, fact.mark))
    hands = assignments.acted(story.hands, fact)
    if fact.name in OF_A_PART and not hands.know(fact.department):
        story = flagged(story, f"{fact.name[5:]}-by-a-stranger", fact)
    if fact.name in FOR_THE_PARTY and acts_for_party(hands, story.cycle, fact.department):
        story = story._replace(pauses=pauses.ended(story.pauses, fact.mark))
    return story._replace(hands=hands)


def _replied(story: Story, fact: Fact) -> Story:
    return _acted(story, fact)._replace(pauses=pauses.ended(story.pauses, fact.mark))


def _settled(story: Story, fact: Fact) -> Story:
    story = _acted(story, fact)
    if fact.name == "case.decided":
        if story.hands.know(fact.by):  # it would release itself from its own limits
            return flagged(story, "decided-own-work", fact)
        story = story._replace(decisions=(*story.decisions, fact.mark))
    return _now(story, episodes.settled(story.episode, fact)) if _is_open(story) else story


def _adjudicated(story: Story, fact: Fact) -> Story:
    return story._replace(adjudicated=heard(story.adjudicated, fact, story.episode.number))


def _paused(story: Story, fact: Fact) -> Story:
    if not (_is_open(story) or _may_come(story, fact)):
        return story
    return story._replace(pauses=pauses.paused(story.pauses, fact))


def _resumed(story: Story, fact: Fact) -> Story:
    after = pauses.resumed(story.pauses, fact)
    if all(p.reason != fact.data.get("reason") for p in story.pauses):
        return flagged(story, "resumed-without-its-pause", fact)
    return story._replace(pauses=after)


def _extended(story: Story, fact: Fact) -> Story:
    if not said(fact, "approver"):
        return flagged(story, "extended-without-approver", fact)
    return story._replace(extensions=(*story.extensions, fact))


def _responded(story: Story, fact: Fact) -> Story:
    answered, role = answers(story.hands, story.cycle, fact.department)
    story = _acted(story, fact)
    if answered == "nothing":
        return flagged(story, f"responded-by-{role}", fact)
    if answered == "part":
        return story if _is_open(story) else _told_all(story, fact)
    if fact.data.get("kind") == "not-ours" or not _may_come(story, fact):
        return story
    story = story._replace(answers=(*story.answers, episodes.answer(fact)))
    return _told_all(_now(story, episodes.answered(story.episode, fact)), fact)


def _told_all(story: Story, fact: Fact) -> Story:
    """Return *story* with nobody waited for any more, unless an assist still owes its part."""
    episode = story.episode
    if episode.phase == "responded" and any(owing(story.hands, story.cycle, episode.number)):
        return story
    return story._replace(pauses=pauses.ended(story.pauses, fact.mark))


def _closed(story: Story, fact: Fact) -> Story:
    if not _moves(story, fact, "closed"):
        return story
    over = pauses.ended(story.pauses, fact.mark)
    story = story._replace(hands=assignments.closed(story.hands, fact.mark), pauses=over)
    return _now(story, episodes.closed(story.episode, fact))


def _reopened(story: Story, fact: Fact) -> Story:
    if not _moves(story, fact, "open"):  # what lies before the closing never re-opens
        return story
    grounds = (*story.requests[-1:], *story.decisions[-1:], *marks(story.adjudicated[-1:]))
    if refuses_reopening(story.evaluations, story.episode.number, max(grounds, default=None)):
        return flagged(story, "reopened-not-upheld", fact)
    episode = episodes.reopened(story.episode, fact)
    hands = assignments.reopened(story.hands, episode.number, fact.mark)
    over = pauses.ended(story.pauses, fact.mark)
    return story._replace(episodes=(*story.episodes, episode), hands=hands, pauses=over)


def _reopening_asked(story: Story, fact: Fact) -> Story:
    return story._replace(requests=(*story.requests, fact.mark))


def _evaluated(story: Story, fact: Fact) -> Story:
    """Record what the party said of an episode, or what others said of that."""
    handlers = frozenset(a.department for a in story.hands.assignments)
    evaluations, code = taken(story.evaluations, fact, story.episode.number, handlers)
    story = story._replace(evaluations=evaluations)
    return flagged(story, code, fact) if code else story


def _linked(story: Story, fact: Fact) -> Story:
    tell = case_parts.linked if fact.name == "case.linked" else case_parts.unlinked
    duplicates = case_duplicate.heard(story.duplicates, story.key, fact)
    return story._replace(parts=tell(story.parts, story.key, fact), duplicates=duplicates)


def _reported(story: Story, fact: Fact) -> Story:
    return story._replace(parts=case_parts.reported(story.parts, fact))


_TELL: Mapping[str, Teller] = {
    "case.opened": _opened,
    "case.assigned": _assigned,
    "case.accepted": _acted,
    "case.contacted": _acted,
    "case.party-replied": _replied,
    "case.returned": _returned,
    "case.paused": _paused,
    "case.resumed": _resumed,
    "case.extended": _extended,
    "case.joint-handled": _settled,
    "case.decided": _settled,
    "case.adjudicated": _adjudicated,
    "case.responded": _responded,
    "case.closed": _closed,
    "case.reopened": _reopened,
    "case.reopen-requested": _reopening_asked,
    "case.evaluated": _evaluated,
    "case.linked": _linked,
    "case.unlinked": _linked,
    case_parts.REPORTED: _reported,
    "case.evaluation-verified": _evaluated,
    "case.evaluation-appealed": _evaluated,
    "case.appeal-decided": _evaluated,
    "case.evaluation-excluded": _evaluated,
}
