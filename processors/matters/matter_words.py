"""
What the case fold tells the matters: four words, on ``by-matter`` only.

``matter.stated`` gives the card of a case (``first``: the case begins there) and, with an
opening, what it said (``processors.matters.matter_said``). ``matter.said`` gives only that: of an
opening that does not stand, or not there. ``matter.left`` tells the matter that has the case
to let it go ``to`` another; that one sends the card on, with what was said of the case, in
``matter.attached``. Words about a case that is not there yet wait for it, in
their order (ADR 7, ADR 15).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from events import codec, ids, topics
from events.event import WITHDRAWN, Event
from processors.cases.case_duplicate import SOURCE
from processors.cases.case_state import CaseState, like, retold
from processors.folding.fold import Forward
from processors.matters import matter_card
from processors.matters.matter_card import Card, card, home
from processors.matters.matter_key import matter_key
from processors.matters.matter_place import spot
from processors.matters.matter_said import Said, said
from processors.text.matter_text import sketch

STATED: Final = "matter.stated"
SAID: Final = "matter.said"
LEFT: Final = "matter.left"
ATTACHED: Final = "matter.attached"

OPENED: Final = "case.opened"
_TELLING: Final = frozenset(
    {
        OPENED,
        "case.assigned",
        "case.responded",
        "case.closed",
        "case.reopened",
        WITHDRAWN,
    }
)
_LATE: Final = frozenset({"case.assigned"})
"""No other event changes a card; an assignment only when it comes late."""


def told(before: CaseState, after: CaseState, event: Event) -> Iterator[Forward]:
    """Yield what the matters must hear of the step from *before* to *after*."""
    anew = retold(before, after)
    if not (anew or _may_tell(after, event)):
        return
    before = like(before, after)
    old, new = home(before), home(after)
    heard = _heard(event) if event.name == OPENED else {}
    place = matter_key(event.data) if heard else ""
    if heard and (place != new or old not in ("", new)):
        yield _forward(place, SAID, after.key, event, **heard)
        heard = {}
    if new == "":
        return
    known = card(after)
    if old not in ("", new):
        yield _forward(old, LEFT, after.key, event, to=new, card=matter_card.dump(known))
    elif heard or anew or not old or known != card(before):
        told = {"card": matter_card.dump(known), **({} if old else {"first": True}), **heard}
        yield _forward(new, STATED, after.key, event, **told)


def _may_tell(after: CaseState, event: Event) -> bool:
    """Whatever comes late has the story told anew: any event may change a card then."""
    if after.facts[-1].event_id != event.event_id:
        return True
    return event.name in _TELLING and event.name not in _LATE


def _heard(event: Event) -> dict[str, Any]:
    text, place = (str(event.data.get(name) or "") for name in ("text", "place"))
    said = Said(sketch(text), spot(place, text))
    return {"opening": event.event_id, "said": said.dump()}


def heard(event: Event) -> Said:
    """Return what the opening said that *event* carries."""
    return said(event.data["said"])


def carded(event: Event) -> Card:
    """Return the card that *event* carries."""
    return matter_card.load(event.data["card"])


def attached(event: Event, links: int) -> Event:
    """
    Return the word with which the case goes on to where *event* (``matter.left``) says.

    *links*: how many words on its link to another case were said before.
    """
    data = {"case_id": event.data["case_id"], "card": event.data["card"], "links": links}
    return _event(ATTACHED, event.subject, event, event.data["to"], data)


def _forward(key: str, name: str, case_id: str, cause: Event, **data: Any) -> Forward:
    word = _event(name, case_id, cause, key, {"case_id": case_id, **data})
    return Forward(topics.BY_MATTER, key, codec.encode(word))


def _event(name: str, case_id: str, cause: Event, key: str, data: dict[str, Any]) -> Event:
    id = ids.make(name, case_id, key, cause.event_id)
    return Event(f"{SOURCE}#{id}", name, 1, cause.time, 0, SOURCE, id, case_id, data)
