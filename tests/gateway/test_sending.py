"""Events over HTTP: every form CloudEvents has, one judgement, an answer the log stands behind."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import orjson
import pytest

from hub.operations import perform
from tests.gateway.conftest import Gateway
from tests.gateway.speaking import BATCH, LINES, STRUCTURED, System

Fresh = Callable[[], str]


def _standing(gateway: Gateway, id: str) -> int:
    sql = "SELECT count() AS n FROM events WHERE event_id = {id:String}"
    [row] = gateway.hub.query(sql, {"id": f"/departments/fire/visits#{id}"})
    return int(row["n"])


def test_an_accepted_event_stands_in_the_log_when_its_sender_is_told(
    gateway: Gateway, fire: System, fresh: Fresh
) -> None:
    """The receipt is a promise: whoever has it need not send again."""
    id = fresh()
    answer = fire.send(fire.event(id))

    assert (201, "accepted", "ingest.fire") == (
        answer.status,
        answer.said["outcome"],
        answer.said["topic"],
    )
    assert 1 == _standing(gateway, id)


def test_sent_again_it_is_a_duplicate_and_a_success(fire: System, fresh: Fresh) -> None:
    """A system that lost the answer sends again; 200 tells it to go on."""
    event = fire.event(fresh())
    fire.send(event)

    assert (200, "duplicate") == ((again := fire.send(event)).status, again.said["outcome"])


def test_other_content_under_the_same_id_is_refused(fire: System, fresh: Fresh) -> None:
    """An id names one thing said; the sender is told which rule it broke."""
    event = fire.event(fresh())
    fire.send(event)
    other = event | {"data": event["data"] | {"purpose": "tax"}}

    assert (422, "id-conflict") == ((answer := fire.send(other)).status, answer.said["code"])


def test_binary_mode_says_the_same_event(fire: System, fresh: Fresh) -> None:
    """The same (source, id) and content, whichever way CloudEvents allows: one event."""
    event = fire.event(fresh())
    fire.send(event)
    headers = {f"ce-{name}": quote(event[name]) for name in ("id", "source", "type", "time")}
    headers |= {"ce-specversion": "1.0", "ce-subject": quote(event["subject"])}
    answer = fire.ask("POST", "/events", orjson.dumps(event["data"]), "application/json", **headers)

    assert (200, "duplicate") == (answer.status, answer.said["outcome"])


@pytest.mark.parametrize("media", [BATCH, LINES])
def test_in_a_batch_a_bad_event_harms_no_other(fire: System, fresh: Fresh, media: str) -> None:
    """Three events, the second with a misspelt field: two accepted, one told how to mend it."""
    good, bad, last = (fire.event(fresh()) for _ in range(3))
    bad["data"]["porpose"] = "?"
    events = [good, bad, last]
    body = orjson.dumps(events) if media == BATCH else b"\n".join(map(orjson.dumps, events))
    answer = fire.ask("POST", "/events", body, media)

    assert (200, 2, 1) == (answer.status, answer.said["accepted"], answer.said["rejected"])
    assert ["accepted", "rejected", "accepted"] == [r["outcome"] for r in answer.said["receipts"]]
    assert ("unknown-field", "data.porpose") == (
        answer.said["receipts"][1]["code"],
        answer.said["receipts"][1]["field"],
    )


def test_many_senders_at_once_get_each_their_own_receipt(fire: System, fresh: Fresh) -> None:
    """They share commits, never answers."""
    ids = [fresh() for _ in range(24)]
    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(fire.send, map(fire.event, ids)))

    assert [f"/departments/fire/visits#{id}" for id in ids] == [
        answer.said["event_id"] for answer in answers
    ]
    assert {201} == {answer.status for answer in answers}


def test_nobody_speaks_for_another_department(gateway: Gateway, fresh: Fresh) -> None:
    """The key says who sends; an event of somebody else's is refused by intake itself."""
    tax, fire = gateway.system("tax"), gateway.system("fire")
    answer = tax.send(fire.event(fresh()))

    assert (422, "wrong-department") == (answer.status, answer.said["code"])


def test_the_log_agrees_with_what_was_told(gateway: Gateway, fire: System, fresh: Fresh) -> None:
    """``hub verify`` finds each message of the gateway accounted for by one receipt."""
    fire.send(fire.event(fresh()))
    fire.ask("POST", "/events", b"no json", STRUCTURED)

    assert perform(gateway.hub, "verify", {})["ok"]
