"""Signed events on a real broker: every member of intake knows the keys, whoever took them in."""

from __future__ import annotations

from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import orjson

from events import topics
from events.binding import Mode
from events.kafka import Connection
from events.publisher import Publisher
from events.signing import Signer
from hub.client import ask
from hub.settings import Settings
from tests.distributed.conftest import Start
from tests.distributed.kafka_log import KafkaLog
from tests.support.waiting import wait_until

PROCESS = "tests.distributed.hub_process"
SINCE = "2026-01-01T00:00:00Z"


DEPARTMENTS = ("fire", "tax", "water")
MODES: tuple[Mode, ...] = ("structured", "binary")


class Departments:
    """Three departments that sign with one key, and what became of what they said."""

    def __init__(self, log: KafkaLog, signer: Signer) -> None:
        self._log, self._signer, self._round = log, signer, 0

    def all_get(self, code: str) -> bool:
        """Say something new in both modes; return whether *code* is the answer to all of it."""
        self._round += 1
        before = self._codes()
        for department, mode in product(DEPARTMENTS, MODES):
            self._say(department, mode)
        wanted = before.total() + len(DEPARTMENTS) * len(MODES)
        wait_until(lambda: self._codes().total() == wanted, "every event to be answered")
        return {code} == set(self._codes() - before)

    def _say(self, department: str, mode: Mode) -> None:
        id, time = f"{department}-{mode}-{self._round}", "2026-09-28T09:00:00+08:00"
        connection = Connection(self._log.bootstrap)
        with Publisher(connection, department, mode=mode, signer=self._signer) as publisher:
            data = {"case_id": id, "outcome": "solved"}
            publisher.say("case.closed", id=id, time=time, data=data, sequence=1)

    def _codes(self) -> Counter[str]:
        records = self._log.read(*map(topics.receipts, DEPARTMENTS))
        return Counter(orjson.loads(record.value)["code"] for record in records)


def test_every_member_knows_a_key_and_its_revocation(
    hub_log: KafkaLog, start: Start, group: str, tmp_path: Path
) -> None:
    """The one that has ``ingest.hub`` takes the word in; the others hear it all the same."""
    settings, signer = Settings(kafka=hub_log.bootstrap), Signer.make()
    for folder in ("first", "second"):
        start(PROCESS, "intake", str(tmp_path / folder))
    for department in DEPARTMENTS:
        said: dict[str, Any] = {
            "department": department,
            "public": signer.public,
            "since": SINCE,
            "until": None,
        }
        ask(settings, "key_add", cluster=True, **said)
    departments = Departments(hub_log, signer)
    wait_until(lambda: departments.all_get(""), "both members to know the keys")
    known = ask(settings, "keys", cluster=True)
    for row in known:
        said = {"department": row["department"], "key_id": row["key_id"], "until": None}
        ask(settings, "key_revoke", cluster=True, reason="stolen", **said)
    wait_until(lambda: departments.all_get("signature-key-unknown"), "both to know them revoked")
    after = ask(settings, "keys", cluster=True)

    assert list(DEPARTMENTS) == [row["department"] for row in known]
    assert [True] * 3 == [row["revoked"] for row in after]
