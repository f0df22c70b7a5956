"""
Letters: what a party, or its contact officer, is told. Pure: rows in, messages out.

A party with a channel of its own (``party/<party_id>`` in the vault) gets a letter; else its
contact officer, or who stands in, gets one letter for all parties of an item, ``listed`` at most.
Who has neither is returned as not reached.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from events import ids
from events.instant import Instant
from events.messages import Language
from hub.alerting.grouping import NEVER, Message
from hub.i18n.speaking import Both, spoken

PARTY: Final = "party/"
"""How the ``channel_ref`` of a party's own channel begins."""

_TITLES: Final[Mapping[str, Both]] = {
    "item": ("For you: {title}", "政策直达：{title}"),
    "campaign": ("Invitation: {title}, {day}", "邀请函：{title}（{day}）"),
}
_LINES: Final[Mapping[str, Both]] = {
    "item": ("{name}: you may apply for {title}", "{name}：贵单位符合“{title}”的条件，可以申请"),
    "campaign": (
        "{name}: come on {day} and speak about {topic}",
        "{name}：诚邀 {day} 参加，当面商谈“{topic}”",
    ),
}


class Offer(NamedTuple):
    """``data`` is that of ``offer.made``; ``offer_id`` is made of whom and what."""

    offer_id: str
    data: Mapping[str, str]


class Letter(NamedTuple):
    """``channel_ref`` names the addresses it goes to."""

    channel_ref: str
    message: Message
    offers: tuple[Offer, ...]


Reach = Callable[[str], tuple[str, str] | None]
"""Party id → (receiver, ``channel_ref``), None for nobody."""
Link = Callable[[Offer], str]
"""Gives the address at which an offer is read, '' for none."""


def offer_of(row: Mapping[str, Any]) -> Offer:
    """Return the offer that *row* (party_id, and menu_id and item, or campaign_id and day) is."""
    facts = {n: str(row[n]) for n in ("party_id", "menu_id", "item", "campaign_id") if row.get(n)}
    said = [f"{key}={value}" for key, value in facts.items()]
    name = ids.make("offer", *said, str(row.get("day") or ""))
    note = {"note": str(row["day"])} if row.get("day") else {}
    by = {"department": str(row["department"])} if row.get("department") else {}
    return Offer(name, {"offer_id": name, **facts, **by, **note})


def letters(
    rows: Iterable[Mapping[str, Any]],
    reach: Reach,
    link: Link,
    language: Language,
    listed: int,
    until: Instant = NEVER,
) -> tuple[tuple[Letter, ...], tuple[str, ...]]:
    """
    Return the letters that tell *rows*, and the parties that cannot be reached.

    Args:
        rows: what is offered to whom, with ``title`` and ``name``; n >= 0.
        reach: who hears for a party.
        link: where an offer is read.
        language: of the letters.
        listed: lines of one letter.
        until: from then on (wall time) they are not sent; 0 for never too late.
    """
    groups: dict[tuple[str, str, str], list[Mapping[str, Any]]] = defaultdict(list)
    lost = []
    for row in rows:
        found = reach(row["party_id"])
        if found is None:
            lost.append(row["party_id"])
        else:
            groups[*found, row["title"]].append(row)
    made = [
        _letter(receiver, ref, some[at : at + listed], link, language, until)
        for (receiver, ref, _), some in sorted(groups.items())
        for at in range(0, len(some), listed)
    ]
    return tuple(made), tuple(lost)


def _letter(
    receiver: str,
    ref: str,
    rows: list[Mapping[str, Any]],
    link: Link,
    language: Language,
    until: Instant,
) -> Letter:
    offers = tuple(offer_of(row) for row in rows)
    kind = "campaign" if rows[0].get("campaign_id") else "item"
    both = zip(rows, offers, strict=True)
    lines = tuple(_line(row, kind, link(offer), language) for row, offer in both)
    return Letter(
        ref,
        Message(
            key=ids.make("letter", receiver, *(one.offer_id for one in offers)),
            receiver=receiver,
            department=str(rows[0].get("department") or ""),
            title=spoken(language, _TITLES[kind], **_said(rows[0])),
            lines=lines,
            findings=(),
            urgent=False,
            digest=False,
            until=until,
        ),
        offers,
    )


def _line(row: Mapping[str, Any], kind: str, link: str, language: Language) -> str:
    return " ".join(filter(None, (spoken(language, _LINES[kind], **_said(row)), link)))


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    name = row.get("name") or row["party_id"]
    return {"day": "", "topic": "", **row, "name": name}
