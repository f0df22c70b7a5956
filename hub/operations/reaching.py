"""Operations of outreach: tell parties of an item, or invite them to a campaign."""

from __future__ import annotations

from typing import Any, Protocol

from events.instant import Instant
from hub.failure import Failure
from hub.operations.asked import Asked
from hub.outreach import telling
from hub.settings import Settings


class Reaching(Asked, Protocol):
    """What these need of a hub: an embedded one has it, a cluster's side too."""

    settings: Settings

    def now(self) -> Instant:
        """Return wall time."""
        ...


def outreach_tell(hub: Reaching, item: str, base: str = "", dry: bool = False) -> Any:
    """
    Tell whom *item* of a menu fits and who was never told; return what became of each.

    Args:
        hub: whose parties, channels and outbox.
        item: of a menu in force that says whom it is for.
        base: address of the gateway as receivers see it, for links; '' for none.
        dry: post nothing, return who would be told.

    Raises:
        Failure: everybody was told, or there is no such item.
    """
    rows = hub.query(telling.UNTOLD, {"item": item})
    if not rows:
        raise Failure("nobody-untold", item=item)
    return rows if dry else telling.tell(hub.query, hub.settings, hub.now(), rows, base)


def campaign_invite(hub: Reaching, id: str, base: str = "", dry: bool = False) -> Any:
    """
    Invite who waits for an answer to the topic of campaign *id* to its next day.

    Raises:
        Failure: there is no such campaign to come, or nobody waits for its topic.
    """
    rows = hub.query(telling.CONCERNED, {"campaign": id})
    if not rows:
        raise Failure("nobody-invited", id=id)
    return rows if dry else telling.tell(hub.query, hub.settings, hub.now(), rows, base)
