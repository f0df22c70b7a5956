"""Nobody in another's name: what intake takes of signed events, and what it refuses."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from random import Random
from typing import Any

import orjson
import pytest

from events.intake import Accepted, Duplicate, Judgement, Received, Rejected, Settings, judge
from events.record import Headers
from events.signed_message import signed
from events.signers import Signers
from events.signing import Signer
from tests.events.messages_sent import CLOSED, Intake, accepted, received, refused
from tests.events.signed import FIRE, SAID, TAX, duty, learnt, published, revoked, sent

KNOWN = learnt(published(FIRE), published(TAX, "tax"))
BINARY: Headers = tuple(
    (f"ce_{name}", str(held).encode()) for name, held in SAID.items() if name != "data"
)


def take(value: bytes, signers: Signers = KNOWN, headers: Headers = ()) -> Judgement:
    message = received(value, headers=headers)
    return judge(message, lambda *_: None, Settings(signers=signers))


def code(judgement: Judgement) -> str:
    return refused(judgement)[0]


def test_a_signed_event_is_taken_and_keeps_its_signature() -> None:
    """It stays in the journal as evidence of who said it."""
    taken = accepted(take(sent()))

    assert "dssematerial" in orjson.loads(taken.journal[-1].value)


def test_an_event_in_headers_is_signed_over_its_bytes() -> None:
    """Kafka's binary mode: attributes in headers, the value is the data."""
    value, headers = signed(orjson.dumps(CLOSED), BINARY, FIRE)

    assert isinstance(take(value, headers=headers), Accepted)
    other = value.replace(b"solved", b"unsolved")
    assert "signature-wrong" == code(take(other, headers=headers))


def test_a_signature_is_of_the_bytes_however_they_are_written() -> None:
    """Another system writes JSON with blanks and in another order: that is what it signs."""
    text = orjson.dumps(SAID, option=orjson.OPT_INDENT_2)
    packed = orjson.dumps(
        {name: held for name, held in SAID.items() if name != "data"}
        | {"data_base64": b64encode(orjson.dumps(CLOSED)).decode()}
    )

    assert isinstance(take(signed(text, (), FIRE)[0]), Accepted)
    assert isinstance(take(signed(packed, (), FIRE)[0]), Accepted)


def test_of_a_name_that_stands_twice_the_last_is_signed_and_taken() -> None:
    """Two readers of one text must not see two events."""
    twice = sent().replace(b'"data":{', b'"data":{"case_id":"K-1","outcome":"solved"},"data":{', 1)
    forged = sent()[:-1] + b',"data":{"case_id":"K-1","outcome":"solved"}}'

    assert {"case_id": "K-77", "outcome": "solved"} == accepted(take(twice)).event.data
    assert "signature-wrong" == code(take(forged))


def test_a_department_without_the_duty_may_send_unsigned() -> None:
    """Signing is for departments that want it, or must."""
    assert isinstance(take(orjson.dumps(SAID)), Accepted)


def test_who_must_sign_is_refused_unsigned() -> None:
    """Otherwise a forger would only have to leave the signature out."""
    signers = KNOWN.learn(duty("fire"))

    assert ("signature-missing", "dssematerial") == refused(take(orjson.dumps(SAID), signers))
    assert "signature-missing" == code(take(orjson.dumps(SAID | {"dssematerial": ""}), signers))
    assert isinstance(take(sent(), signers), Accepted)


def test_another_departments_key_is_unknown() -> None:
    """The key is looked up under the department that sends."""
    assert "signature-key-unknown" == code(take(sent(TAX)))
    assert "signature-key-unknown" == code(take(sent(Signer.make())))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("/departments/tax/cases", "wrong-department"),
        ("/departments/fire/visits", "signature-wrong"),
    ],
)
def test_a_forged_source_is_refused(source: str, expected: str) -> None:
    """Neither another department nor another system of one's own can be claimed."""
    forged = sent().replace(b"/departments/fire/cases", source.encode())

    assert expected == code(take(forged))
    assert isinstance(take(sent(source=source)), Rejected if "tax" in source else Accepted)


@pytest.mark.parametrize("name", ["sequence", "replaces"])
def test_what_the_hub_heeds_must_be_covered(name: str) -> None:
    """Added by somebody else, either would reorder a case or take an event back."""
    bare = {name: held for name, held in SAID.items() if name != "sequence"}
    value = signed(orjson.dumps(bare), (), FIRE)[0]
    more = value[:-1] + b',"%s":"/departments/fire/cases#e0"}' % name.encode()
    more = more.replace(b"/departments/fire/cases#e0", b"9") if name == "sequence" else more

    assert isinstance(take(value), Accepted)
    assert "signature-wrong" == code(take(more))


def test_an_extension_that_nobody_heeds_may_be_added() -> None:
    """Tracing and the like are written by what lies in between, and change nothing."""
    assert isinstance(take(sent()[:-1] + b',"traceparent":"00-1"}'), Accepted)


@pytest.mark.parametrize(
    ("time", "taken"),
    [
        ("2026-02-28T23:59:59Z", True),
        ("2026-03-01T00:00:00Z", False),
        ("2025-12-31T23:59:59Z", False),
        ("2026-01-01T00:00:00Z", True),
    ],
)
def test_a_key_counts_from_its_first_instant_to_its_last(time: str, taken: bool) -> None:
    """What happened while it counted may arrive later: a key that is replaced is not stolen."""
    signers = learnt(published(FIRE, valid_to="2026-03-01T00:00:00Z"))
    judgement = take(sent(time=time), signers)

    assert taken == isinstance(judgement, Accepted)
    assert taken or "signature-key-unknown" == code(judgement)


def test_keys_are_replaced_without_a_gap() -> None:
    """Rotation: the old one until the new one, and both known meanwhile."""
    new = Signer.make()
    at = "2026-10-01T00:00:00Z"
    signers = learnt(published(FIRE), published(new, since=at), revoked(FIRE, until=at))
    before, after = "2026-09-30T23:59:59Z", at

    assert isinstance(take(sent(FIRE, time=before), signers), Accepted)
    assert isinstance(take(sent(new, time=after), signers), Accepted)
    assert "signature-key-unknown" == code(take(sent(FIRE, time=after), signers))
    assert "signature-key-unknown" == code(take(sent(new, time=before), signers))


def test_a_stolen_key_signs_nothing_more_whatever_time_is_written() -> None:
    """A thief dates back."""
    signers = KNOWN.learn(revoked(FIRE))

    assert "signature-key-unknown" == code(take(sent(time="2026-01-02T00:00:00Z"), signers))


def test_what_was_accepted_stays_accepted() -> None:
    """A redelivery after a crash repeats the first receipt, though the key was revoked since."""
    intake = Intake(Settings(signers=KNOWN))
    first = intake.take(sent(), offset=3)
    intake._settings = Settings(signers=KNOWN.learn(revoked(FIRE)))

    again = intake.take(sent(), offset=3)

    assert isinstance(again, Duplicate)
    assert first.receipt == again.receipt
    assert "signature-key-unknown" == code(intake.take(sent(), offset=4))


def test_no_signature_is_kept_of_text_that_was_redacted() -> None:
    """From its digest one could guess the number that was taken out."""
    data = {"case_id": "K-77", "department": "fire", "note": "call 13812345678"}
    taken = accepted(take(sent(type="case.progressed.v1", data=data)))
    kept = orjson.loads(taken.journal[-1].value)

    assert "[telephone]" in kept["data"]["note"]
    assert "dssematerial" not in kept


def test_what_is_said_of_a_person_is_proven_before_it_is_taken_out() -> None:
    """The signature is of what was sent; the journal holds a pseudonym, and no digest."""
    data = {"case_id": "K-77", "party_id": "13812345678", "kind": "demand", "channel": "visit"}
    data |= {"category": "roads", "text": "a road", "area": "330700"}
    value = sent(type="case.opened.v1", subject="13812345678", data=data)
    settings = Settings(signers=KNOWN, pseudonym=lambda _: "someone")

    taken = accepted(judge(received(value), lambda *_: None, settings))
    kept = orjson.loads(taken.journal[-1].value)
    assert ("someone", "someone") == (kept["subject"], kept["data"]["party_id"])
    assert "dssematerial" not in kept


def mutants(rng: Random, count: int) -> Iterator[tuple[bytes, Headers]]:
    """Yield signed messages with one byte changed in what is signed, the signature or its key."""
    structured = sent()
    value, headers = signed(orjson.dumps(CLOSED), BINARY, FIRE)
    spans = _spans(structured)
    for number in range(count):
        match number % 4:
            case 0:
                yield _flipped(structured, rng, *rng.choice(spans)), ()
            case 1:
                yield _flipped(value, rng, 0, len(value)), headers
            case 2:
                place = rng.randrange(len(headers))
                name, held = headers[place]
                changed = (name, _flipped(held, rng, 0, len(held)))
                yield value, (*headers[:place], changed, *headers[place + 1 :])
            case _:
                yield _reforged(structured, rng), ()


def _spans(message: bytes) -> list[tuple[int, int]]:
    parts = [orjson.dumps(held) for held in orjson.loads(message).values()]
    starts = [message.index(b":" + part) + 1 for part in parts]
    return [(start, start + len(part)) for start, part in zip(starts, parts, strict=True)]


def _flipped(value: bytes, rng: Random, start: int, end: int) -> bytes:
    at = rng.randrange(start, end)
    return value[:at] + bytes([value[at] ^ rng.randrange(1, 256)]) + value[at + 1 :]


def _reforged(message: bytes, rng: Random) -> bytes:
    """Change one byte inside the envelope of the signature: payload, signature or key id."""
    event = orjson.loads(message)
    envelope: dict[str, Any] = orjson.loads(b64decode(event["dssematerial"]))
    text = orjson.dumps(envelope)
    at = [text.index(held.encode()) for held in (envelope["payload"],)]
    one = envelope["signatures"][0]
    spans = [(at[0], at[0] + len(envelope["payload"]))]
    spans += [(text.index(one[n].encode()), text.index(one[n].encode()) + len(one[n])) for n in one]
    event["dssematerial"] = b64encode(_flipped(text, rng, *rng.choice(spans))).decode()
    return orjson.dumps(event)


def test_ten_thousand_forgeries_are_refused() -> None:
    """One byte anywhere in what is signed, in the signature or in the name of its key."""
    rng, signers = Random(20261009), KNOWN.learn(duty("fire"))
    passed = [
        (value, headers)
        for value, headers in mutants(rng, 10_000)
        if not isinstance(take(value, signers, headers), Rejected)
    ]

    assert [] == passed
    assert isinstance(take(sent(), signers), Accepted)


def test_intake_without_signers_does_not_look() -> None:
    """A file is judged offline, where nobody knows the keys."""
    message: Received = received(sent(Signer.make()))

    assert isinstance(judge(message, lambda *_: None, Settings(signers=None)), Accepted)
