"""
The fold on ``journal.cases``: a case's events become its state, and the state a conclusion.

An event in order is one step; a late one, or a withdrawal, tells the story again; a repeat
changes nothing (``processors.cases.case_state``). Records keyed by something else than a case (a
finding that was confirmed, an alert acknowledged) stay empty and conclude nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from events.event import Event
from events.instant import Instant
from processors.case_conclusions import case_conclusion
from processors.cases import case_party, case_state, part_reports
from processors.cases.case_fact import KEPT, compact
from processors.cases.case_state import CaseState
from processors.folding.conclusion import Conclusion, Scope
from processors.folding.fold import Forward
from processors.matters import matter_words
from processors.published.reference import Reference

_NOTHING: Scope = frozenset()


class CaseFold:
    """``Fold[CaseState]``. Its only subject is the key: the case id."""

    name = "cases"

    def empty(self, key: str) -> CaseState:
        return CaseState(key)

    def step(
        self,
        state: CaseState,
        event: Event,
        reference: Reference,
    ) -> tuple[CaseState, Scope]:
        """Return *state* with *event*, and the case itself when anything may differ."""
        if event.name not in KEPT:
            return state, _NOTHING
        told = case_state.by(state, reference)
        after = case_state.take(told, compact(event), reference)
        return after, _NOTHING if after is told else frozenset({state.key})

    def conclude(
        self,
        state: CaseState,
        scope: Scope,  # noqa: ARG002 - a case is concluded whole
        now: Instant,
        reference: Reference,
    ) -> Conclusion:
        """
        Return what is true of the case at *now*, or at its last event when that is later.

        *scope* narrows nothing: a case is concluded whole, and ``next_due`` is always its own.
        """
        story = case_state.by(state, reference).story
        return case_conclusion.conclude(state.key, story, now, reference)

    def retell(self, state: CaseState, reference: Reference) -> CaseState:
        """Return *state* told by the life cycle that counts now that more is known."""
        return case_state.again(state, reference)

    def forwards(self, before: CaseState, after: CaseState, event: Event) -> Iterable[Forward]:
        """Return what the parents of a sub-case, the matters and identity must hear."""
        if after is before:
            return ()
        return (
            *part_reports.told(before, after, event),
            *matter_words.told(before, after, event),
            *case_party.stated(before, after, event),
        )

    def dump(self, state: CaseState) -> Any:
        return [state.key, case_state.dump(state)]

    def load(self, values: Any) -> CaseState:
        return case_state.load(values[0], values[1])
