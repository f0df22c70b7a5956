"""
The story of a case: everything its conclusions need, grown by one fact at a time.

``advance`` takes the facts in order; it knows no policy, no calendar and no clock, so a story
never has to be told again because a rule changed. Each kind of fact has one small function
(``_TELL``). An illegal fact is flagged; it never moves the case to another phase, and what
else it says (an assignment, a return) is kept.

A *sign of life* is a meaningful event while the case waits for its answer: accepted,
contacted, party-replied, joint-handled, decided, responded. A note (``case.progressed``) is
none: stalled is not overdue, and a filler note does not reset it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from processors import assignments, episodes, pauses
from processors.assignments import Hands
from processors.case_fact import Fact, Mark
from processors.episodes import Episode
from processors.evaluations import Evaluation, evaluation
from processors.pauses import Pause
from processors.transitions import Flag, illegal

MEANINGFUL = frozenset(
    {
        "case.accepted",
        "case.contacted",
        "case.party-replied",
        "case.joint-handled",
        "case.decided",
        "case.responded",
    }
)
_TOUCHES = MEANINGFUL - {"case.party-replied"} | {"case.assigned"}
"""By these whoever took a case in, or was given it, has answered its call."""
_OF_A_PART = frozenset({"case.accepted", "case.contacted"})
"""What only a department that was given the case can do."""


class Return(NamedTuple):
    """A return of a known assignment; only a lead's return passes the buck."""

    mark: Mark
    assignment_id: str
    department: str
    role: str
    episode: int


class Sign(NamedTuple):
    """A sign of life in an episode that waits for its answer."""

    mark: Mark
    episode: int


class Story(NamedTuple):
    """All tuples are in event-time order; the last episode is the current one."""

    opened: Fact | None = None
    episodes: tuple[Episode, ...] = (Episode(),)
    hands: Hands = Hands()
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Fact, ...] = ()
    signs: tuple[Sign, ...] = ()
    returns: tuple[Return, ...] = ()
    adjudicated: tuple[Mark, ...] = ()
    answers: tuple[Mark, ...] = ()
    decisions: tuple[Mark, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    flags: tuple[Flag, ...] = ()
    early: tuple[Mark, ...] = ()
    touched: Mark | None = None
    last: Mark | None = None

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
    def party_id(self) -> str:
        return str(self.opened.data.get("party_id", "")) if self.opened else ""


Teller = Callable[[Story, Fact], Story]


def advance(story: Story, fact: Fact) -> Story:
    """Return *story* with the next *fact*, which is later in order than all before."""
    code = illegal(story.episode.phase, fact.name)
    if story.opened is None and fact.name != "case.opened":
        story = story._replace(early=(*story.early, fact.mark))
    if code:
        story = flagged(story, code, fact)
    if story.touched is None and fact.name in _TOUCHES:
        story = story._replace(touched=fact.mark)
    teller = _TELL.get(fact.name)
    story = teller(story, fact) if teller else story
    return story._replace(last=fact.mark)


def flagged(story: Story, code: str, fact: Fact) -> Story:
    return story._replace(flags=(*story.flags, Flag(code, fact.event_id)))


def _now(story: Story, episode: Episode) -> Story:
    return story._replace(episodes=(*story.episodes[:-1], episode))


def _is_open(story: Story) -> bool:
    return story.episode.phase == "open"


def _opened(story: Story, fact: Fact) -> Story:
    if story.opened:
        return flagged(story, "opened-twice", fact)
    first = episodes.opened(story.episodes[0], fact)
    return story._replace(opened=fact, episodes=(first, *story.episodes[1:]))


def _assigned(story: Story, fact: Fact) -> Story:
    hands = assignments.assigned(story.hands, fact, story.episode.number, armed=_is_open(story))
    if hands.assignments[-1].id != fact.data.get("assignment_id"):
        story = flagged(story, "assignment-repeated", fact)
    story = story._replace(hands=hands)
    if fact.data.get("basis") == "adjudicated":
        story = story._replace(adjudicated=(*story.adjudicated, fact.mark))
    return story


def _returned(story: Story, fact: Fact) -> Story:
    given = story.hands.find(str(fact.data.get("assignment_id", "")), fact.department)
    if given is None or given.returned:
        return flagged(story, "returned-by-nobody", fact)
    if given.ended:
        story = flagged(story, "returned-after-its-end", fact)
    told = Return(fact.mark, given.id, given.department, given.role, story.episode.number)
    hands = assignments.returned(story.hands, given, fact.mark)
    return story._replace(hands=hands, returns=(*story.returns, told))


def _acted(story: Story, fact: Fact) -> Story:
    """Record a meaningful act: a sign of life, and its department's own first act."""
    if _is_open(story):
        story = story._replace(signs=(*story.signs, Sign(fact.mark, story.episode.number)))
    hands = assignments.acted(story.hands, fact)
    if fact.name in _OF_A_PART and not _holds(hands, fact.department):
        story = flagged(story, f"{fact.name[5:]}-by-a-stranger", fact)
    return story._replace(hands=hands)


def _holds(hands: Hands, department: str) -> bool:
    return any(a.department == department for a in hands.assignments)


def _replied(story: Story, fact: Fact) -> Story:
    return _acted(story, fact)._replace(pauses=pauses.ended(story.pauses, fact.mark))


def _settled(story: Story, fact: Fact) -> Story:
    story = _acted(story, fact)
    decided = story._replace(decisions=(*story.decisions, fact.mark))
    return _now(decided, episodes.settled(story.episode, fact)) if _is_open(story) else decided


def _adjudicated(story: Story, fact: Fact) -> Story:
    return story._replace(adjudicated=(*story.adjudicated, fact.mark))


def _paused(story: Story, fact: Fact) -> Story:
    if not _is_open(story):
        return story
    return story._replace(pauses=pauses.paused(story.pauses, fact))


def _resumed(story: Story, fact: Fact) -> Story:
    return story._replace(pauses=pauses.resumed(story.pauses, fact))


def _extended(story: Story, fact: Fact) -> Story:
    return story._replace(extensions=(*story.extensions, fact))


def _responded(story: Story, fact: Fact) -> Story:
    own_part = story.hands.assists(fact.department)
    story = _acted(story, fact)
    if own_part or fact.data.get("kind") == "not-ours":
        return story
    story = story._replace(answers=(*story.answers, fact.mark))
    story = story._replace(pauses=pauses.ended(story.pauses, fact.mark))
    return _now(story, episodes.answered(story.episode, fact))


def _closed(story: Story, fact: Fact) -> Story:
    if story.episode.phase == "closed":
        return story
    story = story._replace(
        hands=assignments.closed(story.hands, fact.mark),
        pauses=pauses.ended(story.pauses, fact.mark),
    )
    return _now(story, episodes.closed(story.episode, fact))


def _reopened(story: Story, fact: Fact) -> Story:
    if story.episode.phase != "closed":  # what lies before the closing never re-opens
        return story
    episode = episodes.reopened(story.episode, fact)
    hands = assignments.reopened(story.hands, episode.number, fact.mark)
    return story._replace(episodes=(*story.episodes, episode), hands=hands)


def _evaluated(story: Story, fact: Fact) -> Story:
    handlers = (a.department for a in story.hands.assignments)
    told = evaluation(fact, story.episode.number, handlers)
    if told.own:
        story = flagged(story, "rated-own-work", fact)
    if not 1 <= told.episode <= story.episode.number:
        return flagged(story, "evaluated-unknown-episode", fact)
    if told.outcome == "answered" and not told.revisit and _was_evaluated(story, told.episode):
        story = flagged(story, "evaluated-twice", fact)
    return story._replace(evaluations=(*story.evaluations, told))


def _was_evaluated(story: Story, episode: int) -> bool:
    return any(
        e.episode == episode and e.outcome == "answered" and not e.revisit
        for e in story.evaluations
    )


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
    "case.evaluated": _evaluated,
}
