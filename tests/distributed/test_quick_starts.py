"""The quick starts of Kafka are what they say: their commands and files, against a real intake."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from events import topics
from tests.distributed.conftest import Start
from tests.distributed.kafka_log import KafkaLog
from tests.distributed.test_intake import PROCESS
from tests.support.kafka_jars import VERSION, kafka_jars
from tests.support.pages import follow
from tests.support.part import ROOT, Absent


def test_whoever_follows_the_pages_has_receipts(
    hub_log: KafkaLog, start: Start, tmp_path: Path
) -> None:
    """Accepted from Python, a duplicate when sent again, and one from Java of the same event."""
    try:
        jars = kafka_jars()
    except Absent as absent:
        pytest.skip(str(absent))
    start(PROCESS, "intake", str(tmp_path))
    in_python, in_java = tmp_path / "python", tmp_path / "java"
    in_python.mkdir()
    in_java.mkdir()
    said = follow("quickstart/kafka-python.md", in_python, KAFKA=hub_log.bootstrap)
    from_java = follow("quickstart/kafka-java.md", in_java, KAFKA=hub_log.bootstrap, JARS=str(jars))

    assert ["accepted", "duplicate"] == re.findall(r"^(accepted|duplicate)", said, re.MULTILINE)
    assert '"outcome":"duplicate"' in from_java
    assert 3 == hub_log.count(topics.ingest("fire"))


SEND = ROOT / "examples" / "kafka-python" / "send.py"
VISIT = str(ROOT / "examples" / "visit.json")


def sent(kafka: str, *paths: str) -> tuple[int, str]:
    """Return how the example ends that is given *paths*, and what it complains of."""
    settings = {name: value for name, value in os.environ.items() if name != "KAFKA"}
    settings |= {"KAFKA": kafka} if kafka else {}
    done = subprocess.run(  # noqa: PLW1510 - the code is what is looked at
        [sys.executable, str(SEND), *paths], env=settings, capture_output=True, text=True
    )
    return done.returncode, done.stderr


def test_a_slip_on_the_way_is_told_in_one_line(hub_log: KafkaLog, tmp_path: Path) -> None:
    """Of a file that is not there, a broker nobody named, a department nobody made."""
    stranger = tmp_path / "stranger.json"
    stranger.write_text(Path(VISIT).read_text("utf-8").replace("/fire/", "/forestry/"), "utf-8")
    kafka = hub_log.bootstrap
    slips = [sent("", VISIT), sent(kafka), sent(kafka, "nothing.json"), sent(kafka, str(stranger))]

    assert [1] * 4 == [code for code, _ in slips]
    assert [1] * 4 == [len(said.splitlines()) for _, said in slips]
    assert "no topic receipts.forestry" in slips[3][1]


def test_an_array_of_events_without_subjects_is_sent(
    hub_log: KafkaLog, start: Start, tmp_path: Path
) -> None:
    """`hub check` takes both, so they would be refused by nobody but the example."""
    visit = orjson.loads(Path(VISIT).read_bytes())
    del visit["subject"]
    several = tmp_path / "several.json"
    several.write_bytes(orjson.dumps([visit, visit | {"id": "second"}]))
    start(PROCESS, "intake", str(tmp_path))

    assert (0, "") == sent(hub_log.bootstrap, str(several))
    assert 2 == hub_log.count(topics.ingest("fire"))


def test_the_examples_name_the_client_that_is_tested() -> None:
    """The page must not fetch another version than the one it was tried with."""
    pom = (ROOT / "examples" / "kafka-java" / "pom.xml").read_text()

    assert f"<kafka.version>{VERSION}</kafka.version>" in pom
