"""
Bad evaluation: the party is dissatisfied (level 2 or less), or says it is not solved.

One finding per episode, from its first bad evaluation by somebody else than the handler. It
is resolved when the rectification ends (``processors.case_conclusions.case_clocks``), and
retracted when the evaluation is left out: an appeal upheld, an exclusion approved. The department
at fault is the episode's last lead. Kind ``unsolved`` goes before ``dissatisfied``: solved is a
question apart from satisfied, and weighs more.

Source: the semantics, "Evaluation".
"""

from __future__ import annotations

from collections.abc import Iterator

from events.finding import Finding
from processors.case_conclusions.case_clocks import rectified
from processors.case_conclusions.found import found
from processors.cases.case_story import Story
from processors.cases.owners import last_lead


def bad_evaluations(case: tuple[str, str], story: Story) -> Iterator[Finding]:
    """Yield the finding of each episode that was evaluated badly."""
    for episode in story.episodes:
        bad = [e for e in story.evaluations if e.episode == episode.number and e.bad and e.counts]
        if not bad or story.opened is None:
            continue
        first = bad[0]
        yield found(
            "bad-evaluation",
            "unsolved" if first.solved is False else "dissatisfied",
            case,
            first.mark.time,
            severity="warning",
            evidence=(first.mark.event_id,),
            resolved=rectified(story, first)[0],
            department=last_lead(story, episode.number),
            episode=episode.number,
            details={"level": first.level, "collected_by": first.collected_by},
        )
