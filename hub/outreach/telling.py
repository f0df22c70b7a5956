"""
Tell: ask who fits and was never told, write letters, put them into the outbox of alerts.

People decide: nothing is told by itself. What is on its way already is not told again; what ended
dead may be. What arrived is said in the log by ``hub.outreach.settling``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from events import codec, ids
from events.event import Event
from events.instant import Instant, from_datetime
from hub.alerting import lookup
from hub.alerting.books import books
from hub.alerting.policy import AlertPolicy, read_policy
from hub.gateway.keyring import open_keyring
from hub.outreach import links
from hub.outreach.book import Book
from hub.outreach.letters import PARTY, Link, Offer, Reach, letters, offer_of
from hub.settings import Settings

Query = Callable[[str, dict[str, Any]], list[dict[str, Any]]]

_SOURCE: Final = "/departments/hub/outreach"
_DAY: Final = 86_400_000_000
UNTOLD: Final = """
SELECT listed.menu_id AS menu_id, listed.item AS item, listed.id AS party_id,
    parties.name AS name, items.title AS title, items.department AS department
FROM report_offers_cases AS listed
LEFT JOIN parties ON parties.party_id = listed.id
LEFT JOIN (
    SELECT menu_id, item, if(title = '', item, title) AS title, department FROM menu_items
) AS items ON items.menu_id = listed.menu_id AND items.item = listed.item
WHERE listed.number = 'untold' AND listed.item = {item:String}
ORDER BY party_id
"""
CONCERNED: Final = """
SELECT campaigns.campaign_id AS campaign_id, any(campaigns.name) AS title,
    any(campaigns.category) AS topic, toString(any(campaigns.next_date)) AS day,
    cases.party_id AS party_id, any(parties.name) AS name
FROM cases
CROSS JOIN (SELECT * FROM campaigns WHERE campaign_id = {campaign:String}) AS campaigns
LEFT JOIN parties ON parties.party_id = cases.party_id
WHERE cases.party_id != '' AND cases.status NOT IN ('closed', 'responded')
    AND campaigns.next_date IS NOT NULL
    AND if(
        campaigns.cluster_id != '',
        cases.case_id IN (SELECT case_id FROM clusters WHERE cluster_id IN (
            SELECT cluster_id FROM campaigns WHERE campaign_id = {campaign:String}
        )),
        cases.category = campaigns.category
    )
GROUP BY campaign_id, party_id
ORDER BY party_id
"""


def tell(
    query: Query, settings: Settings, now: Instant, rows: Sequence[dict[str, Any]], base: str = ""
) -> list[dict[str, Any]]:
    """
    Put letters that tell *rows* into the outbox; return what became of each party.

    Args:
        query: asks the warehouse.
        settings: whose outbox and vault.
        now: wall time.
        rows: as ``UNTOLD`` or ``CONCERNED`` give them.
        base: address of the gateway as receivers see it; '' leaves links out.
    """
    policy = read_policy(settings.data)
    with (
        books(settings.data) as (outbox, vault),
        closing(Book(settings.data / "alerts.sqlite")) as book,
    ):
        known = book.on_its_way()
        link = _linked(settings.data, base, now, policy.link_days)
        fresh = [row for row in rows if offer_of(row).offer_id not in known]
        addresses = vault.all()
        findings = [{"party_id": row["party_id"]} for row in fresh]
        who = lookup.directory(query, findings, addresses)
        until = _until(rows, now, policy)
        made, lost = letters(fresh, _reach(who, now), link, settings.language, policy.listed, until)
        for one in made:
            to = [address.id for address in addresses if address.channel_ref == one.channel_ref]
            with outbox.step():
                outbox.post(one.message, to, now)
                outbox.again(one.message.key, now)  # who is told again is tried again
            book.write(one)
    told = [
        {"party_id": offer.data["party_id"], "receiver": one.message.receiver, "state": "posted"}
        for one in made
        for offer in one.offers
    ]
    return [*told, *({"party_id": id, "receiver": "", "state": "no-channel"} for id in lost)]


def _until(rows: Sequence[dict[str, Any]], now: Instant, policy: AlertPolicy) -> Instant:
    """Return when letters of *rows* say nothing true any more: links end, the day is over."""
    links_end = Instant(now + policy.link_days * _DAY)
    if not rows or not rows[0].get("day"):
        return links_end
    over = date.fromisoformat(rows[0]["day"]) + timedelta(days=1)
    return min(links_end, from_datetime(datetime.combine(over, time(), policy.zone)))


def _reach(who: Any, now: Instant) -> Reach:
    def reach(party: str) -> tuple[str, str] | None:
        if PARTY + party in who.reachable:
            return party, PARTY + party
        officer = who.present(who.contacts.get(party, ""), now)
        return (officer.officer_id, officer.channel_ref) if officer else None

    return reach


def _linked(data: Path, base: str, now: Instant, days: int) -> Link:
    if not base:
        return lambda _: ""
    with open_keyring(data) as keyring:
        secret = keyring.secret()
    until = Instant(now + days * _DAY)
    return lambda offer: f"{base.rstrip('/')}{links.PATH}{links.token(secret, offer, until)}"


def event(name: str, offer: Offer, at: Instant) -> bytes:
    """Return the event *name* (offer.made, opened, applied) of *offer* as it enters the hub."""
    # An offer is made once, whenever that is said again; it is read and applied for at a time.
    when = () if name == "offer.made" else (str(at),)
    id = ids.make(name, offer.offer_id, *when)
    event_id = ids.event_id(_SOURCE, id)
    data = dict(offer.data)
    return codec.encode(Event(event_id, name, 1, at, 0, _SOURCE, id, offer.offer_id, data))


def made_id(offer: Offer) -> str:
    """Return the event id of the ``offer.made`` of *offer*."""
    return ids.event_id(_SOURCE, ids.make("offer.made", offer.offer_id))
