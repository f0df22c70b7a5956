"""
A party that a case names: what identity hears of cases.

A department without ids says a ``party`` object instead; its name and code may be known only
from there. The opening goes to ``identity`` as it is, once; taking it back follows it.
"""

from __future__ import annotations

from collections.abc import Iterator

from events import codec, topics
from events.event import WITHDRAWN, Event
from processors.cases.case_state import OPENED, CaseState
from processors.folding.fold import Forward
from processors.identity.party import PARTIES


def stated(before: CaseState, after: CaseState, event: Event) -> Iterator[Forward]:
    """Yield what identity must hear of *event*, which led from *before* to *after*."""
    if event.name == OPENED:
        if event.data.get("party") and event.event_id not in after.withdrawn:
            yield Forward(topics.IDENTITY, PARTIES)
    elif event.name == WITHDRAWN:
        gone = event.data["event_id"]
        for fact in before.facts:
            if fact.event_id == gone and fact.name == OPENED and fact.data.get("party_id"):
                # Identity keeps many parties: the party's id tells whose opening it was.
                data = {**event.data, "party_id": fact.data["party_id"]}
                yield Forward(topics.IDENTITY, PARTIES, codec.encode(event._replace(data=data)))
