"""Who signs is what the log says, in whatever order it is heard."""

from __future__ import annotations

from itertools import permutations

import pytest

from events.event import Event
from events.instant import parse
from events.signers import NOBODY
from events.signing import fingerprint
from tests.events.signed import FIRE, TAX, duty, learnt, published, revoked, said

MARCH = "2026-03-01T00:00:00Z"
EVENTS = [
    published(FIRE),
    published(FIRE, valid_to=MARCH),
    published(TAX, "tax"),
    revoked(FIRE, until=MARCH),
    duty("fire", "tax"),
    duty("tax", version=2),
]


def test_the_order_in_which_it_is_heard_does_not_matter() -> None:
    """Every copy of the journal tells the same, from whichever partition."""
    expected = learnt(*EVENTS)

    for order in permutations(EVENTS, 6):
        found = learnt(*order, order[0])
        assert (expected.keys, expected.duties) == (found.keys, found.duties)


def test_a_revocation_is_final() -> None:
    """Published again by mistake, a stolen key stays void."""
    signers = learnt(revoked(FIRE), published(FIRE))
    key = signers.key("fire", fingerprint(FIRE.public))

    assert key is not None
    assert key.revoked
    assert not key.counts_at(parse("2026-06-01T00:00:00Z"))


@pytest.mark.parametrize(
    ("at", "bound"),
    [
        ("2026-02-28T23:59:59Z", False),
        (MARCH, True),
        ("2026-03-31T23:59:59Z", True),
        ("2026-04-01T00:00:00Z", False),
    ],
)
def test_the_duty_is_that_of_the_policy_in_force_at_arrival(at: str, bound: bool) -> None:
    """A later version counts whole: whoever it does not name is free again."""
    later = duty("tax", version=2, since="2026-04-01T00:00:00Z")
    signers = learnt(duty("fire", since=MARCH), later)

    assert bound == signers.must_sign("fire", parse(at))


def test_the_hub_is_never_bound() -> None:
    """Nobody could lift the duty again."""
    assert not learnt(duty("hub")).must_sign("hub", parse(MARCH))


def withdrawal(target: str) -> Event:
    return said("event.withdrawn", event_id=target, reason="wrong key")


def test_what_was_withdrawn_counts_for_nobody() -> None:
    """A key published for the wrong department is taken back like any event."""
    wrong = published(FIRE, "tax")
    signers = learnt(wrong)

    assert signers.holds(withdrawal(wrong.event_id))
    assert not NOBODY.holds(withdrawal(wrong.event_id))
    assert signers.learn(withdrawal(wrong.event_id)).key("tax", fingerprint(FIRE.public)) is None
