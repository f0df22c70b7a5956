"""
A policy, calendar or menu judged before it is published.

It is judged as intake would judge its fields, then learnt beside what is known (the default
publications, files named beside it, or a log's own rules), as the folds would learn it; what
they would then pass over, with the reason, is what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from pathlib import Path
from typing import Final

from events import codec
from events.event import Event
from events.messages import Language, sentence
from events.refusal import RefusedError
from events.validation import HUB, known_model, validate
from hub.failure import Failure
from hub.publishing.publications import (
    BEGINNING,
    PUBLISHED,
    Publication,
    default_raws,
    encode,
    read_publications,
)
from processors.published.policy_check import check_policy
from processors.published.publications import publication
from processors.published.reference import Reference

_UNREAD: Final = ("reports", "signing")


def problems_of(path: Path, beside: Iterable[Path] = (), language: Language = "en") -> list[str]:
    """
    Return what is wrong with the policy, calendar or menu in *path*, one line each.

    Args:
        path: YAML.
        beside: files taken as published before it.
        language: of what intake says; the folds' own words are translated by the command.

    Raises:
        Failure: a file cannot be read: nothing can be said of what stands in it.
    """
    known = reduce(_learn, (one for file in beside for one in read_publications(file)), defaults())
    try:
        published = read_publications(path)
    except Failure as failure:
        if failure.key != "policy-wrong":
            raise
        return [str(failure.values["reason"])]
    return problems_beside(known, published, language)


def problems_beside(
    known: Reference, published: Sequence[Publication], language: Language = "en"
) -> list[str]:
    """Return what is wrong with *published* where *known* is published already."""
    found = []
    for one in published:
        refused = _refused(one, language)
        found += [refused] if refused else _passed_over(known, _event(one)) + _unread(one)
        known = known if refused else _learn(known, one)
    return found


def defaults() -> Reference:
    """Return what a hub knows that was given nothing else."""
    events = (codec.decode(raw) for _, raw in default_raws())
    return reduce(lambda known, event: known.learn(event), events, Reference())


def _refused(one: Publication, language: Language) -> str:
    """Return what intake says of *one*, '' when it takes it."""
    name, data = one
    try:
        validate(known_model(f"{name}.v1", HUB), data)
    except RefusedError as error:
        return sentence(error.code, language, error.field, error.detail)
    return ""


def _unread(one: Publication) -> list[str]:
    """Return what is wrong with *one* if it is of a kind that no fold reads."""
    name, data = one
    unread = name == "policy.published" and data["kind"] in _UNREAD
    return check_policy(data, None) if unread else []


def _learn(known: Reference, one: Publication) -> Reference:
    return known.learn(_event(one))


def _event(one: Publication) -> Event:
    _, raw = encode(one, PUBLISHED, BEGINNING)
    return codec.decode(raw)


def _passed_over(known: Reference, event: Event) -> list[str]:
    as_of = max(publication(event).valid_from, BEGINNING)
    before = known.problems(as_of)
    return [problem for problem in known.learn(event).problems(as_of) if problem not in before]
