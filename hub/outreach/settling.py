"""
What becomes of letters after they are posted; the alerter asks for it in each of its turns.

``settle`` says in the log which offers arrived, and holds each until intake took it: on an
embedded hub the receipt comes at once, on a cluster it is looked for in the warehouse, and what
has none after a while is said again, under the same id. ``repost`` sends a letter that ended dead
to the addresses its receiver was given since.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from events.instant import Instant
from hub.alerting import lookup
from hub.alerting.outbox import Outbox
from hub.alerting.vault import Vault
from hub.outreach.book import Arrived, Book
from hub.outreach.telling import event, made_id

log = logging.getLogger(__name__)

Publish = Callable[[Sequence[bytes]], Sequence[Mapping[str, Any]]]
"""Takes events in through ``ingest.hub``; returns their receipts, none where they follow later."""

_AGAIN: Final = 300_000_000
"""Microseconds after which what has no receipt is said again."""
_RECEIPTS: Final = """
SELECT event_id, outcome, code FROM receipts WHERE department = 'hub' AND event_id IN ({ids})
"""


def settle(data: Path, publish: Publish, query: lookup.Query, now: Instant) -> int:
    """
    Say in the log what arrived, and note what intake took; return how many offers it took now.

    Args:
        data: the folder of the outbox.
        publish: says it.
        query: asks the warehouse for receipts.
        now: wall time.
    """
    with _book(data) as book:
        arrived = book.arrived() if book else []
        if book is None or not arrived:
            return 0
        waits = [one for one in arrived if one.said]
        took = _judged(book, waits, lookup.asked(query, _RECEIPTS, _ids(waits)))
        fresh = [one for one in arrived if not one.said or one.said + _AGAIN <= now]
        if fresh:
            told = publish([event("offer.made", one.offer, one.at) for one in fresh])
            book.said((one.offer for one in fresh), now)
            took += _judged(book, fresh, told)
        return took


def _ids(offers: Iterable[Arrived]) -> list[str]:
    return [made_id(one.offer) for one in offers]


def _judged(book: Book, offers: Sequence[Arrived], told: Iterable[Mapping[str, Any]]) -> int:
    """Note what the receipts *told* say of *offers*; return how many the log has."""
    outcomes: dict[str, tuple[str, str]] = {}
    for receipt in told:
        # One receipt that took it is enough: a repeat after it is a duplicate.
        if outcomes.get(receipt["event_id"], ("rejected", ""))[0] == "rejected":
            outcomes[receipt["event_id"]] = (receipt["outcome"], receipt["code"])
    known = [(one.offer, outcomes[id]) for one in offers if (id := made_id(one.offer)) in outcomes]
    taken = [offer for offer, (outcome, _) in known if outcome != "rejected"]
    book.made(taken)
    for offer, (outcome, code) in known:
        if outcome == "rejected":
            log.warning("the offer %s arrived, and intake refused it: %s", offer.offer_id, code)
            book.refused(offer, code)
    return len(taken)


def repost(data: Path, outbox: Outbox, vault: Vault, now: Instant) -> int:
    """Post dead letters to addresses they were never sent to; return how many letters."""
    count = 0
    with _book(data) as book:
        for key, reference in book.dead() if book else ():
            tried = outbox.tried_by(key)
            fresh = [one.id for one in vault.of(reference) if one.id not in tried]
            if fresh:
                with outbox.step():
                    outbox.post(outbox.message(key), fresh, now)
                count += 1
    return count


@contextmanager
def _book(data: Path) -> Iterator[Book | None]:
    """Give the book of *data*, None where nothing was ever posted."""
    path = data / "alerts.sqlite"
    if not path.exists():
        yield None
        return
    with closing(Book(path)) as book:
        yield book
