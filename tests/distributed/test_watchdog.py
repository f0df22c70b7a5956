"""A part says when it is ready; one that stands still without a word is ended, and followed."""

from __future__ import annotations

from pathlib import Path
from socket import socket
from urllib.error import HTTPError
from urllib.request import urlopen

from events import topics
from hub.cluster.watching import STUCK
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


def test_a_worker_whose_loop_hangs_is_started_anew(
    hub_log: KafkaLog, start: Start, group: str, tmp_path: Path
) -> None:
    """Its client beats on in a thread of its own: the group would wait for it for ever."""
    hub_log.publish([_event("fire", number) for number in range(20)])
    intake = start(PROCESS, "intake", str(tmp_path / "intake"))
    stuck = start(PROCESS, "stuck", of=f"{group}-worker")
    wait_until(lambda: stuck.pid is None, "the watchdog to end the worker", 90)
    intake.stop()

    assert stuck.status == STUCK


def test_a_worker_says_when_its_group_has_taken_it_in(hub_log: KafkaLog, start: Start) -> None:
    """Whoever starts the next part waits for that, and for nothing else."""
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
    start(PROCESS, "cared", address)

    wait_until(lambda: _asked(f"http://{address}/ready") == 200, "the worker to be ready", 60)


def _asked(url: str) -> int:
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 - our own door
            status: int = answer.status
    except HTTPError as refused:
        return refused.code
    except OSError:  # not open yet
        return 0
    return status
