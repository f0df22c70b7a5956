"""
What of a matter is saved, piece by piece: a part per case, and one per opening's words.

A case's part: its card, the words that wait for it, where it went, what was said of its
duplicate, and the name of its cluster. Pairs, groups and demand are made anew from these
(``processors.matters.matter_state.ready``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from immutables import Map

from events import codec
from events.event import Event
from processors.matters import matter_card
from processors.matters.matter_card import Card
from processors.matters.matter_groups import Name
from processors.matters.matter_said import Said, said
from processors.matters.matter_state import Linked, Matter, name_of

_WORDS: Final = "\x1d"
"""Before the event id of an opening: what it said; ids have no control characters."""


def touched(event: Event) -> Iterator[str]:
    """Name the parts that a word about a case changes, beside those of cases it touches."""
    yield event.data["case_id"]
    if "opening" in event.data:
        yield _WORDS + event.data["opening"]


def every(state: Matter) -> set[str]:
    """Name all parts of *state*."""
    cases = {*state.cards, *state.waiting, *state.gone, *state.links}
    return cases | {_WORDS + opening for opening in state.texts}


def part(state: Matter, name: str) -> Any:
    """Return a part as JSON values; None: there is none of that name."""
    if name.startswith(_WORDS):
        words = state.texts.get(name.removeprefix(_WORDS))
        return None if words is None else words.dump()
    told = state.cards.get(name)
    values = (
        None if told is None else matter_card.dump(told),
        [codec.encode(event).decode() for event in state.waiting.get(name, ())],
        state.gone.get(name),
        state.links.get(name),
        name_of(state, name),
    )
    return values if any(values) else None


def whole(key: str, parts: Iterable[tuple[str, Any]]) -> Matter:
    """Return the state of *parts*; what is derived comes with ``ready``."""
    cards, texts = dict[str, Card](), dict[str, Said]()
    waiting, gone = dict[str, tuple[Event, ...]](), dict[str, str]()
    links, names = dict[str, Linked](), dict[str, Name]()
    for name, values in parts:
        if name.startswith(_WORDS):
            texts[name.removeprefix(_WORDS)] = said(values)
            continue
        told, mail, to, link, cluster = values
        if told is not None:
            cards[name] = matter_card.load(told)
        if mail:
            waiting[name] = tuple(codec.decode(event.encode()) for event in mail)
        if to is not None:
            gone[name] = to
        if link is not None:
            links[name] = (link[0], link[1])
        if cluster is not None:
            names[name] = (cluster[0], cluster[1])
    maps = (Map(cards), Map(texts), Map(waiting), Map(gone), Map(links))
    return Matter(key, *maps, names=Map(names))
