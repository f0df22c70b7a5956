"""From events to a receiver's own server: told in time, once, whatever falls over in between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from events.instant import Instant, parse
from hub.alerting.addresses import Address
from hub.alerting.alerter import Alerter
from hub.alerting.books import books
from hub.alerting.channels import send, signature
from hub.alerting.grouping import Message
from hub.alerting.health import alerts_of, health, metrics
from hub.alerting.policy import matchers, read_policy
from hub.alerting.taking import acknowledgement
from hub.embedded.hub import Embedded
from hub.operations import perform
from hub.settings import Settings
from tests.alerting.receiving import Webhook, webhook
from tests.hub.history import assigned, opened, raw

SECRET = "between us"
FIVE_MINUTES = (299_999_999, 300_000_000, 300_000_001)


def _officer(name: str, of: str, role: str, **more: Any) -> tuple[str, bytes]:
    facts = {"officer_id": name, "department_id": of, "role": role, "channel_ref": f"ref-{name}"}
    return raw(f"officer-{name}", "officer.registered", "2026-03-01T09:00", "hub", **facts, **more)


def _department(name: str, parent: str | None) -> tuple[str, bytes]:
    since = "2026-01-01T00:00:00+08:00"
    said = {"department_id": name, "name": name, "level": "county", "valid_from": since}
    return raw(
        f"of-{name}", "department.registered", "2026-03-01T09:00", "hub", **said, parent_id=parent
    )


PEOPLE = [
    _department("county", None),
    _department("energy", "county"),
    _officer("li", "energy", "handler"),
    _officer("chen", "energy", "supervisor"),
    _officer("zhao", "county", "supervisor"),
]
CASE = [
    opened("K-1", "2026-03-02T09:00"),
    assigned("K-1", 1, "2026-03-02T09:00", "energy"),
]
"""Accept within one working day: 80 % on Tuesday afternoon, late on Tuesday at 17:30."""


class Office:
    """A hub, its alerter, a wall clock the test turns, and a webhook everybody is reached at."""

    def __init__(self, stack: ExitStack, data: Path, receiver: Webhook) -> None:
        self.receiver = receiver
        self.time = parse("2026-03-02T09:00:00+08:00")
        self.hub = stack.enter_context(Embedded(Settings(data=data), lambda: self.time))
        self.hub.begin(defaults=True)
        self.outbox, self.vault = stack.enter_context(books(data))
        for name in ("li", "chen", "zhao"):
            self.vault.put(f"ref-{name}", f"{receiver.url}?{name}", SECRET)
        self.alerter = self.started()
        self.hub.accept([*PEOPLE, *CASE])

    def started(self) -> Alerter:
        """Return an alerter that was started just now."""
        policy = read_policy(self.hub.settings.data)
        return Alerter(self.hub, self.outbox, self.vault, policy)

    def at(self, time: str) -> list[str]:
        """Let it be *time* (Shanghai), take a turn, and return who was told since the last."""
        self.time = parse(f"{time}:00+08:00")
        self.hub.engine.tick(self.time)
        return self.turn()

    def turn(self) -> list[str]:
        before = len(self.receiver.got)
        self.alerter.turn()
        return [got.said["receiver"] for got in self.receiver.got[before:]]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with ExitStack() as stack:
        yield Office(stack, tmp_path, stack.enter_context(webhook()))


@pytest.fixture(scope="module", name="late")
def _late(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Give the office on Tuesday evening: the case is late, the handler was told."""
    with ExitStack() as stack:
        receiver = stack.enter_context(webhook())
        office = Office(stack, tmp_path_factory.mktemp("late"), receiver)
        office.at("2026-03-03T18:00")
        yield office


def test_a_case_nobody_signs_for_climbs_until_somebody_takes_it_over(office: Office) -> None:
    """Late on Tuesday, at 200 % the supervisor; taken over, the county hears nothing."""
    told = [office.at(f"2026-03-{day}T18:00") for day in ("02", "03")]
    thursday = office.at("2026-03-05T18:00")
    told_of = {one["finding_id"] for got in office.receiver.got for one in got.said["findings"]}
    taken = [acknowledgement(one, "chen", "", office.time) for one in sorted(told_of)]
    office.hub.accept([("hub", event) for event in taken])

    assert [[], ["li"]] == told
    assert ["chen"] == thursday[:1]
    assert "zhao" not in office.at("2026-03-10T18:00")
    assert perform(office.hub, "verify", {})["ok"]


def test_each_rung_is_told_once_even_where_the_alerter_dies(late: Office) -> None:
    """Started again, it finds what it said; it says nothing twice."""
    late.alerter = late.started()

    assert [] == late.turn()
    assert 1 == len({got.headers["Hub-Delivery"] for got in late.receiver.got})


def test_what_does_not_arrive_is_tried_again_and_then_laid_aside(office: Office) -> None:
    """Longer and longer pauses; five minutes of them are news; a dead letter can be sent anew."""
    office.receiver.status = 503
    office.at("2026-03-03T18:00")
    policy, since = read_policy(office.hub.settings.data), office.time
    quiet = [health(office.outbox, policy, Instant(since + n))["quiet"] for n in FIVE_MINUTES]
    waits = []
    while office.outbox.listed("waiting"):
        [waiting] = office.outbox.listed("waiting")
        waits.append(parse(waiting["next_at"]) - office.time)
        office.time = parse(waiting["next_at"])
        office.turn()
    office.receiver.status = 200
    office.outbox.again("", office.time)

    assert [False, False, True] == quiet
    assert waits == sorted(waits)
    assert 8 == len(office.outbox.listed("delivered"))
    assert "HTTP 503" in office.outbox.listed("delivered")[0]["detail"]
    assert ["li"] == office.turn()


def test_turns_that_fail_for_five_minutes_are_told(office: Office) -> None:
    """Log or warehouse away: no message waits, and yet nobody would hear of anything."""
    policy, since = read_policy(office.hub.settings.data), office.time
    office.outbox.failing(since, "the warehouse is away")
    office.outbox.failing(Instant(since + 1), "still away")
    quiet = [health(office.outbox, policy, Instant(since + n))["quiet"] for n in FIVE_MINUTES]
    later = Instant(since + FIVE_MINUTES[-1])
    gauges = metrics(office.outbox, policy, lambda: later)()
    office.outbox.going()

    assert [False, False, True] == quiet
    assert "hub_alerts_quiet 1.0" in gauges.splitlines()
    assert [False] == [one["quiet"] for one in alerts_of(office.hub.settings.data, later)]


def test_the_status_of_the_hub_tells_of_its_alerts(office: Office) -> None:
    """Whoever looks after the hub need not know that alerts have a status of their own."""
    [alerts] = perform(office.hub, "status", {})["alerts"]

    assert {"waiting", "dead", "to_say", "failing_s", "quiet"} <= set(alerts)


def test_a_late_event_takes_an_alert_back(office: Office) -> None:
    """The office had signed in time, its system was slow: who was told is told that too."""
    office.at("2026-03-03T18:00")
    office.hub.accept([raw("K-1-a", "case.accepted", "2026-03-02T10:00", "energy", case_id="K-1")])
    told = office.at("2026-03-04T09:00")

    assert ["li"] == told
    assert "TAKEN BACK" in office.receiver.texts[-1]


def test_a_silence_holds_and_what_still_holds_afterwards_is_told(office: Office) -> None:
    """A week of silence, or of an outage, ends in one message for each."""
    office.outbox.silence(
        {"matchers": {"department": "energy"}, "by": "zhao", "reason": "moving"},
        0,
        parse("2026-03-09T00:00:00+08:00"),
    )

    assert [] == office.at("2026-03-06T18:00")
    assert ["chen", "li", "zhao"] == sorted(office.at("2026-03-09T18:00"))
    assert {"department": frozenset({"energy"})} == matchers({"department": "energy"})


def test_a_webhook_is_signed_with_its_time(late: Office) -> None:
    """A receiver can tell our word from anybody's, and today's from last week's."""
    got = late.receiver.got[-1]
    stamp = got.headers["Hub-Timestamp"]

    assert got.headers["Hub-Signature"] == signature(SECRET, stamp, got.body)
    assert str(late.time // 1_000_000) == stamp
    assert got.headers["Hub-Signature"] != signature("guess", stamp, got.body)


def test_that_somebody_was_told_stands_in_the_log(late: Office) -> None:
    """``alert.sent``: who, of what, at which rung, by which channel; no address."""
    with late.hub.reading() as log:
        sent = [
            record.value
            for number in range(log.partitions("alerts"))
            for record in log.read("alerts", number)
        ]

    assert late.receiver.got[0].said["findings"]
    assert len(late.receiver.got[0].said["findings"]) == len(sent)
    assert all(b'"officer_id":"li"' in one and b"127.0.0.1" not in one for one in sent)


def test_a_message_reaches_the_channel_of_its_address() -> None:
    """An address says its channel and nothing else of itself."""
    address = Address("a", "ref", "mailto://user:secret@127.0.0.1")

    assert "mailto" == address.channel
    assert callable(send)
    assert "x\ny" == Message("k", "li", "energy", "t", ("x", "y"), (), False, False).body
