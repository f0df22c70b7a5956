"""
A policy of matters in shadow: what it would make of the same cases, beside the live one.

While one is tried, the cases of a matter stand a second time, paired and grouped under its rules
(``Matter.trial``). Every word about a case steps both; the second says no link and sends no case
on, and nothing of it is saved: it is made anew when a checkpoint was read. What it concludes is
told as in shadow (``processors.folding.shadow``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from immutables import Map

from processors.matters.matter_state import Matter, ready, ruling
from processors.published.reference import Reference

KIND: Final = "matters"


def tried(state: Matter, reference: Reference) -> Matter:
    """Return *state*, which is ready, with its cases under the policy in shadow, if any."""
    beside = reference.shadow if KIND in reference.shadow_kinds else None
    if beside is None:
        return state if state.trial is None else replace(state, trial=None)
    trial = ready(state.trial or silent(state), beside)
    return state if trial is state.trial else replace(state, trial=trial)


def silent(state: Matter) -> Matter:
    """Return *state* as a trial keeps it: it links nothing, and nothing leaves it."""
    return replace(state, trial=None, links=Map(), leaving=())


def judged_by(state: Matter, reference: Reference) -> Matter:
    """Return the matter under *reference*: the trial where that is the one in shadow."""
    if state.trial is not None and state.trial.ruling == ruling(reference):
        return state.trial
    return ready(state, reference)
