"""
Evaluations: what the party said of an episode, who asked, and whether it counts.

Nobody rates their own work: an evaluation collected by a department that handled the case is
kept and flagged, and neither blames nor absolves. A bad one has level 2 or less, or says the
matter is not solved; satisfied and solved are two questions. A revisit's answer is its own row.

Source: the semantics, "Evaluation".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from processors.case_fact import Fact, Mark

BAD_LEVEL = 2
"""At or below it a level is bad: the scale's own middle is 3 (好差评, five levels)."""


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

    @property
    def bad(self) -> bool:
        rated_low = 0 < self.level <= BAD_LEVEL
        return self.outcome == "answered" and (rated_low or self.solved is False)

    @property
    def good(self) -> bool:
        return self.outcome == "answered" and not self.bad


def evaluation(fact: Fact, episode: int, handlers: Iterable[str]) -> Evaluation:
    """Return what *fact* says; *episode* is the current one, meant when none is named."""
    data = fact.data
    collector = str(data.get("collector", ""))
    by_party = data.get("collected_by") == "party"
    return Evaluation(
        int(data.get("episode") or episode),
        fact.mark,
        int(data.get("level") or 0),
        data.get("solved"),
        str(data.get("collected_by", "")),
        collector,
        str(data.get("outcome") or "answered"),
        bool(data.get("revisit")),
        not by_party and collector in set(handlers),
    )
