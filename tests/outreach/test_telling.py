"""From who was never told to who applied: letters by real channels, links by a real gateway."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from events.instant import Instant
from hub.alerting.books import books
from hub.alerting.hosting import turning
from hub.embedded.hub import Embedded
from hub.gateway.app import build
from hub.gateway.keyring import open_keyring
from hub.gateway.server import listening
from hub.operations import perform
from hub.outreach import links
from hub.outreach.letters import offer_of
from hub.settings import Settings
from hub.wall import wall_now
from tests.alerting.receiving import Webhook, webhook
from tests.hub.history import raw
from tests.pages.looking import Looker

FULL: dict[str, Any] = {"version": 1, "valid_from": "2026-01-01T00:00:00+08:00"}
ITEM: dict[str, Any] = {"item": "loan", "title": "贷款贴息", "criteria": {"industry": ["toys"]}}
FIRM: dict[str, Any] = {"kind": "enterprise", "area": "清溪县", "industry": "toys"}


def _said(id: str, type: str, by: str = "hub", /, **data: Any) -> tuple[str, bytes]:
    return raw(id, type, "2026-03-01T09:00", by, **data)


HISTORY = [
    _said("m", "menu.published", menu_id="M", department="tax", content={"items": [ITEM]}, **FULL),
    _said("c", "campaign.scheduled", campaign_id="C", name="爱企日", monthly_day=27,
          category="dust", **FULL),
    _said("o", "officer.registered", officer_id="wang", department_id="tax", role="handler",
          channel_ref="ref-wang"),
    _said("p1", "party.registered", party_id="P-1", name="甲玩具厂", **FIRM),
    _said("p2", "party.registered", party_id="P-2", name="乙玩具厂", officer_id="wang", **FIRM),
    _said("p3", "party.registered", party_id="P-3", name="丙玩具厂", **FIRM),
    _said("k", "case.opened", "dispatch", case_id="K-1", party_id="P-2", kind="demand",
          channel="web", category="dust", text="扬尘", area="清溪县"),
]  # fmt: skip


class Town:
    """A hub with a gateway, and a webhook at which one party and one officer are reached."""

    def __init__(self, stack: ExitStack, data: Path, receiver: Webhook) -> None:
        self.receiver = receiver
        self.hub = stack.enter_context(Embedded(Settings(data=data, language="zh")))
        self.hub.begin(defaults=True)
        self.hub.accept(HISTORY)
        self.hub.turn_to_wall()
        with books(data) as (_, vault):
            vault.put("party/P-1", f"{receiver.url}?P-1")
            vault.put("ref-wang", f"{receiver.url}?wang")
        self.keyring = stack.enter_context(open_keyring(data))
        app = build(self.hub, self.keyring)
        stack.callback(app.state.pages.close)
        self.url = stack.enter_context(listening(app, "0"))

    def tell(self, operation: str = "outreach_tell", **asked: Any) -> list[tuple[str, str]]:
        rows = perform(self.hub, operation, {"base": self.url, **asked})
        return sorted((row["party_id"], row["state"]) for row in rows)

    def deliver(self) -> list[str]:
        """Let the alerter take a turn; return what arrived."""
        before = len(self.receiver.got)
        with books(self.hub.settings.data) as held:
            turning(self.hub, *held)()
        return [got.said["text"] for got in self.receiver.got[before:]]

    def counts(self, report: str, *names: str) -> tuple[Any, ...]:
        [row] = perform(self.hub, "report", {"name": report})
        return tuple(row[name] for name in names)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with ExitStack() as stack:
        receiver = stack.enter_context(webhook())
        yield Town(stack, tmp_path_factory.mktemp("town"), receiver)


def test_a_policy_reaches_whom_it_fits_and_they_apply(town: Town) -> None:
    """Row J, whole: told when it arrived, opened and applied by the link, and told only once."""
    assert [("P-1", "posted"), ("P-2", "posted"), ("P-3", "no-channel")] == town.tell(item="loan")
    assert (3, 0) == town.counts("offers", "fits", "told")
    arrived = town.deliver()
    assert (3, 2, 1) == town.counts("offers", "fits", "told", "untold")
    assert [("P-3", "no-channel")] == town.tell(item="loan")
    assert [] == town.deliver()

    [letter] = [text for text in arrived if "甲玩具厂" in text]
    firm, path = Looker(town.url, "zh"), letter.split(town.url)[1]
    shown = firm.get(path)
    assert (200, 0) == (shown.status, town.counts("offers", "opened")[0])
    firm.post(path, answer="read")
    firm.post(path, answer="apply")
    firm.post(path, answer="apply")

    assert (1, 1) == town.counts("offers", "opened", "applied")
    assert "已申请，承办部门将与您联系。" in firm.get(path).page.words
    assert [] == perform(town.hub, "rejected", {})


def test_who_waits_for_the_topic_is_invited_to_the_27th(town: Town) -> None:
    """Row K: the enterprise that asked about dust hears of the day, and will come."""
    assert [("P-2", "posted")] == town.tell("campaign_invite", id="C")
    [letter] = town.deliver()
    firm = Looker(town.url, "zh")
    for answer in ("read", "apply"):
        firm.post(letter.split(town.url)[1], answer=answer)

    assert re.search(r"\d{4}-\d\d-27", letter)
    assert (1, 1, 1) == town.counts("campaigns", "invited", "read", "coming")


@pytest.mark.parametrize(("ends_s", "status"), [(60, 200), (0, 410), (-60, 410)])
def test_a_link_ends_when_its_letter_says(town: Town, ends_s: int, status: int) -> None:
    """Before, exactly at (the clock goes on) and after its end; reading and applying alike."""
    offer = offer_of({"party_id": "P-9", "menu_id": "M", "item": "loan"})
    until = Instant(wall_now() + ends_s * 1_000_000)
    path = links.PATH + links.token(town.keyring.secret(), offer, until)
    firm = Looker(town.url, "zh")
    seen = firm.get(path)

    assert status == seen.status
    assert (status == 410) == ("已于" in seen.text)
    assert (status == 410) == (410 == firm.post(path, answer="nothing").status)


def test_a_made_up_link_is_no_offer(town: Town) -> None:
    """It says nothing of whether there is such a party; what is like a link is not written down."""
    stranger = Looker(town.url)

    assert 404 == stranger.get("/offers/e30.AAAA").status
    assert 404 == stranger.post("/offers/x", answer="apply").status
    assert {"/offers/…"} >= {row["path"] for row in town.keyring.refusals()}
