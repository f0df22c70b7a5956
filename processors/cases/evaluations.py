"""
Evaluations: what the party said of an episode, who asked, and whether it counts.

Nobody rates their own work: an evaluation collected by a department that handled the case, or sent
by its system in whosever name, is kept and flagged, and neither blames nor absolves: the sender is
known, the collector is a claim. The party's own first word counts through whatever system it came
(a resident rates at the handler's window); a revisit by the handler is its own work even in the
party's name. One of an episode that does not exist is kept
and flagged too. A bad one has level 2 or less, or says the matter is not solved; satisfied
and solved are two questions. A revisit's answer is its own row.

What becomes of an evaluation (``Judged``): it is verified by somebody else than the handler,
appealed against, or left out: by an approved exclusion, or by an appeal that is upheld. One
left out counts gross and not net, and blames nobody.

Source: the semantics, "Evaluation".
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, NamedTuple

from processors.cases.case_fact import Fact, Mark

BAD_LEVEL = 2
"""At or below it a level is bad: the scale's own middle is 3 (好差评, five levels)."""

Standing = Literal["counted", "own", "excluded", "unknown-episode"]


class Judged(NamedTuple):
    """What others said of an evaluation; ``excluded_for``: appeal, or approved."""

    verified: Mark | None = None
    upheld: bool | None = None
    verifier: str = ""
    appealed: Mark | None = None
    excluded: Mark | None = None
    excluded_by: str = ""
    excluded_for: str = ""
    reason: str = ""


_UNJUDGED = Judged()


class Evaluation(NamedTuple):
    """``level`` 0 and ``solved`` None: not answered. ``own``: the handler rated itself."""

    episode: int
    mark: Mark
    level: int
    solved: bool | None
    collected_by: str
    collector: str
    outcome: str
    revisit: bool
    own: bool
    channel: str = ""
    asked_at: str = ""
    known: bool = True
    judged: Judged = _UNJUDGED

    @property
    def bad(self) -> bool:
        rated_low = 0 < self.level <= BAD_LEVEL
        return self.outcome == "answered" and (rated_low or self.solved is False)

    @property
    def says(self) -> bool:
        """Tell whether the party said what it thinks: an answer without a word absolves nobody."""
        return self.outcome == "answered" and (self.level > 0 or self.solved is not None)

    @property
    def good(self) -> bool:
        return self.says and not self.bad

    @property
    def standing(self) -> Standing:
        if self.own:
            return "own"
        if not self.known:
            return "unknown-episode"
        return "excluded" if self.judged.excluded else "counted"

    @property
    def counts(self) -> bool:
        """Tell whether it blames or absolves: all rates net are made of these."""
        return self.standing == "counted"


Evaluations = tuple[Evaluation, ...]


def evaluation(fact: Fact, episode: int, handlers: Collection[str]) -> Evaluation:
    """Return what *fact* says; *episode* is the current one, meant when none is named."""
    data = fact.data
    collector = str(data.get("collector") or fact.by)
    revisit = bool(data.get("revisit"))
    asked_by_others = data.get("collected_by") != "party" or revisit
    number = int(data.get("episode") or episode)
    return Evaluation(
        number,
        fact.mark,
        int(data.get("level") or 0),
        data.get("solved"),
        str(data.get("collected_by", "")),
        collector,
        str(data.get("outcome") or "answered"),
        revisit,
        asked_by_others and (collector in handlers or fact.by in handlers),
        str(data.get("channel", "")),
        str(data.get("asked_at", "")),
        1 <= number <= episode,
    )


def taken(
    evaluations: Evaluations, fact: Fact, episode: int, handlers: Collection[str]
) -> tuple[Evaluations, str]:
    """Return *evaluations* after *fact*, in the *episode* that is on, and a flag or ''."""
    if fact.name != "case.evaluated":
        return _judged_by(evaluations, fact, handlers)
    told = evaluation(fact, episode, handlers)
    return (*evaluations, told), _flag(evaluations, told)


def _flag(before: Evaluations, told: Evaluation) -> str:
    if told.own:
        return "rated-own-work"
    if not told.known:
        return "evaluated-unknown-episode"
    twice = any(e.episode == told.episode and _answers(e) for e in before)
    return "evaluated-twice" if twice and _answers(told) else ""


def _answers(told: Evaluation) -> bool:
    """Tell whether the party said what it thinks of the episode: a revisit is another word."""
    return told.says and not told.revisit and told.counts


def _judged_by(
    evaluations: Evaluations, fact: Fact, handlers: Collection[str]
) -> tuple[Evaluations, str]:
    """
    Return *evaluations* after *fact* (verified, appealed, decided, excluded), and a flag or ''.

    Who handled the case (*handlers*) can appeal; their own verdict or approval is flagged and
    changes nothing, nor does one that their system sends in another's name. So is a word about
    an evaluation that nobody gave.
    """
    judge = str(fact.data.get("verifier") or fact.data.get("approver") or "")
    own = judge in handlers or fact.by in handlers
    if fact.name != "case.evaluation-appealed" and own:
        return evaluations, "judged-own-work"
    meant = [_is_meant(e, fact) for e in evaluations]
    if not any(meant):
        return evaluations, "evaluation-unknown"
    return tuple(
        _after(e, fact, judge) if hit else e for e, hit in zip(evaluations, meant, strict=True)
    ), ""


def _is_meant(told: Evaluation, fact: Fact) -> bool:
    named = fact.data.get("evaluation")
    if named:
        return told.mark.event_id == str(named)
    return told.episode == int(fact.data.get("episode") or 0) and not told.revisit


def _after(told: Evaluation, fact: Fact, judge: str) -> Evaluation:
    return told._replace(judged=_judged(told.judged, fact, judge))


def _judged(before: Judged, fact: Fact, judge: str) -> Judged:
    upheld = bool(fact.data.get("upheld"))
    match fact.name:
        case "case.evaluation-verified":
            return before._replace(verified=fact.mark, upheld=upheld, verifier=judge)
        case "case.evaluation-appealed":
            return before._replace(appealed=before.appealed or fact.mark)
        case "case.appeal-decided" if not upheld:
            return before
    if before.excluded:
        return before
    return before._replace(
        excluded=fact.mark,
        excluded_by=judge,
        excluded_for="appeal" if fact.name == "case.appeal-decided" else "approved",
        reason=str(fact.data.get("reason", "")),
    )


def opened_again(evaluations: Evaluations, episode: int) -> bool:
    """Tell whether a bad evaluation led to *episode*: what a second assignment is for."""
    return any(e.bad and not e.own and e.episode < episode for e in evaluations)


def refuses_reopening(evaluations: Evaluations, episode: int, since: Mark | None) -> bool:
    """
    Tell whether *episode* may not be re-opened for its evaluations: none was found right.

    *since*: the last other ground to open it again (the party's request, a superior's word); one
    after the verdict stands by itself. An evaluation that nobody verified refuses nothing.
    """
    bad = [e for e in evaluations if e.episode == episode and e.bad and e.counts]
    verdicts = [e.judged.verified for e in bad if e.judged.upheld is False and e.judged.verified]
    if not bad or len(verdicts) < len(bad):
        return False
    return since is None or since.time < max(v.time for v in verdicts)
