"""The one way between bytes and events."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import ids
from events.codec import decode, encode, split_type
from events.event import Event
from events.instant import Instant, parse
from tests.events.messages_sent import said

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
DATA = st.dictionaries(TEXT, TEXT | st.booleans() | st.integers(-(2**53), 2**53), max_size=5)
FIRST, LAST = parse("1900-01-01T00:00:00Z"), parse("2199-12-31T00:00:00Z")


@st.composite
def events(draw: st.DrawFn) -> Event:
    id = draw(TEXT)
    return Event(
        ids.event_id("/departments/fire", id),
        "case.progressed",
        1,
        Instant(draw(st.integers(FIRST, LAST))),
        draw(st.integers(-(10**17), 10**17)),
        "/departments/fire",
        id,
        draw(TEXT),
        draw(DATA),
        Instant(draw(st.integers(0, LAST))),
    )


@given(events())
def test_what_is_encoded_is_decoded_the_same(event: Event) -> None:
    """Folds forward events: a way through the log may change nothing."""
    assert event == decode(encode(event))


def test_an_event_is_named_by_its_source_and_id() -> None:
    """An id is unique per source only."""
    event = decode(orjson.dumps(said(sequence="12", subject="K-77")))

    assert "/departments/fire/cases#e1" == event.event_id
    assert ("case.closed", 1, 12, "K-77") == (
        event.name,
        event.version,
        event.sequence,
        event.subject,
    )


def test_what_a_reader_does_not_know_is_ignored() -> None:
    """A newer hub may have written attributes and types that an older reader meets."""
    event = decode(orjson.dumps(said("case.weighed.v1", unheardof="x", data={"grams": 3})))

    assert ("case.weighed", {"grams": 3}) == (event.name, event.data)


@pytest.mark.parametrize(
    ("away", "read"),
    [
        (["2026-10-01T00:00:00Z", "2026-10-08T00:00:00Z"],) * 2,
        (None, None),
    ],
)
def test_an_old_officer_reads_as_a_new_one(away: Any, read: Any) -> None:
    """Folds know one version of each type, whatever the journal holds."""
    event = decode(orjson.dumps(said("officer.registered.v1", data={"away": away})))

    assert "officer.registered.v2" == event.type
    assert {"away": read if read is None else [read]} == event.data


@pytest.mark.parametrize(
    "type", ["", "case", "case.opened", "case.opened.v", "a.v0", "a.v01", ".v1"]
)
def test_a_type_without_a_version_is_no_type(type: str) -> None:
    """The version is what lets a type change."""
    with pytest.raises(ValueError, match="version"):
        split_type(type)
