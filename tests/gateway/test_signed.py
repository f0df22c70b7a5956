"""Signed events over HTTP: whichever form carries them, the bytes that were signed arrive."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from urllib.parse import quote

import orjson
import pytest

from events.signed_message import signed
from events.signing import Signer, fingerprint
from hub.operations import perform
from tests.gateway.conftest import Gateway
from tests.gateway.speaking import BATCH, LINES, STRUCTURED, Answer, System

Fresh = Callable[[], str]
KEY = Signer.make()
SINCE = "2026-01-01T00:00:00Z"


@pytest.fixture(scope="module", name="schools")
def _schools(gateway: Gateway) -> System:
    """Give the system of a department whose key is known."""
    name = f"schools-{uuid.uuid4().hex[:6]}"
    said = {"department": name, "public": KEY.public, "since": SINCE, "until": None}
    perform(gateway.hub, "key_add", said)
    return gateway.system(name)


def _signed(system: System, id: str, signer: Signer = KEY) -> bytes:
    """Return an event as another system would write it, with blanks."""
    text = orjson.dumps(system.event(id), option=orjson.OPT_INDENT_2)
    return signed(text, (), signer)[0]


def _codes(answer: Answer) -> list[str]:
    return [receipt["code"] for receipt in answer.said["receipts"]]


def test_a_signed_event_is_taken_and_a_changed_one_is_not(schools: System, fresh: Fresh) -> None:
    """Who stands between department and gateway changes nothing unseen."""
    value = _signed(schools, fresh())
    forged = schools.ask("POST", "/events", value.replace(b"routine", b"invited"), STRUCTURED)
    taken = schools.ask("POST", "/events", value, STRUCTURED)

    assert "signature-wrong" == forged.said["code"]
    assert 201 == taken.status


@pytest.mark.parametrize("media", [BATCH, LINES])
def test_in_a_batch_each_signature_is_of_the_bytes_that_were_sent(
    schools: System, fresh: Fresh, media: str
) -> None:
    """A batch is cut, not written again."""
    values = [_signed(schools, fresh()), _signed(schools, fresh(), Signer.make())]
    if media == BATCH:
        body = b"[ " + b" ,\n".join(values) + b" ]"
    else:
        lines = [orjson.dumps(schools.event(fresh())) for _ in values]
        keys = (KEY, Signer.make())
        body = b"\n".join(signed(x, (), key)[0] for x, key in zip(lines, keys, strict=True))
    answer = schools.ask("POST", "/events", body, media)

    assert ["", "signature-key-unknown"] == _codes(answer)


def test_in_binary_mode_the_signature_is_a_header(schools: System, fresh: Fresh) -> None:
    """The body is the data, to the byte; its type is signed as it was sent."""
    event = schools.event(fresh())
    data = orjson.dumps(event.pop("data"), option=orjson.OPT_INDENT_2)
    media = "application/json; charset=UTF-8"
    event["datacontenttype"] = media
    headers = tuple((f"ce_{name}", held.encode()) for name, held in event.items())
    _, with_signature = signed(data, headers, KEY)
    said = {name.replace("_", "-"): quote(held.decode()) for name, held in with_signature}
    del said["ce-datacontenttype"]
    forged = schools.ask("POST", "/events", data + b" ", media, **said)
    taken = schools.ask("POST", "/events", data, media, **said)

    assert "signature-wrong" == forged.said["code"]
    assert 201 == taken.status


def test_a_check_looks_at_the_signature_too(schools: System, fresh: Fresh) -> None:
    """A department that builds its publisher learns it before it counts."""
    good, bad = _signed(schools, fresh()), _signed(schools, fresh(), Signer.make())
    found = [schools.ask("POST", "/check", value, STRUCTURED).said for value in (good, bad)]

    assert [[], ["signature-key-unknown"]] == [
        [fault["code"] for fault in one["faults"]] for one in found
    ]


def test_a_revoked_key_opens_nothing_more(gateway: Gateway, fresh: Fresh) -> None:
    """At once, without a restart."""
    system, key = gateway.system(f"parks-{uuid.uuid4().hex[:6]}"), Signer.make()
    its = {"department": system.department, "until": None}
    perform(gateway.hub, "key_add", {**its, "public": key.public, "since": SINCE})
    before = system.ask("POST", "/events", _signed(system, fresh(), key), STRUCTURED)
    id = fingerprint(key.public)
    perform(gateway.hub, "key_revoke", {**its, "key_id": id, "reason": "stolen"})
    after = system.ask("POST", "/events", _signed(system, fresh(), key), STRUCTURED)

    assert (201, "signature-key-unknown") == (before.status, after.said["code"])
    assert "was revoked" in after.said["message"]
