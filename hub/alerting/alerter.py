"""
The alerter at work: read findings, plan, post, deliver. ``turn`` does each of them once.

Reading and planning change the outbox in one transaction; delivering happens outside of it, one
attempt at a time, so that a channel that hangs holds up nobody's planning but its own turn's.
A delivery killed between the sending and the note is sent again, under the same key. The note
keeps what the log has to hear of it (``owed``), until the log has.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

from events import codec, ids
from events.event import Event
from events.instant import MINUTE, Instant, render
from events.messages import Language
from events.record import Outgoing
from events.topics import ALERTS, FINDINGS
from hub.alerting import lookup
from hub.alerting.addresses import Address, Addresses
from hub.alerting.channels import ChannelError, Send, send
from hub.alerting.grouping import messages
from hub.alerting.hours import Hours
from hub.alerting.outbox import DEAD, SENT, WAITING, Delivery, Outbox
from hub.alerting.people import Directory
from hub.alerting.policy import AlertPolicy, fits
from hub.alerting.routing import NOBODY, OVER, Known, Notice, Silence, notices
from hub.alerting.rungs import WARNED, facts, reached, warned
from hub.port import Hub

log = logging.getLogger(__name__)

_SOURCE: Final = "/departments/hub/alerts"
_SECOND: Final = 1_000_000


class Alerter:
    """One per hub. ``turn`` may raise what the hub raises; nothing is lost then."""

    def __init__(
        self,
        hub: Hub,
        outbox: Outbox,
        addresses: Addresses,
        policy: AlertPolicy,
        language: Language = "en",
        send: Send = send,
    ) -> None:
        self._hub, self._outbox, self._addresses = hub, outbox, addresses
        self._policy, self._language, self._send = policy, language, send
        self._planned = Instant(0)
        self._beside: object = None

    def turn(self) -> int:
        """Do what is to be done now; return how many messages arrived."""
        self._pay()
        self._read()
        self._plan()
        self._post()
        return sum(self._deliver(one) for one in self._outbox.waiting(self._hub.now()))

    def _read(self) -> None:
        records = list(self._hub.findings(self._outbox.positions()))
        said = [(record, codec.decode(record.value)) for record in records]
        held_by = lookup.holders(self._hub.query, [e for _, e in said if e.name == "clock.warned"])
        with self._outbox.step():
            for record, event in said:
                self._note(event, held_by.get(event.event_id, ""))
                self._outbox.read_to(FINDINGS, record.partition, record.offset + 1)

    def _note(self, event: Event, department: str) -> None:
        data = dict(event.data)
        if event.name == "clock.warned":
            finding = warned(data, department, render(event.time))
            if _goes_further(finding, self._outbox.known(finding["finding_id"])):
                self._outbox.know(finding)
        elif event.name.startswith("finding.") and not data["rule"].startswith("shadow/"):
            status = "retracted" if event.name == "finding.retracted" else data["status"]
            self._outbox.know(data | {"status": status})

    def _plan(self) -> None:
        pending = self._outbox.pending()
        now = self._hub.now()
        beside = (pending, self._silenced(now), self._addresses.all()) if pending else None
        # A finding is held back until something changes: here, which is seen at once, or in the
        # warehouse, which is asked once a minute (somebody was registered, or took it over).
        if not pending or (beside == self._beside and now < self._planned + MINUTE):
            return
        who = lookup.directory(self._hub.query, pending, self._addresses.all())
        worked = lookup.working_days(self._hub.query)
        hours = Hours(now, worked)
        taken = lookup.acknowledged(self._hub.query, [one["finding_id"] for one in pending])
        with self._outbox.step():
            for finding in pending:
                self._plan_one(finding, who, hours, finding["finding_id"] in taken)
        self._planned, self._beside = now, beside

    def _silenced(self, now: Instant) -> list[Silence]:
        return [one for one in self._outbox.silences() if one.since <= now < one.until]

    def _plan_one(
        self, finding: dict[str, Any], who: Directory, hours: Hours, acknowledged: bool
    ) -> None:
        id = finding["finding_id"]
        known = Known(
            said=self._outbox.said(id),
            told=self._outbox.told(id),
            acknowledged=acknowledged,
            silences=self._outbox.silences(),
            beside=[facts(one) for one in self._outbox.beside(finding)],
        )
        found = notices(finding, known, self._policy, who, hours)
        heard = [one for one in found if one.receiver != NOBODY]
        over = finding["status"] in OVER
        rungs = ("retracted",) if over else reached(finding)
        if heard:
            self._outbox.say(id, rungs, heard, hours.now)
        held_back = not over and not acknowledged and self._unsaid(finding, who, bool(heard), id)
        self._outbox.settle(id, pending=held_back)

    def _unsaid(self, finding: dict[str, Any], who: Directory, heard: bool, id: str) -> bool:
        """Tell whether *finding* has reached a rung that somebody should hear of and nobody did."""
        found = facts(finding, who.areas.get(finding["department"], ""))
        route = next((one for one in self._policy.routes if fits(one.when, found)), None)
        if heard or route is None:
            return False
        said = self._outbox.said(id)
        return any(rung in route.rungs and rung not in said for rung in reached(finding))

    def _post(self) -> None:
        now = self._hub.now()
        with self._outbox.step():
            due = self._outbox.due(now)
            known = {one.finding_id: self._outbox.known(one.finding_id) for one in due}
            findings = {id: found for id, found in known.items() if found is not None}
            alive = [one for one in due if self._alive(one, findings)]
            references = lookup.references(self._hub.query) if alive else {}
            for message in messages(alive, findings, self._policy.listed, self._language):
                held = self._addresses.of(references.get(message.receiver, ""))
                self._outbox.post(message, [address.id for address in held], now)

    def _alive(self, notice: Notice, findings: Mapping[str, Mapping[str, Any]]) -> bool:
        """Tell whether *notice* is still worth saying; drop one whose finding ended unsaid."""
        status = findings[notice.finding_id]["status"]
        if notice.reason == "retracted" or status not in OVER:
            return True
        self._outbox.drop(notice)
        return False

    def _deliver(self, delivery: Delivery) -> bool:
        address, now = self._addresses.get(delivery.address), self._hub.now()
        try:
            if address is None:
                raise ChannelError("the vault has forgotten this address")
            if delivery.message.is_over(now):
                raise ChannelError("what it says has ended")
            self._send(address, delivery.message, now)
        except ChannelError as error:
            self._failed(delivery, address, str(error))
            return False
        with self._outbox.step():
            self._outbox.tried(delivery, SENT, address.channel, now, "", 0)
            told = delivery.message.findings
            self._outbox.owed.add(_sent(delivery, address, one, now) for one in told)
        self._pay()
        return True

    def _pay(self) -> None:
        """Let the log hear whom we told; what it cannot take now is said in a later turn."""
        with self._outbox.step():
            number, said = self._outbox.owed.first()
        if said:
            self._hub.say(said)
            with self._outbox.step():
                self._outbox.owed.paid(number)

    def _failed(self, delivery: Delivery, address: Address | None, reason: str) -> None:
        now, count = self._hub.now(), delivery.attempts + 1
        over = address is None or delivery.message.is_over(now)
        dead = over or count >= self._policy.attempts
        wait_s = self._policy.first_s * self._policy.factor**delivery.attempts
        channel = address.channel if address else ""
        log.warning("alert %s by %s: %s", delivery.key, channel, reason)
        with self._outbox.step():
            state, next_at = DEAD if dead else WAITING, now + int(wait_s * _SECOND)
            self._outbox.tried(delivery, state, channel, now, reason, next_at)


def _goes_further(warning: Mapping[str, Any], known: Mapping[str, Any] | None) -> bool:
    """Tell whether *warning* says more than what is *known* of its clock."""
    if known is None:
        return True
    before, percent = known["details"].get("percent", 0), warning["details"]["percent"]
    return bool(known["status"] == WARNED and before < percent)


def _sent(delivery: Delivery, address: Address, said: tuple[str, str], now: Instant) -> Outgoing:
    """Return the event that somebody was told; sent again after a crash, it is the same event."""
    finding_id, rung = said
    id = ids.make("alert.sent", delivery.key, delivery.address, finding_id, rung)
    data = {
        "finding_id": finding_id,
        "alert_id": delivery.key,
        "department": delivery.message.department,
        "officer_id": delivery.message.receiver,
        "rung": rung,
        "channel": address.channel,
    }
    event = Event(ids.event_id(_SOURCE, id), "alert.sent", 1, now, 0, _SOURCE, id, finding_id, data)
    return Outgoing(ALERTS, finding_id.encode(), codec.encode(event))
