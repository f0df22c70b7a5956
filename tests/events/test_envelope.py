"""The CloudEvents envelope: our reader held against the CloudEvents SDK."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_kafka_event

from events.binding import Mode, write
from events.envelope import attributes, read, source_department
from events.refusal import RefusedError
from tests.events.messages_sent import said

DATA = {"case_id": "K-77", "outcome": "solved", "note": "水压恢复"}
ATTRIBUTES = {
    "id": "e1",
    "source": "/departments/fire/cases",
    "type": "case.closed.v1",
    "time": "2026-10-09T10:00:00+08:00",
    "subject": "K-77",
    "sequence": "12",
    "traceparent": "00-1-2-03",
}


@pytest.mark.parametrize("mode", ["structured", "binary"])
def test_what_the_sdk_writes_is_read(mode: Mode) -> None:
    """Departments use the SDK of their language; both content modes say the same."""
    value, headers = write(ATTRIBUTES, DATA, mode)

    envelope = read(value, headers)

    assert ("e1", "fire", "K-77", 12, DATA) == (
        envelope.id,
        envelope.department,
        envelope.subject,
        envelope.sequence,
        envelope.data,
    )
    assert "00-1-2-03" == envelope.said["traceparent"]


@pytest.mark.parametrize("mode", ["structured", "binary"])
def test_the_sdk_reads_the_same(mode: Mode) -> None:
    """Our reader may differ from the SDK only in refusing what it would invent."""
    value, headers = write(ATTRIBUTES, DATA, mode)

    event = from_kafka_event(KafkaMessage(dict(headers), None, value))
    ours = attributes(value, headers)

    assert event.get_data() == ours.pop("data")
    assert {**event.get_attributes(), "time": ours["time"]} == ours


def test_chinese_is_written_as_utf8() -> None:
    """Escapes would double the bytes of every event."""
    assert "水压恢复".encode() in write(ATTRIBUTES, DATA)[0]


@pytest.mark.parametrize("name", ["id", "source", "type", "time"])
def test_nothing_is_invented_for_a_missing_attribute(name: str) -> None:
    """A new id for each sending would make every retry a new event."""
    given = {held: text for held, text in ATTRIBUTES.items() if held != name}

    with pytest.raises(KeyError, match=name):
        write(given, DATA)
    with pytest.raises(RefusedError, match="missing-field"):
        read(orjson.dumps(said(**{name: None})))


def test_data_may_come_as_base64() -> None:
    """The JSON format of CloudEvents allows it."""
    event: dict[str, Any] = said(data_base64="eyJhIjoxfQ==")
    del event["data"]

    assert {"a": 1} == read(orjson.dumps(event)).data


def test_the_last_of_two_equal_keys_counts() -> None:
    """JSON leaves it open; what matters is that every reader of the hub agrees."""
    value = orjson.dumps(said()).replace(b'"id":"e1"', b'"id":"e1","id":"e2"')

    assert "e2" == read(value).id


def test_a_byte_order_mark_is_passed_over() -> None:
    """Files saved on Windows begin with one."""
    assert "e1" == read(b"\xef\xbb\xbf" + orjson.dumps(said())).id


def test_a_sequence_given_as_a_number_is_kept_as_text() -> None:
    """CloudEvents has it as text; the meaning is plain."""
    envelope = read(orjson.dumps(said(sequence=7)))

    assert (7, "7") == (envelope.sequence, envelope.said["sequence"])


@pytest.mark.parametrize(
    ("source", "department"),
    [
        ("/departments/fire", "fire"),
        ("/departments/fire/", "fire"),
        ("/departments/fire/visits/2", "fire"),
        ("/departments/", None),
        ("/departments//x", None),
        ("/departments/fire#x", None),
        ("/departments/fire/x#y", None),
        ("departments/fire", None),
        ("/departments/fi re", None),
    ],
)
def test_a_source_names_its_department(source: str, department: str | None) -> None:
    """A # in a source would let one event take another's event_id."""
    assert department == source_department(source)
