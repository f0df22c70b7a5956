"""Bad bodies, wrong keys, too much, too slow: a clear 4xx, nothing lost, others unharmed."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.gateway.keyring import Caller
from hub.gateway.limits import Bucket, take
from hub.gateway.roles import may, parse, roles
from tests.gateway.conftest import LIMITS, Gateway
from tests.gateway.speaking import BATCH, LINES, STRUCTURED, System

Fresh = Callable[[], str]


@pytest.mark.parametrize(
    ("body", "media", "status", "code"),
    [
        (b"[", BATCH, 400, "not-a-batch"),
        (b"{}", BATCH, 400, "not-a-batch"),
        (b"<xml/>", "text/xml", 415, "media-type"),
        (b"{}", "", 415, "media-type"),
        (b"x" * (LIMITS.body + 1), LINES, 413, "body-too-large"),
        (b"x" * (LIMITS.event + 1), STRUCTURED, 413, "body-too-large"),
        (b"{}\n" * (LIMITS.events + 1), LINES, 413, "too-many-events"),
    ],
)
def test_a_body_that_cannot_be_cut_is_told_so(
    fire: System, fresh: Fresh, body: bytes, media: str, status: int, code: str
) -> None:
    """And the next request of the same system is served."""
    answer = fire.ask("POST", "/events", body, media)

    assert (status, code) == (answer.status, answer.said["title"])
    assert 201 == fire.send(fire.event(fresh())).status


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b'{"specversion":"1.0"}', b"\xff\xfe"])
def test_what_is_no_event_is_refused_by_intake_and_kept(fire: System, body: bytes) -> None:
    """As on Kafka: the log has it, with a receipt that says what is wrong."""
    answer = fire.ask("POST", "/events", body, STRUCTURED)

    assert (422, "rejected") == (answer.status, answer.said["outcome"])
    assert answer.said["code"]


def test_a_key_is_asked_for_and_a_wrong_one_opens_nothing(gateway: Gateway, fire: System) -> None:
    """In the language the caller reads."""
    none = System(gateway.url).get("/receipts")
    wrong = System(gateway.url, fire.key[:-1] + "x").get("/receipts", Accept_Language="zh-CN")

    assert (401, "no-key") == (none.status, none.said["title"])
    assert (401, "wrong-key") == (wrong.status, wrong.said["title"])
    assert "密钥无效" in wrong.said["detail"]


def test_a_void_key_is_void_at_once(gateway: Gateway) -> None:
    """Whoever lost a key is safe the moment it is revoked."""
    caller = Caller("lost", "fire", "department", 1000)
    system = System(gateway.url, gateway.keyring.make(caller))
    before = system.get("/receipts").status
    gateway.keyring.revoke("lost")

    assert (200, 401) == (before, system.get("/receipts").status)


@pytest.mark.parametrize("role", sorted(roles()))
def test_a_role_may_do_what_its_line_says(gateway: Gateway, fresh: Fresh, role: str) -> None:
    """Roles are data: the table decides, not the route."""
    system = gateway.system("fire", role)
    got = {
        "send": system.send(system.event(fresh())).status,
        "receipts": system.get("/receipts").status,
        "receipts-all": system.get("/receipts?department=tax").status,
        "visits": system.get("/parties/P-1/visits").status,
        "audit": system.get("/audit").status,
    }

    assert {right: may(role, right) for right in got} == {
        right: status != 403 for right, status in got.items()
    }


def test_a_role_cannot_be_given_a_right_that_is_none() -> None:
    """A misspelt right would silently allow nothing."""
    with pytest.raises(ValueError, match="no right sned"):
        parse("clerk: [sned]")


def test_each_refusal_is_written_down_without_the_key(gateway: Gateway, fresh: Fresh) -> None:
    """An auditor sees who was refused what, and how often; never what they held."""
    analyst = gateway.system("fire", "analyst")
    for _ in range(3):
        analyst.send(analyst.event(fresh()))
    name = next(
        c.name for c in gateway.keyring.callers() if c == gateway.keyring.opens(analyst.key)
    )
    auditor = gateway.system("fire", "auditor")
    rows = [row for row in auditor.get("/audit").said if row["caller"] == name]

    assert [("POST", "/events", 403, "not-allowed")] == [
        (row["method"], row["path"], row["status"], row["code"]) for row in rows
    ]
    assert 3 == sum(row["count"] for row in rows)
    assert analyst.key not in str(rows)


def test_a_department_sees_its_own_receipts_only(gateway: Gateway, fresh: Fresh) -> None:
    """Another department's mistakes are not its business."""
    fire, tax = gateway.system("fire"), gateway.system("tax")
    event_id = fire.send(fire.event(fresh())).said["event_id"]
    path = "/receipts/" + event_id.replace("#", "%23").replace("/", "%2F")

    assert (200, 404) == (fire.get(path).status, tax.get(path).status)
    assert 403 == tax.get("/receipts?department=fire").status


def test_who_is_over_the_quota_waits_and_others_do_not(gateway: Gateway, fresh: Fresh) -> None:
    """429 says for how long."""
    caller = Caller("eager", "fire", "department", 100)
    eager = System(gateway.url, gateway.keyring.make(caller))
    answers = [eager.send(eager.event(fresh())) for _ in range(4)]
    calm = gateway.system()

    assert (201, 429) == (answers[0].status, answers[-1].status)
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert 201 == calm.send(calm.event(fresh())).status


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(0, 5000)), max_size=40))
def test_nobody_gets_more_than_the_quota_and_one_request(
    asked: list[tuple[float, int]],
) -> None:
    """Whatever the rhythm: what passed is paid for by time, but for a full bucket and the last."""
    rate, bucket, now, passed = 100, None, 0.0, [0]
    for pause, size in asked:
        now += pause
        bucket, wait_s = take(bucket, now, rate, size)
        if not wait_s:
            passed.append(size)

    assert sum(passed) - max(passed) <= rate * (now + 10)
    assert isinstance(bucket, Bucket | None)


def _talk(url: str, said: bytes, patience_s: float) -> bytes:
    """Say *said* and no more, and return what comes until the other side hangs up."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=patience_s) as line:
        line.sendall(said)
        got = b""
        while more := line.recv(4096):
            got += more
        return got


@pytest.mark.parametrize("said", [b"", b"POST /events HTTP/1.1\r\nHost: x\r\n"])
def test_who_never_ends_the_head_is_hung_up_on(gateway: Gateway, said: bytes) -> None:
    """A connection that says nothing holds nothing for long."""
    began = time.monotonic()
    with suppress(ConnectionResetError):
        _talk(gateway.url, said, 15)

    assert time.monotonic() - began < 12


def test_a_body_that_comes_too_slowly_is_given_up(
    gateway: Gateway, fire: System, fresh: Fresh
) -> None:
    """408, nothing stored; others are served meanwhile."""
    head = (
        f"POST /events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {fire.key}\r\n"
        f"Content-Type: {STRUCTURED}\r\nContent-Length: 100\r\n\r\n{{"
    )
    got = _talk(gateway.url, head.encode(), 15)

    assert b" 408 " in got.split(b"\r\n")[0]
    assert orjson.loads(got.split(b"\r\n\r\n", 1)[1])["title"] == "too-slow"
    assert 201 == fire.send(fire.event(fresh())).status
