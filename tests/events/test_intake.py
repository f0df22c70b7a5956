"""Intake: what is accepted, what is a duplicate, and every reason to refuse."""

from __future__ import annotations

from base64 import b64decode
from hashlib import sha256
from typing import Any

import orjson
import pytest

from events.content import content_hash
from events.instant import DAY, SECOND, Instant, parse, render
from events.intake import Accepted, Duplicate, Rejected, Settings, judge
from events.messages import SENTENCES, sentence
from events.models import EXAMPLES, MODELS
from events.record import Headers, Record
from events.refusal import CODES
from events.remembered import Remembered, from_journal
from events.topics import JOURNAL_CASES, JOURNAL_VISITS
from events.validation import HUB_ONLY, PEOPLE_ONLY
from tests.events.messages_sent import (
    CLOSED,
    NOON,
    Intake,
    absent,
    accepted,
    received,
    refused,
    said,
)

DEEP = b'{"specversion":"1.0","x":' + b"[" * 2000 + b"]" * 2000 + b"}"


REFUSED = [
    (b"\xc7\xe5\xcf\xaa", ("not-utf8", "")),
    ("{}".encode("utf-16"), ("not-utf8", "")),
    (b"", ("not-json", "")),
    (b"\xef\xbb\xbf", ("not-json", "")),
    (b"{", ("not-json", "")),
    (b'{"specversion":NaN}', ("not-json", "")),
    (b'{"id":"\\ud800"}', ("not-json", "")),
    (b"{} {}", ("not-json", "")),
    (b"x" * (1024 * 1024 + 1), ("too-large", "")),
    (DEEP, ("too-deep", "")),
    (b"[]", ("not-cloudevent", "")),
    (b'"text"', ("not-cloudevent", "")),
    (b"null", ("not-cloudevent", "")),
    (b"1e30", ("not-cloudevent", "")),
    (b"{}", ("not-cloudevent", "specversion")),
    (said(specversion="0.3"), ("not-cloudevent", "specversion")),
    (said(id=absent), ("missing-field", "id")),
    (said(id=None), ("missing-field", "id")),
    (said(id=""), ("missing-field", "id")),
    (said(source=absent), ("missing-field", "source")),
    (said(type=absent), ("missing-field", "type")),
    (said(time=absent), ("missing-field", "time")),
    (said(data=absent), ("missing-field", "data")),
    (said(id=7), ("invalid-field", "id")),
    (said(id="x" * 513), ("invalid-field", "id")),
    (said(id="a\x1fb"), ("control-character", "id")),
    (said(subject="a\x00b"), ("control-character", "subject")),
    (said(data={**CLOSED, "case_id": "K\t7"}), ("control-character", "data.case_id")),
    (said(source="/departments/tax/cases"), ("wrong-department", "source")),
    (said(source="/departments/fire2"), ("wrong-department", "source")),
    (said(source="urn:fire"), ("wrong-department", "source")),
    (said(source="/departments/fire#x"), ("wrong-department", "source")),
    (said("case.opened"), ("unknown-type", "type")),
    (said("case.eaten.v1"), ("unknown-type", "type")),
    (said("visit.detached.v1"), ("unknown-type", "type")),
    (said("case.closed.v9"), ("unknown-version", "type")),
    (said("clock.ticked.v1"), ("reserved-type", "type")),
    (said("finding.dismissed.v1"), ("reserved-type", "type")),
    (said("policy.published.v1"), ("reserved-type", "type")),
    (said("calendar.published.v1"), ("reserved-type", "type")),
    (said("menu.published.v1"), ("reserved-type", "type")),
    (said(time="2026-10-09T10:00:00"), ("time-without-offset", "time")),
    (said(time="2026-10-09"), ("time-without-offset", "time")),
    (said(time="9999-12-31T23:59:59+08:00"), ("time-out-of-range", "time")),
    (said(time="0001-01-01T00:00:00+14:00"), ("time-out-of-range", "time")),
    (said(time="tomorrow"), ("invalid-field", "time")),
    (said(time="2026-13-01T00:00:00Z"), ("invalid-field", "time")),
    (said(time=1), ("invalid-field", "time")),
    (said(sequence="one"), ("invalid-field", "sequence")),
    (said(sequence="9" * 400), ("invalid-field", "sequence")),
    (said(sequence="٣"), ("invalid-field", "sequence")),
    (said(sequence=1.5), ("invalid-field", "sequence")),
    (said(data_base64="*", data=absent), ("invalid-field", "data_base64")),
    (said(data=[]), ("invalid-field", "data")),
    (said(data={**CLOSED, "x": 1}), ("unknown-field", "data.x")),
    (said(data={"case_id": "K"}), ("missing-field", "data.outcome")),
    (said(data={**CLOSED, "outcome": "fine"}), ("invalid-field", "data.outcome")),
]


@pytest.mark.parametrize(("event", "refusal"), REFUSED)
def test_bad_input_is_refused_with_its_reason(event: Any, refusal: tuple[str, str]) -> None:
    """A department must learn what was wrong and where."""
    assert refusal == refused(Intake().take(event))


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ((("ce_x", b"y"),) * 190, True),
        ((("x", b"y"),) * 201, False),
        ((("ce_x", b"y" * 1024 * 1024),), False),
    ],
)
def test_headers_count_as_much_as_what_they_head(headers: Headers, taken: bool) -> None:
    """A hundred thousand headers once cost as much as a large event."""
    event = said()
    data = orjson.dumps(event.pop("data"))
    own = tuple((f"ce_{name}", str(held).encode()) for name, held in event.items())
    judgement = judge(received(data, headers=(*own, *headers)), lambda *_: None)

    assert taken == isinstance(judgement, Accepted)
    assert taken or "too-large" == refused(judgement)[0]


def test_an_extension_too_deep_to_write_again_is_refused() -> None:
    """JSON can be read deeper than it can be written."""
    event = orjson.dumps(said(extension="@")).replace(b'"@"', b"[" * 600 + b"]" * 600)

    assert "too-deep" == refused(Intake().take(event))[0]


def test_every_code_is_tested_and_has_its_sentences() -> None:
    """A code nobody can read, or no test reaches, is a promise nobody keeps."""
    elsewhere = {"bad-uscc", "id-conflict", "unknown-event", "not-your-event", "internal-error"}
    elsewhere |= {"signature-missing", "signature-wrong", "signature-key-unknown"}

    assert set(CODES) == {refusal[0] for _, refusal in REFUSED} | elsewhere
    assert set(CODES) | {"accepted", "duplicate"} == set(SENTENCES)
    assert all(sentence(code, "zh", "f", "d") != sentence(code, "en", "f", "d") for code in CODES)


@pytest.mark.parametrize("key", sorted(MODELS))
def test_the_example_of_a_type_is_accepted_from_whom_may_say_it(key: tuple[str, int]) -> None:
    """What is published as an example must work when sent."""
    name, version = key
    department = "hub" if name in PEOPLE_ONLY else "fire"
    event = said(f"{name}.v{version}", source=f"/departments/{department}/x", data=EXAMPLES[key])
    intake = Intake()
    intake.take(said(id="v1", source="/departments/fire/visits"))

    judgement = intake.take(event, department=department)

    assert isinstance(judgement, Rejected if name in HUB_ONLY else Accepted)


@pytest.mark.parametrize(
    ("time", "taken"),
    [
        ("1999-12-31T23:59:59Z", False),
        ("2000-01-01T00:00:00Z", True),
        (render(Instant(NOON + DAY)), True),
        (render(Instant(NOON + DAY + SECOND)), False),
    ],
)
def test_an_event_time_is_from_2000_to_a_day_ahead(time: str, taken: bool) -> None:
    """Broken clocks say 1970 or next year; clocks a few minutes wrong are ours to bear."""
    judgement = Intake().take(said(time=time))

    assert taken == isinstance(judgement, Accepted)
    assert taken or ("time-out-of-range", "time") == refused(judgement)


@pytest.mark.parametrize(("more", "taken"), [(-1, True), (0, True), (1, False)])
def test_an_event_may_be_as_large_as_the_limit(more: int, taken: bool) -> None:
    """The limit is inclusive."""
    event = orjson.dumps(said())
    settings = Settings(limit=len(event) - more)

    assert taken == isinstance(Intake(settings).take(event), Accepted)


def test_the_same_sending_again_is_a_duplicate() -> None:
    """Systems send again when in doubt; the log says it once."""
    intake = Intake()
    first = intake.take(said())

    second = intake.take(said())

    assert isinstance(second, Duplicate)
    assert ("accepted", "duplicate") == (first.receipt.outcome, second.receipt.outcome)
    assert (1, False) == (second.receipt.offset, second.redelivered)


def test_a_redelivery_repeats_the_first_receipt() -> None:
    """After a crash the broker hands out the same entry again: the department sees no change."""
    intake = Intake()
    first = intake.take(said(), offset=5)

    again = intake.take(said(), offset=5)

    assert isinstance(again, Duplicate)
    assert (first.receipt, True) == (again.receipt, again.redelivered)


@pytest.mark.parametrize(
    "change",
    [
        {"time": "2026-10-09T10:00:01+08:00"},
        {"subject": "K-78"},
        {"sequence": "1"},
        {"data": {**CLOSED, "outcome": "unsolved"}},
    ],
)
def test_the_same_id_with_other_content_is_a_conflict(change: dict[str, Any]) -> None:
    """Which of the two is true, only the department can say."""
    intake = Intake()
    intake.take(said())

    assert ("id-conflict", "id") == refused(intake.take(said() | change))


@pytest.mark.parametrize(
    "change",
    [
        {"time": "2026-10-09T02:00:00Z"},
        {"recordedtime": "2020-01-01T00:00:00Z"},
        {"traceparent": "00-1-2-03"},
        {"data": {name: CLOSED[name] for name in ("outcome", "case_id")}},
    ],
)
def test_the_same_content_in_another_dress_is_a_duplicate(change: dict[str, Any]) -> None:
    """Order of keys, spelling of the instant and extensions are not what the event says."""
    intake = Intake()
    intake.take(said())

    assert isinstance(intake.take(said() | change), Duplicate)


def test_the_same_id_from_another_system_is_another_event() -> None:
    """A CloudEvents id is unique per source only."""
    intake = Intake()
    intake.take(said())

    assert isinstance(intake.take(said(source="/departments/fire/visits")), Accepted)


def test_an_event_can_be_sent_again_after_it_was_refused() -> None:
    """Mending an event must not need a new id."""
    intake = Intake()
    intake.take(said(data={}))

    assert isinstance(intake.take(said()), Accepted)


def test_the_journal_keeps_what_was_said_and_when_it_was_taken() -> None:
    """The log is the truth: extensions stay, recordedtime is the hub's."""
    judgement = accepted(Intake().take(said(traceparent="00-1", recordedtime="1990")))

    (record,) = judgement.journal
    written = orjson.loads(record.value)

    assert said(traceparent="00-1", recordedtime="2026-10-09T04:00:00Z") == written
    assert (JOURNAL_CASES, b"K-77") == (record.topic, record.key)
    told = judgement.event
    hashed = content_hash(written["type"], told.time, told.subject, told.sequence, written["data"])
    assert hashed.encode() == dict(record.headers)["hash"]
    assert b"ingest.fire:0:0" == dict(record.headers)["ingest"]


def test_both_versions_of_an_officer_are_taken_as_said() -> None:
    """A department changes to a new version when it likes."""
    for version in (1, 2):
        data = EXAMPLES["officer.registered", version]
        judgement = accepted(Intake().take(said(f"officer.registered.v{version}", data=data)))

        assert data == orjson.loads(judgement.journal[0].value)["data"]


def test_a_party_told_by_name_gets_its_id() -> None:
    """Two departments without ids must mean the same party by the same name."""
    data = {**EXAMPLES["visit.cancelled", 1]}
    del data["party_id"]
    intake = Intake()
    keys = set()
    for number, name in enumerate(("宏达食品(清溪)有限公司", "宏达食品（清溪）有限公司 ")):
        party = {"name": name, "area": "清溪县"}
        event = said("visit.cancelled.v1", id=f"v{number}", data={**data, "party": party})
        (record,) = accepted(intake.take(event)).journal
        assert record.key.decode() == orjson.loads(record.value)["data"]["party_id"]
        keys.add((record.topic, record.key))

    assert 1 == len(keys)
    assert JOURNAL_VISITS == keys.pop()[0]


def test_free_text_is_redacted_before_it_is_kept() -> None:
    """Personal data in the log could never be forgotten."""
    data = {**EXAMPLES["case.progressed", 1], "note": "Call 13812345678."}

    (record,) = accepted(Intake().take(said("case.progressed.v1", data=data))).journal

    assert "Call [telephone]." == orjson.loads(record.value)["data"]["note"]


def _withdrawal(event_id: str) -> dict[str, Any]:
    data = {"event_id": event_id, "reason": "mistake"}
    return said("event.withdrawn.v1", id="w1", data=data)


def test_a_withdrawal_follows_the_event_it_takes_back() -> None:
    """The fold that concluded from the event must hear that it is gone."""
    intake = Intake()
    data = EXAMPLES["case.linked", 1]
    linked = accepted(intake.take(said("case.linked.v1", data=data)))

    withdrawn = accepted(intake.take(_withdrawal("/departments/fire/cases#e1")))

    assert [b"K-77", b"K-12"] == [record.key for record in withdrawn.journal]
    assert linked.remembered.route == withdrawn.remembered.route


@pytest.mark.parametrize(
    ("event_id", "code"),
    [
        ("/departments/fire/cases#e2", "unknown-event"),
        ("e1", "unknown-event"),
        ("/departments/tax/cases#e1", "not-your-event"),
    ],
)
def test_only_an_event_of_ones_own_can_be_withdrawn(event_id: str, code: str) -> None:
    """No department may silence another."""
    intake = Intake()
    intake.take(said())

    assert (code, "data.event_id") == refused(intake.take(_withdrawal(event_id)))


def _replacement(target: str, **change: Any) -> dict[str, Any]:
    return said(id="e2", replaces=target) | change


def test_a_replacement_withdraws_the_earlier_event_and_says_its_own() -> None:
    """One sending corrects: the wrong case hears that its closing is gone, the right one closes."""
    intake = Intake()
    intake.take(said(data={**CLOSED, "case_id": "K-wrong"}))

    taken = accepted(intake.take(_replacement("/departments/fire/cases#e1")))
    gone, new = (orjson.loads(record.value) for record in taken.journal)

    assert [b"K-wrong", CLOSED["case_id"].encode()] == [record.key for record in taken.journal]
    assert ("event.withdrawn.v1", "/departments/fire/cases#e1") == (
        gone["type"],
        gone["data"]["event_id"],
    )
    assert ("e2", parse(gone["time"])) == (new["id"], parse(new["time"]))


def test_a_redelivered_replacement_says_the_same_withdrawal_again() -> None:
    """A crash may have come between the two; the fold drops what it knows by its id."""
    intake = Intake()
    intake.take(said())
    first = accepted(intake.take(_replacement("/departments/fire/cases#e1"), offset=7))

    again = intake.take(_replacement("/departments/fire/cases#e1"), offset=7)
    sent = intake.take(_replacement("/departments/fire/cases#e1"), offset=8)

    assert isinstance(again, Duplicate)
    assert isinstance(sent, Duplicate)
    assert first.journal[:1] == again.journal
    assert () == sent.journal


def test_the_same_event_with_another_replacement_is_a_conflict() -> None:
    """What it replaces is part of what it says."""
    intake = Intake()
    intake.take(said())
    intake.take(said(id="e2"))

    assert ("id-conflict", "id") == refused(intake.take(_replacement("/departments/fire/cases#e1")))


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("/departments/fire/cases#e9", "unknown-event"),
        ("/departments/fire/cases#e2", "unknown-event"),
        ("/departments/tax/cases#e1", "not-your-event"),
        (7, "invalid-field"),
        ("x" * 1025, "invalid-field"),
    ],
)
def test_only_an_earlier_event_of_ones_own_can_be_replaced(target: Any, code: str) -> None:
    """No department may silence another, nor an event itself."""
    intake = Intake()
    intake.take(said())

    assert (code, "replaces") == refused(intake.take(_replacement(target)))


def test_a_refused_event_is_kept_byte_for_byte() -> None:
    """It can be mended and sent again, and nobody disputes what was sent."""
    raw = b"\xff\x00{broken"

    judgement = Intake().take(raw, offset=3)

    assert isinstance(judgement, Rejected)
    kept = orjson.loads(judgement.record.value)
    assert raw == b64decode(kept["raw"])
    assert ("not-utf8", "fire", "ingest.fire", 0, 3, sha256(raw).hexdigest()) == tuple(
        kept[name] for name in ("code", "department", "topic", "partition", "offset", "sha256")
    )
    assert (b"ingest.fire:0:3", "rejected") == (judgement.record.key, judgement.record.topic)


def test_a_receipt_names_what_it_is_about() -> None:
    """A department finds its event by id, and by where it wrote it."""
    judgement = Intake().take(said(data={}), offset=3)

    outgoing = judgement.receipt.outgoing("fire")

    assert ("receipts.fire", b"/departments/fire/cases#e1") == (outgoing.topic, outgoing.key)
    receipt = orjson.loads(outgoing.value)
    named = "event_id outcome code message field time sha256 topic partition offset"
    assert named == " ".join(receipt)
    assert ("rejected", "missing-field", "data.case_id", 3) == tuple(
        receipt[name] for name in ("outcome", "code", "field", "offset")
    )


def test_receipts_speak_chinese_where_asked() -> None:
    """County offices read Chinese."""
    judgement = Intake(Settings(language="zh")).take(said(time="2026-10-09T10:00:00"))

    assert "time 缺少时区:请在末尾写明 +08:00 或 Z。" == judgement.receipt.message


def test_a_failing_memory_is_not_the_departments_fault() -> None:
    """A full disk is retried by the host; it must never refuse good events."""

    def broken(_source: str, _id: str) -> Remembered | None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        judge(received(said()), broken)


def test_a_fault_of_ours_refuses_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug met by one message must not stop all the others of its partition."""

    def buggy(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("events.intake.validate", buggy)

    assert "internal-error" == refused(Intake().take(said()))[0]


@pytest.mark.parametrize("type", ["case.closed", "case.linked", "department.registered"])
def test_what_intake_remembers_can_be_read_from_any_journal_record(type: str) -> None:
    """The memory is lost with its disk; the journal is not."""
    judgement = accepted(Intake().take(said(f"{type}.v1", data=EXAMPLES[type, 1])))

    for record in judgement.journal:
        read = Record(record.topic, 0, 0, record.key, record.value, record.headers)

        assert judgement.remembered == from_journal(read)


def test_the_hubs_own_records_are_not_remembered() -> None:
    """Ticks stand in the journal and were never sent."""
    assert None is from_journal(Record(JOURNAL_CASES, 0, 0, b"", b"{}"))
