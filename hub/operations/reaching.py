"""Operations of outreach: tell parties of an item, or invite them to a campaign."""

from __future__ import annotations

from typing import Any

from hub.failure import Failure
from hub.outreach import telling
from hub.port import Hub


def outreach_tell(hub: Hub, item: str, base: str = "", dry: bool = False) -> Any:
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


def campaign_invite(hub: Hub, id: str, base: str = "", dry: bool = False) -> Any:
    """
    Invite who waits for an answer to the topic of campaign *id* to its next day.

    Raises:
        Failure: there is no such campaign to come, or nobody waits for its topic.
    """
    rows = hub.query(telling.CONCERNED, {"campaign": id})
    if not rows:
        raise Failure("nobody-invited", id=id)
    return rows if dry else telling.tell(hub.query, hub.settings, hub.now(), rows, base)
