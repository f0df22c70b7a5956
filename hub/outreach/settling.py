"""
What becomes of letters after they are posted; the alerter asks for it in each of its turns.

``settle`` says in the log which offers arrived, and holds each until intake took it: on an
embedded hub the receipt comes at once, on a cluster it is looked for in the warehouse (``Looks``),
and what has none after a while is said again, under the same id. ``repost`` sends a letter that
ended dead to the addresses its receiver was given since, while what it says holds: one whose links
have ended, or whose day is over, is told anew by people or not at all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from events.instant import Instant
from events.validation import HUB
from hub.alerting import lookup
from hub.alerting.addresses import Addresses
from hub.alerting.outbox import Outbox
from hub.loading.files import Raw
from hub.outreach.book import Arrived, Book
from hub.outreach.telling import event, made_id
from hub.port import WRITTEN

log = logging.getLogger(__name__)

Take = Callable[[Sequence[Raw]], Iterable[Mapping[str, Any]]]
"""Takes events in, and answers as ``Hub.take`` does."""

_AGAIN: Final = 300_000_000
"""Microseconds after which what has no receipt is said again."""
_RECEIPTS: Final = """
SELECT event_id, outcome, code FROM receipts WHERE department = 'hub' AND event_id IN ({ids})
"""


class Looks:
    """
    When to look for receipts: at once after something was said, then ever more seldom.

    What was said last has twice the age it had at the look before: nine looks in five minutes.
    """

    def __init__(self) -> None:
        self._last = Instant(0)

    def is_due(self, said: int, now: Instant) -> bool:
        """Tell whether to look at *now* for what was *said* last then; a look is noted."""
        if self._last > said and now - said < 2 * (self._last - said):
            return False
        self._last = now
        return True


def settle(
    data: Path, take: Take, query: lookup.Query, now: Instant, looks: Looks | None = None
) -> int:
    """
    Say in the log what arrived, and note what intake took; return how many offers it took now.

    Args:
        data: the folder of the outbox.
        take: says it.
        query: asks the warehouse for receipts.
        now: wall time.
        looks: when the warehouse is asked; None: each time.
    """
    with _book(data) as book:
        if book is None:
            return 0
        took = _looked_for(book, query, now, looks)
        fresh = [one for one in book.arrived() if _is_to_be_said(one, now)]
        if fresh:
            told = take([(HUB, event("offer.made", one.offer, one.at)) for one in fresh])
            book.said((one.offer for one in fresh), now)
            took += _judged(book, fresh, told)
        return took


def _is_to_be_said(one: Arrived, now: Instant) -> bool:
    return not one.said or one.said + _AGAIN <= now


def _looked_for(book: Book, query: lookup.Query, now: Instant, looks: Looks | None) -> int:
    """Look for the receipts of what was said, where that is due; return how many it has."""
    waits = [one for one in book.arrived() if one.said]
    if not waits:
        return 0
    due = looks is None or looks.is_due(max(one.said for one in waits), now)
    if not due and not any(_is_to_be_said(one, now) for one in waits):
        return 0
    return _judged(book, waits, lookup.asked(query, _RECEIPTS, _ids(waits)))


def _ids(offers: Iterable[Arrived]) -> list[str]:
    return [made_id(one.offer) for one in offers]


def _judged(book: Book, offers: Sequence[Arrived], told: Iterable[Mapping[str, Any]]) -> int:
    """Note what the receipts *told* say of *offers*; return how many the log has."""
    outcomes: dict[str, tuple[str, str]] = {}
    for receipt in told:
        if receipt["outcome"] == WRITTEN:
            continue
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


def repost(data: Path, outbox: Outbox, vault: Addresses, now: Instant) -> int:
    """Post dead letters that still hold to addresses they never went to; return how many."""
    count = 0
    with _book(data) as book:
        for key, reference in book.dead() if book else ():
            if (message := outbox.message(key)).is_over(now):
                continue
            tried = outbox.tried_by(key)
            fresh = [one.id for one in vault.of(reference) if one.id not in tried]
            if fresh:
                with outbox.step():
                    outbox.post(message, fresh, now)
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
