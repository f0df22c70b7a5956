"""What was refused can be looked at, sent again in order, and let go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from hub.embedded.hub import Embedded
from hub.failure import Failure
from hub.loading.files import Raw
from hub.operations import perform
from hub.proving.log_check import verify_log
from tests.hub.history import hub, opened, raw


def _withdrawal(id: str, of: str, **data: Any) -> Raw:
    return raw(id, "event.withdrawn", "2026-03-02T10:00", event_id=of, reason="mistake", **data)


@pytest.fixture
def standing(tmp_path: Path) -> Any:
    """Give a hub that refused a withdrawal, because what it takes back had not come yet."""
    with hub(tmp_path) as opened_hub:
        opened_hub.accept([_withdrawal("w", "/departments/centre#C-opened"), ("tax", b"no event")])
        yield opened_hub


def _list(standing: Embedded) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = perform(standing, "rejected", {})
    return rows


def test_what_was_refused_is_listed_with_where_it_stands(standing: Embedded) -> None:
    """The department's own coordinates: it can find the record in its own log."""
    assert [
        ("ingest.centre:0:0", "centre", "unknown-event"),
        ("ingest.tax:0:0", "tax", "not-json"),
    ] == [(row["id"], row["department"], row["code"]) for row in _list(standing)]


def test_a_refused_record_is_shown_with_its_bytes(standing: Embedded) -> None:
    """Nobody mends what they cannot see."""
    assert "no event" == perform(standing, "rejected_show", {"id": "ingest.tax:0:0"})["raw"]


def test_a_record_mended_since_is_taken_in_when_sent_again(standing: Embedded) -> None:
    """What it needed has come: it is an event like any other, and no open refusal any more."""
    standing.accept([opened("C", "2026-03-02T09:00")])

    told = perform(standing, "rejected_retry", {"ids": ["ingest.centre:0:0"]})

    assert ["accepted"] == [one["outcome"] for one in told]
    assert ["ingest.tax:0:0"] == [row["id"] for row in _list(standing)]


def test_a_record_refused_again_is_a_new_refusal(standing: Embedded) -> None:
    """The old one is settled by it: the list does not grow."""
    told = perform(standing, "rejected_retry", {"ids": ["ingest.tax:0:0"]})

    assert [("rejected", "not-json")] == [(one["outcome"], one["code"]) for one in told]
    assert {"ingest.centre:0:0", "ingest.tax:0:1"} == {row["id"] for row in _list(standing)}


def test_what_follows_in_a_case_waits_with_the_one_that_is_refused_again(tmp_path: Path) -> None:
    """A case's refused events are sent in their order, or not at all; other cases go on."""
    unfit = [
        raw(f"{case}-{number}", "case.accepted", "2026-03-02T09:00", case_id=case, no_field=number)
        for number in range(2)
        for case in ("A", "B")
    ]
    with hub(tmp_path) as standing:
        standing.accept(unfit)
        told = perform(standing, "rejected_retry", {"ids": []})

        assert [("A", "rejected"), ("A", "waits"), ("B", "rejected"), ("B", "waits")] == sorted(
            (one["case"], one["outcome"]) for one in told
        )
        assert 4 == len(_list(standing))


def test_what_is_dropped_stays_on_record_and_is_listed_no_more(standing: Embedded) -> None:
    """Letting go is somebody's decision, and the log says so."""
    perform(standing, "rejected_drop", {"ids": ["ingest.tax:0:0"]})

    assert ["ingest.centre:0:0"] == [row["id"] for row in _list(standing)]
    shown = standing.query("SELECT offset FROM rejected WHERE topic = 'ingest.tax'")
    assert [{"offset": 0}] == shown
    with standing.reading() as log:
        assert [] == verify_log(log).problems


def test_a_refusal_that_is_not_open_is_told(standing: Embedded) -> None:
    """Sent again twice, an event would be a duplicate at best."""
    perform(standing, "rejected_drop", {"ids": ["ingest.tax:0:0"]})

    with pytest.raises(Failure) as told:
        perform(standing, "rejected_retry", {"ids": ["ingest.tax:0:0"]})

    assert "unknown-refusal" == told.value.key


def test_the_bytes_of_a_case_are_read_whatever_they_are(tmp_path: Path) -> None:
    """Poison that is no text stands in the list beside the others."""
    with hub(tmp_path) as standing:
        standing.accept([("tax", b"\xff\xfe"), ("tax", orjson.dumps([1])), ("tax", b"")])

        assert ["", "", ""] == [row["case"] for row in _list(standing)]
