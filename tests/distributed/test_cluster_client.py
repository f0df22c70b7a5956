"""A cluster asked by the names under which a hub of one process is: the commands' ``--cluster``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hub.client import ask
from hub.failure import Failure
from hub.settings import Settings
from tests.distributed.kafka_log import KafkaLog


def test_an_empty_cluster_answers_what_needs_no_warehouse(
    hub_log: KafkaLog, tmp_path: Path
) -> None:
    """An operator asks on the first day: no part has run yet, and nothing is wrong."""
    settings = Settings(kafka=hub_log.bootstrap, data=tmp_path)

    def asked(operation: str, **arguments: Any) -> Any:
        return ask(settings, operation, cluster=True, **arguments)

    files = {"anchors": str(tmp_path / "anchors"), "key": str(tmp_path / "key")}
    status, replayed = asked("status"), asked("replay", rule=None, patience_s=60)
    sworn = asked("swear", **files)
    with pytest.raises(Failure) as refused:
        asked("chain", public=sworn["public"], **files)

    assert ["intake", "worker", "project"] == [part["part"] for part in status["parts"]]
    assert [0, [], []] == [len(status["behind"]), status["rejected"], status["alerts"]]
    assert (True, 0) == (replayed["same"], replayed["count"])
    assert [] == asked("rules") == sworn["anchors"]
    assert "no-anchors" == refused.value.key
