"""Two commands that change a cluster's log: the one that stood still does nothing any more."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from events import topics
from events.kafka import Connection, group_members
from events.record import Outgoing
from tests.distributed.change import fold, stands
from tests.distributed.conftest import Start
from tests.distributed.kafka_log import KafkaLog
from tests.support.daemon import Process
from tests.support.waiting import wait_until

PROCESS = "tests.distributed.hub_process"
_PATIENCE_S = 240


@pytest.fixture
def journals(hub_log: KafkaLog) -> KafkaLog:
    """Give journals of 300 records; nobody has folded them, and no group has members."""
    hub_log.publish(
        Outgoing(topics.JOURNAL_CASES, b"K-%d" % (n % 17), b"%d" % n, (), n % 4) for n in range(300)
    )
    for group in ("hub-worker", "hub-intake", "hub-repartition"):  # those of the test before
        wait_until(lambda: not group_members(Connection(hub_log.bootstrap), group), "no member")  # noqa: B023
    return hub_log


def _reach(log: KafkaLog, command: Process, step: str) -> None:
    """Wait for *step*; workers have folded all there is whenever they are waited for."""
    generation = int(step in ("folding", "live"))

    def reached() -> bool:
        assert command.pid is not None or step == "live", command.output()
        return stands(log) == (step, generation)

    wait_until(reached, f"step {step}", _PATIENCE_S)


def _carry_on(log: KafkaLog, start: Start) -> None:
    """Let a second command do the rest of the change."""
    second = start(PROCESS, "repartition")
    fold(log)
    _reach(log, second, "folding")
    fold(log)
    wait_until(lambda: second.pid is None, "the second command to end", _PATIENCE_S)
    assert 0 == second.status, second.output()


def _stood_still(first: Process) -> bool:
    stat = Path(f"/proc/{first.pid}/stat").read_text(encoding="ascii")
    return stat.rsplit(")", 1)[1].split()[0] == "T"


def _halting(log: KafkaLog, start: Start) -> Process:
    """Stop the first command where it waits for workers to fold the old generation."""
    first = start(PROCESS, "repartition")
    _reach(log, first, "halting")
    os.kill(first.pid or 0, signal.SIGSTOP)
    return first


def _copying(log: KafkaLog, start: Start) -> Process:
    """Stop the first command between two batches of its copy."""
    fold(log)
    first = start(PROCESS, "repartition", "stops")
    _reach(log, first, "copying")
    wait_until(lambda: _stood_still(first), "the first command to stand still", _PATIENCE_S)
    return first


def _folding(log: KafkaLog, start: Start) -> Process:
    """Stop the first command where it waits for workers to fold the new generation."""
    fold(log)
    first = start(PROCESS, "repartition")
    _reach(log, first, "folding")
    os.kill(first.pid or 0, signal.SIGSTOP)
    return first


@pytest.mark.parametrize("stopped", [_halting, _copying, _folding])
def test_a_command_that_stood_still_while_another_went_on_writes_nothing_and_says_so(
    journals: KafkaLog, start: Start, stopped: Callable[[KafkaLog, Start], Process]
) -> None:
    """It would take the log back to a step that is over, or append copies a second time."""
    first = stopped(journals, start)
    _carry_on(journals, start)
    cases = journals.count("journal.cases.g1")
    said = journals.count(topics.GENERATIONS)

    os.kill(first.pid or 0, signal.SIGCONT)
    wait_until(lambda: first.pid is None, "the first command to end", _PATIENCE_S)

    assert 2 == first.status, first.output()
    assert "another hub repartition" in first.output().splitlines()[-1]
    assert ("live", 1) == stands(journals)
    assert (300, cases) == (cases, journals.count("journal.cases.g1"))
    assert said == journals.count(topics.GENERATIONS)
