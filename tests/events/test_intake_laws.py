"""Laws of intake: nothing a department sends can stop it, and a second sending says nothing."""

from __future__ import annotations

from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from events.content import content_hash
from events.intake import Accepted, Duplicate, Received, Rejected, judge
from events.models import EXAMPLES, MODELS
from events.refusal import CODES
from tests.events.messages_sent import NOON, Intake, received, said

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | TEXT
    | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
HEADERS = st.lists(
    st.tuples(st.sampled_from(["ce_id", "CE_type", "content-type", "ce_time", "x"]), st.binary()),
    max_size=3,
).map(tuple)
KEYS = st.sampled_from(sorted(MODELS))
ENVELOPE = ["specversion", "id", "source", "type", "time", "subject", "sequence", "data", "x"]


def _never_seen(_source: str, _id: str) -> None:
    """Remember nothing."""


def _is_judged(message: Received) -> None:
    judgement = judge(message, _never_seen)

    assert isinstance(judgement, Accepted | Rejected)
    if isinstance(judgement, Rejected):
        assert judgement.receipt.code in set(CODES) - {"internal-error"}
        orjson.loads(judgement.record.value)
    orjson.loads(judgement.receipt.outgoing("fire").value)


@given(st.binary(max_size=200), HEADERS)
def test_any_bytes_are_judged(value: bytes, headers: tuple[tuple[str, bytes], ...]) -> None:
    """No input can stop a partition."""
    _is_judged(received(value, headers=headers))


@given(JSON)
def test_any_json_is_judged(value: Any) -> None:
    """Well-formed nonsense is refused like any other."""
    _is_judged(received(orjson.dumps(value)))


@given(st.sampled_from(ENVELOPE), JSON)
def test_any_value_of_an_attribute_is_judged(name: str, value: Any) -> None:
    """A wrong attribute is refused, an unknown one kept."""
    _is_judged(received(orjson.dumps(said() | {name: value})))


@settings(max_examples=300)
@given(KEYS, st.data())
def test_any_value_of_a_field_is_judged(key: tuple[str, int], data: st.DataObject) -> None:
    """Every field of every type can hold anything before it is validated."""
    field = data.draw(st.sampled_from(sorted(MODELS[key].model_fields)))
    name, version = key
    changed = {**EXAMPLES[key], field: data.draw(JSON)}
    _is_judged(received(said(f"{name}.v{version}", data=changed)))


@given(st.dictionaries(TEXT, JSON, max_size=5), st.randoms())
def test_the_hash_does_not_know_the_order_of_keys(data: dict[str, Any], random: Any) -> None:
    """Two systems may write the same object in different orders."""
    names = list(data)
    random.shuffle(names)

    def hashed(content: dict[str, Any]) -> str:
        return content_hash("case.closed.v1", NOON, "K", 0, content)

    assert hashed(data) == hashed({name: data[name] for name in names})


@given(TEXT.filter(str.isprintable).filter(bool), st.integers(1, 5))
def test_sending_again_adds_nothing(id: str, times: int) -> None:
    """However often an event is sent, the journal holds it once."""
    intake = Intake()

    judgements = [intake.take(said(id=id)) for _ in range(1 + times)]

    assert isinstance(judgements[0], Accepted)
    assert all(isinstance(judgement, Duplicate) for judgement in judgements[1:])


@given(JSON)
def test_the_same_message_is_judged_the_same(value: Any) -> None:
    """A redelivered refusal repeats itself."""
    message = received(said(data=value))

    assert judge(message, _never_seen) == judge(message, _never_seen)
