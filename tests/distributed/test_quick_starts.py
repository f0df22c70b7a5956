"""The quick starts of Kafka are what they say: their commands and files, against a real intake."""

from __future__ import annotations

import re
from pathlib import Path

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


def test_the_examples_name_the_client_that_is_tested() -> None:
    """The page must not fetch another version than the one it was tried with."""
    pom = (ROOT / "examples" / "kafka-java" / "pom.xml").read_text()

    assert f"<kafka.version>{VERSION}</kafka.version>" in pom
