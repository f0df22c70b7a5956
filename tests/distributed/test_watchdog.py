"""A part that stands still without a word is ended, and what it left is done by the next one."""

from __future__ import annotations

from pathlib import Path

from events import topics
from hub.watching import STUCK
from tests.distributed.conftest import Start
from tests.distributed.kafka_log import KafkaLog
from tests.distributed.test_intake import PROCESS, _answered, _event, _receipts
from tests.support.waiting import wait_until


def test_an_intake_that_stands_still_while_its_log_grows_is_started_anew(
    hub_log: KafkaLog, start: Start, group: str, tmp_path: Path
) -> None:
    """A hung client says nothing: only what it has committed tells."""
    hub_log.publish([_event("fire", number) for number in range(20)])
    hung = start(PROCESS, "hung", str(tmp_path / "hung"))
    wait_until(lambda: hung.pid is None, "the watchdog to end the process", 90)

    assert hung.status == STUCK
    assert 0 == hub_log.count(topics.receipts("fire"))
    start(PROCESS, "intake", str(tmp_path / "next"))
    _answered(hub_log, group, "fire")
    assert {"accepted": 20} == _receipts(hub_log, "fire")
