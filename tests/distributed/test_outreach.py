"""Outreach beside a cluster: told by letters, said through intake, settled by its receipts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import orjson
import pytest

from events import topics
from events.record import Outgoing
from hub.alerting.books import books
from hub.alerting.hosting import turning
from hub.cluster.hub import Cluster
from hub.gateway.app import build
from hub.gateway.keyring import open_keyring
from hub.gateway.server import listening
from hub.operations import perform
from hub.settings import Settings
from projections import sink
from tests.alerting.receiving import webhook
from tests.distributed.conftest import Start
from tests.distributed.kafka_log import KafkaLog
from tests.distributed.test_intake import PROCESS
from tests.outreach.test_telling import HISTORY
from tests.pages.looking import Looker
from tests.projections.records import Log
from tests.support.warehouses import Begun

SAID = (*topics.JOURNALS, topics.receipts("hub"))


class Town:
    """A cluster's intake, gateway and alerter, over an embedded warehouse, which has every view."""

    def __init__(self, stack: ExitStack, log: KafkaLog, group: str, data: Path) -> None:
        self.log, self.group, settings = log, group, Settings(data=data, kafka=log.bootstrap)
        self.warehouse = stack.enter_context(closing(Begun(data / "warehouse")))
        self.warehouse.migrate()
        self.receiver = stack.enter_context(webhook())
        self.hub = Cluster(settings, self.warehouse)
        stack.callback(self.hub.close)
        app = build(self.hub, stack.enter_context(open_keyring(data)))
        stack.callback(app.state.pages.close)
        self.url = stack.enter_context(listening(app, "0"))
        held = stack.enter_context(books(data))
        held[1].put("party/P-1", f"{self.receiver.url}?P-1")
        self.turn = turning(self.hub, *held)
        self._shown: dict[tuple[str, int], int] = {}

    def publish(self, *events: bytes) -> None:
        self.log.publish([Outgoing(topics.ingest("hub"), b"", event) for event in events])

    def tick(self, time: str) -> None:
        """Say in the journal what time it is, as a worker does."""
        said = Log()
        said.tick(time)
        [one] = said.records
        self.log.publish([Outgoing(one.topic, one.key, one.value, one.headers, one.partition)])

    def follow(self) -> None:
        """Wait until intake judged all there is, and show it in the warehouse."""
        ingested = [topics.ingest("hub")]
        self.log.wait_until(
            lambda log: log.caught_up(self.group, ingested), "intake to have judged all"
        )
        fresh = [
            one
            for one in self.log.read(*SAID)
            if one.offset >= self._shown.get((one.topic, one.partition), 0)
        ]
        sink.project(fresh, self.warehouse)
        for one in fresh:
            self._shown[one.topic, one.partition] = one.offset + 1

    def counts(self, *names: str) -> tuple[Any, ...]:
        [row] = self.hub.query("SELECT * FROM report_offers")
        return tuple(row[name] for name in names)


@pytest.fixture
def town(hub_log: KafkaLog, start: Start, group: str, tmp_path: Path) -> Iterator[Town]:
    start(PROCESS, "intake", str(tmp_path / "intake"))
    with ExitStack() as stack:
        yield Town(stack, hub_log, group, tmp_path)


def test_a_policy_reaches_whom_it_fits_beside_a_cluster(town: Town) -> None:
    """Rows J and K: told once intake took it, read and applied by the link, the 27th scheduled."""
    town.publish(*(raw for department, raw in HISTORY if department == "hub"))
    town.tick("03-02 09:00")
    town.follow()
    told = perform(town.hub, "outreach_tell", {"item": "loan", "base": town.url})
    town.turn()
    town.follow()
    again = perform(town.hub, "outreach_tell", {"item": "loan", "base": town.url})
    [letter] = town.receiver.texts
    firm = Looker(town.url, "zh")
    for answer in ("read", "apply"):
        firm.post(letter.split(town.url)[1], answer=answer)
    town.turn()
    topic = {"category": "dust", "cluster_id": ""}
    said = {"id": "C-27", "name": "爱企日", "day": 27, "departments": ["tax"], "topic": topic}
    perform(town.hub, "campaign_schedule", said)
    town.follow()
    made = [one for one in town.log.read(topics.ingest("hub")) if b"offer.made" in one.value]
    [campaign] = town.hub.query("SELECT * FROM campaigns WHERE campaign_id = 'C-27'")

    assert {"P-1": "posted", "P-3": "no-channel"}.items() <= _states(told).items()
    assert "P-1" not in _states(again)
    assert (1, 1, 1) == town.counts("told", "opened", "applied")
    assert 1 == len(made)
    assert ("dust", 27) == (campaign["category"], campaign["monthly_day"])
    assert not [r for r in town.log.read(topics.receipts("hub")) if _rejected(r.value)]


def _states(told: list[dict[str, Any]]) -> dict[str, str]:
    return {row["party_id"]: row["state"] for row in told}


def _rejected(receipt: bytes) -> bool:
    return bool(orjson.loads(receipt)["outcome"] == "rejected")
