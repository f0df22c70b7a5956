"""What becomes of letters: offers stand in the log, or are seen not to; dead letters go on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from events.instant import Instant
from hub.alerting.addresses import Addresses
from hub.alerting.books import books
from hub.alerting.grouping import Message
from hub.alerting.outbox import DEAD, SENT, Outbox
from hub.outreach.book import Book
from hub.outreach.letters import Letter, Offer, offer_of
from hub.outreach.settling import Looks, repost, settle
from hub.outreach.telling import made_id
from hub.sqlite import Database

OFFER = offer_of({"party_id": "P-1", "menu_id": "M", "item": "loan"})
LETTER = Letter(
    "party/P-1",
    Message("letter-1", "P-1", "", "For you", ("come",), (), urgent=False, digest=False),
    (OFFER,),
)
NOW = Instant(1_000_000_000)
FIVE_MINUTES = 300_000_000


class Post:
    """An outbox with one letter to one address, and an intake that says what a test wants."""

    def __init__(self, stack: ExitStack, data: Path) -> None:
        self.data, self.said = data, []  # type: ignore[var-annotated]
        self.receipts: list[dict[str, Any]] = []
        self.at_once = True
        self.outbox: Outbox
        self.vault: Addresses
        self.outbox, self.vault = stack.enter_context(books(data))
        self.book = stack.enter_context(closing(Book(data / "alerts.sqlite")))
        self.wrong = self.vault.put("party/P-1", "webhook+http://127.0.0.1:1/wrong")
        self.outbox.post(LETTER.message, [self.wrong.id], NOW)
        self.book.write(LETTER)

    def arrives(self, outcome: str = SENT) -> None:
        for one in self.outbox.waiting(NOW):
            self.outbox.tried(one, outcome, "webhook", NOW, "", 0)

    def settle(self, now: Instant = NOW) -> int:
        return settle(self.data, self._publish, lambda *_: self.receipts, now)

    def _publish(self, raws: Any) -> list[dict[str, Any]]:
        self.said += [orjson.loads(raw)["id"] for _, raw in raws]
        return self.receipts if self.at_once else []

    def states(self) -> list[str]:
        return [row["state"] for row in self.book.listed(10)]


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    with ExitStack() as stack:
        yield Post(stack, tmp_path)


def _receipt(outcome: str, code: str = "") -> dict[str, Any]:
    return {"event_id": made_id(OFFER), "outcome": outcome, "code": code}


def test_an_offer_counts_as_told_once_intake_took_it(post: Post) -> None:
    """Before it arrived nothing is said; after it was taken nothing is said again."""
    post.receipts = [_receipt("accepted")]
    before = post.settle()
    post.arrives()

    assert (0, 1, 0) == (before, post.settle(), post.settle())
    assert (["told"], 1) == (post.states(), len(post.said))


def test_an_offer_that_intake_refuses_is_not_told(post: Post) -> None:
    """It is shown with the reason, and not said for ever."""
    post.receipts = [_receipt("rejected", "unknown-field")]
    post.arrives()
    took = [post.settle(), post.settle()]

    assert [0, 0] == took
    assert ["refused: unknown-field"] == post.states()
    assert 1 == len(post.said)


@pytest.mark.parametrize(
    ("waited", "times"),
    [(FIVE_MINUTES - 1, 1), (FIVE_MINUTES, 2), (FIVE_MINUTES + 1, 2)],
)
def test_on_a_cluster_the_receipt_is_looked_for_and_then_asked_for_again(
    post: Post, waited: int, times: int
) -> None:
    """Within, exactly at and beyond five minutes without one; the same event each time."""
    post.at_once = False
    post.arrives()
    post.settle()
    post.settle(Instant(NOW + waited))
    said = list(post.said)
    post.receipts = [_receipt("duplicate", "repeated"), _receipt("accepted")]

    assert (times, 1) == (len(said), len(set(said)))
    assert 1 == post.settle(Instant(NOW + waited))
    assert ["told"] == post.states()


def test_a_dead_letter_goes_to_the_corrected_address(post: Post) -> None:
    """Once, and to no address it was sent to before."""
    post.arrives(DEAD)
    nobody = repost(post.data, post.outbox, post.vault, NOW)
    right = post.vault.put("party/P-1", "webhook+http://127.0.0.1:1/right")
    once = [repost(post.data, post.outbox, post.vault, NOW) for _ in range(2)]

    assert (0, [1, 0]) == (nobody, once)
    assert [right.id] == [one.address for one in post.outbox.waiting(NOW)]


@pytest.mark.parametrize(("late", "letters"), [(-1, 1), (0, 0), (1, 0)])
def test_a_dead_letter_whose_links_have_ended_goes_nowhere(
    post: Post, late: int, letters: int
) -> None:
    """Before, exactly at and after their end; whoever reads it could not apply any more."""
    end = Instant(NOW + FIVE_MINUTES)
    post.arrives(DEAD)
    post.outbox.post(replace(LETTER.message, until=end), [], NOW)
    post.vault.put("party/P-1", "webhook+http://127.0.0.1:1/right")
    now = Instant(end + late)

    assert letters == repost(post.data, post.outbox, post.vault, now)
    assert letters == post.outbox.again("letter-1", now)


def test_a_letter_told_again_says_what_holds_now(post: Post) -> None:
    """The same parties and offers are the same letter: its old link would have been sent."""
    post.arrives(DEAD)
    said = replace(LETTER.message, lines=("come, by the new link",), until=Instant(NOW + 9))
    post.outbox.post(said, [post.wrong.id], NOW)
    post.outbox.again("letter-1", NOW)
    post.outbox.post(LETTER.message, [post.wrong.id], NOW)

    assert [said] == [one.message for one in post.outbox.waiting(NOW)]


def test_receipts_are_looked_for_when_one_can_have_come(post: Post) -> None:
    """Each second at first, then ever more seldom, and once more before it is said again."""
    post.at_once, looks = False, Looks()
    second, looked = 0, []

    def look(*_: Any) -> list[dict[str, Any]]:
        looked.append(second)
        return []

    post.arrives()
    for second in range(301):
        settle(post.data, post._publish, look, Instant(NOW + second * 1_000_000), looks)

    assert [1, 2, 4, 8, 16, 32, 64, 128, 256, 300] == looked
    assert 2 == len(post.said)


def test_a_letter_that_is_on_its_way_goes_to_no_other_address(post: Post) -> None:
    """A second address is for the next letter."""
    post.vault.put("party/P-1", "webhook+http://127.0.0.1:1/second")

    assert 0 == repost(post.data, post.outbox, post.vault, NOW)


def test_who_was_told_by_a_dead_letter_may_be_told_again(post: Post) -> None:
    """By another one, to somebody else; one that lives keeps its offers."""
    other = Letter("ref-wang", LETTER.message, (OFFER, Offer("F-2", {"offer_id": "F-2"})))
    post.book.write(other)
    alive = post.book.on_its_way()
    post.arrives(DEAD)

    assert {OFFER.offer_id, "F-2"} == alive
    assert frozenset() == post.book.on_its_way()
    assert [("letter-1", "party/P-1"), ("letter-1", "ref-wang")] == sorted(post.book.dead())


def test_a_book_of_an_older_hub_is_read(tmp_path: Path) -> None:
    """Its offers stay told."""
    with books(tmp_path) as _:
        pass
    old = Database(tmp_path / "alerts.sqlite")
    old.run("CREATE TABLE offer (offer_id TEXT PRIMARY KEY, key TEXT, data BLOB, made INTEGER)")
    old.run("INSERT INTO offer VALUES ('F', 'k', '{}', 1)")
    old.close()
    with closing(Book(tmp_path / "alerts.sqlite")) as book:
        assert {"F"} == book.on_its_way()
        assert ["told"] == [row["state"] for row in book.listed(9)]
