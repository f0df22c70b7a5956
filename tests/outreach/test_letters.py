"""Letters: everybody hears of an offer once, by their own channel or their officer's."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.instant import Instant
from hub.outreach import links
from hub.outreach.letters import Offer, letters, offer_of

CHANNELS = {"P-1": ("P-1", "party/P-1"), "P-2": ("wang", "ref-wang"), "P-3": ("wang", "ref-wang")}


def _row(party: str, **more: Any) -> dict[str, Any]:
    return {
        "party_id": party, "menu_id": "M-1", "item": "loan", "title": "贷款贴息",
        "name": f"企业 {party}", "department": "industry",
    } | more  # fmt: skip


def _none(_: Offer) -> str:
    return ""


def test_a_party_hears_itself_and_an_officer_once_for_all_of_theirs() -> None:
    """One letter to the first, one to the officer of the two others; nobody for the fourth."""
    rows = [_row(f"P-{n}") for n in range(1, 5)]
    made, lost = letters(rows, CHANNELS.get, _none, "zh", 20)
    told = [(one.channel_ref, [offer.data["party_id"] for offer in one.offers]) for one in made]

    assert [("party/P-1", ["P-1"]), ("ref-wang", ["P-2", "P-3"])] == told
    assert ("P-4",) == lost
    assert "企业 P-1：贵单位符合“贷款贴息”的条件，可以申请" == made[0].message.body


@pytest.mark.parametrize(("count", "pages"), [(19, 1), (20, 1), (21, 2)])
def test_a_letter_has_no_more_lines_than_are_read(count: int, pages: int) -> None:
    """Within, exactly at and beyond the length of one message."""
    rows = [_row(f"P-{n:02}") for n in range(count)]
    made, _ = letters(rows, lambda _: ("wang", "ref-wang"), _none, "en", 20)

    assert pages == len(made)


def test_an_invitation_names_day_and_topic() -> None:
    """And is an offer of the campaign, of no menu."""
    row = {"party_id": "P-1", "campaign_id": "C-27", "title": "爱企日", "topic": "扬尘",
           "day": "2026-10-27", "name": "", "menu_id": ""}  # fmt: skip
    [made], _ = letters([row], CHANNELS.get, lambda _: "https://hub.example/x", "zh", 20)

    assert "邀请函：爱企日（2026-10-27）" == made.message.title
    assert "P-1：诚邀 2026-10-27 参加，当面商谈“扬尘” https://hub.example/x" == made.message.body
    assert {"offer_id", "party_id", "campaign_id", "note"} == set(made.offers[0].data)


def test_an_offer_is_the_same_whoever_makes_it_again() -> None:
    """So that a second telling is a repeat; another item, party or day is another offer."""
    one = offer_of(_row("P-1")).offer_id
    others = [_row("P-2"), _row("P-1", item="x"), _row("P-1", day="2026-10-27")]

    assert one == offer_of(_row("P-1", name="renamed")).offer_id
    assert one not in {offer_of(row).offer_id for row in others}


@given(st.text(max_size=30), st.integers(0, 200), st.binary(min_size=1, max_size=1))
def test_a_link_that_was_changed_opens_nothing(party: str, place: int, other: bytes) -> None:
    """Nobody reads or applies in another's name."""
    secret = b"s" * 32
    offer, until = Offer("F-1", {"offer_id": "F-1", "party_id": party}), Instant(1_000_000)
    token = links.token(secret, offer, until)
    at = place % len(token)
    changed = token[:at] + other.decode("latin-1") + token[at + 1 :]

    assert (offer, until) == links.read(secret, token)
    assert links.read(secret, changed) in (None, (offer, until))
    assert links.read(b"t" * 32, token) is None


def test_a_link_of_a_build_whose_links_had_no_end_has_ended() -> None:
    """It was ours once: who follows it is told so, and nothing breaks."""
    secret, data = b"s" * 32, {"offer_id": "F-1", "party_id": "P-1", "item": "x"}
    said = orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
    token = f"{links._text(said)}.{links._text(links._mark(secret, said))}"

    assert (Offer("F-1", data), Instant(0)) == links.read(secret, token)
