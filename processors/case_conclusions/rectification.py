"""
Rectification 整改 and second assignment 二次交办: what became of an episode that did not satisfy.

One row for each episode that was evaluated badly, opened again, or handed out a second time
(basis ``second``) because it was not finished. Its steps, each with its time: the evaluation,
its verification, the second assignment, the answer (fix-now, plan, explain; or an appeal), the
revisit by somebody else. The party has the last word: the latest evaluation that counts, of a
revisit or of a later episode. Where it was not heard again, a second handling closed as solved
is rectified but not ``confirmed``.

Statuses: open, rectified, failed (bad again, or closed unsolved again), not-upheld, taken-out.

Source: the semantics, "Evaluation"; the mission, row G.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from events import ids
from processors.case_conclusions.case_clocks import rectified
from processors.case_conclusions.shown import moment_of
from processors.cases.assignments import Assignment
from processors.cases.case_fact import Mark
from processors.cases.case_story import Story
from processors.cases.episodes import Answer, Episode
from processors.cases.evaluations import Evaluation
from processors.cases.owners import last_lead
from processors.folding.conclusion import Snapshot

_MEASURES = {"solved": "fix-now", "planned": "plan", "explained": "explain"}


class _Cause(NamedTuple):
    """
    Why *episode* had to be put right, and since when.

    ``bad``: the evaluation that asked for it. ``again``: the next episode. ``second``: who got
    the unfinished case anew within the episode.
    """

    episode: Episode
    since: Mark
    bad: Evaluation | None
    again: Episode | None
    second: Assignment | None


def rectification_rows(key: str, story: Story) -> Iterator[Snapshot]:
    """Yield a row for each episode of *story* that had to be put right."""
    for episode in story.episodes:
        cause = _cause(story, episode)
        if cause:
            id = ids.make("rectification", key, str(episode.number))
            yield Snapshot("rectification", id, key, _row(key, story, cause))


def _cause(story: Story, episode: Episode) -> _Cause | None:
    n = episode.number
    rated_bad = [e for e in story.evaluations if e.episode == n and e.bad and e.known and not e.own]
    bad = next((e for e in rated_bad if e.counts), rated_bad[0] if rated_bad else None)
    again = next((e for e in story.episodes if e.number == n + 1), None)
    second = _given_anew(story, n)
    starts = (bad and bad.mark, again and again.start, second and second.given)
    since = min((start for start in starts if start), default=None)
    return _Cause(episode, since, bad, again, second) if since else None


def _given_anew(story: Story, episode: int) -> Assignment | None:
    """Return the second assignment inside *episode*; its first one is what opened it (again)."""
    given = [a for a in story.hands.assignments if a.episode == episode]
    return next((a for a in given[1:] if a.basis == "second"), None)


def _row(key: str, story: Story, cause: _Cause) -> dict[str, object]:
    n, bad, again, second = cause.episode.number, cause.bad, cause.again, cause.second
    word = _last_word(story, n, cause.since)
    answer = _answer(story, cause)
    status, confirmed = _status(story, cause, word)
    judged = bad.judged if bad else None
    return {
        "case_id": key,
        "episode": n,
        "department": last_lead(story, n),
        "ground": _ground(bad),
        "level": bad.level or None if bad else None,
        "since": moment_of(cause.since),
        "verified_at": moment_of(judged.verified) if judged else "",
        "upheld": judged.upheld if judged else None,
        "second_at": moment_of(again.start if again else second.given if second else None),
        "second_department": _second_department(story, cause),
        "measure": _measure(cause, answer),
        "answered_at": moment_of(Mark(answer.time, answer.event_id)) if answer else "",
        "heard_at": moment_of(word.mark) if word else "",
        "status": status,
        "confirmed": confirmed,
    }


def _ground(bad: Evaluation | None) -> str:
    if bad is None:
        return "unfinished"
    return "unsolved" if bad.solved is False else "dissatisfied"


def _second_department(story: Story, cause: _Cause) -> str:
    if cause.again:
        return last_lead(story, cause.again.number)
    return cause.second.department if cause.second else ""


def _last_word(story: Story, episode: int, since: Mark) -> Evaluation | None:
    """Return what the party said last of *episode* after *since*, or of a later episode."""
    said = (e for e in story.evaluations if e.counts and e.says)
    after = [
        e
        for e in said
        if e.episode > episode or (e.episode == episode and e.revisit and e.mark > since)
    ]
    return max(after, key=lambda e: e.mark, default=None)


def _answer(story: Story, cause: _Cause) -> Answer | None:
    return min((a for a in story.answers if a.time >= cause.since.time), default=None)


def _measure(cause: _Cause, answer: Answer | None) -> str:
    appealed = cause.bad.judged.appealed if cause.bad else None
    if appealed and (answer is None or appealed.time < answer.time):
        return "appeal"
    return _MEASURES.get(answer.kind, "") if answer else ""


def _status(story: Story, cause: _Cause, word: Evaluation | None) -> tuple[str, bool]:
    """Return the status, and whether the party itself confirmed it."""
    bad, assigned_anew = cause.bad, bool(cause.again or cause.second)
    if bad and not assigned_anew:
        if not bad.counts:
            return "taken-out", False
        if bad.judged.upheld is False:
            return "not-upheld", False
    if word:
        return ("rectified" if word.good else "failed"), True
    if assigned_anew:
        last = story.episode
        ended = {"solved": "rectified", "unsolved": "failed", "no-response": "failed"}
        return ended.get(last.outcome, "open") if last.closed else "open", False
    return ("rectified" if bad and rectified(story, bad)[0] else "open"), False
