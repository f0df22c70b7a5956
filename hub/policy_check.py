"""
A policy or calendar file judged before it is published.

It is learnt beside the default publications, as the folds would learn it; what they would
then pass over, with the reason, is what is wrong with it.
"""

from __future__ import annotations

from pathlib import Path

from events import codec
from events.event import Event
from hub.failure import Failure
from hub.publications import (
    BEGINNING,
    PUBLISHED,
    Publication,
    default_raws,
    encode,
    read_publications,
)
from processors.publications import publication
from processors.reference import Reference


def problems_of(path: Path) -> list[str]:
    """
    Return what is wrong with the policy or calendar in *path*, one line each.

    Raises:
        Failure: the file cannot be read: nothing can be said of what stands in it.
    """
    try:
        published = read_publications(path)
    except Failure as failure:
        if failure.key != "policy-wrong":
            raise
        return [str(failure.values["reason"])]
    return [problem for one in published for problem in _passed_over(_event(one))]


def _event(one: Publication) -> Event:
    _, raw = encode(one, PUBLISHED, BEGINNING)
    return codec.decode(raw)


def _passed_over(event: Event) -> list[str]:
    known = Reference()
    for _, raw in default_raws():
        known = known.learn(codec.decode(raw))
    as_of = max(publication(event).valid_from, BEGINNING)
    before = known.problems(as_of)
    return [problem for problem in known.learn(event).problems(as_of) if problem not in before]
