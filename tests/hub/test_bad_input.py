"""
Bad input, end to end: it is refused with a code, receipted, and stops nothing and nobody.

Each case sends a good event of another department after the bad one: it must be taken.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from events.comparison import comparable
from events.instant import parse
from hub.embedded.engine import Engine
from hub.loading.files import Raw
from tests.hub.history import assigned, engine, findings, opened, raw, troubled_month, visit


def changed(one: Raw, **attributes: Any) -> Raw:
    """Return *one* with other attributes; None takes one away."""
    document = {**orjson.loads(one[1]), **attributes}
    kept = {name: value for name, value in document.items() if value is not None}
    return one[0], orjson.dumps(kept)


def with_party(uscc: str) -> Raw:
    party = {"name": "清溪水务有限公司", "uscc": uscc}
    return visit("V-1", "2026-03-02T09:00", "fire", party_id=None, party=party)


CASE = opened("K-1", "2026-03-02T09:00")
BAD: dict[str, tuple[Callable[[], Raw], str, str]] = {
    "not JSON": (lambda: ("centre", b"{case opened"), "not-json", ""),
    "not an object": (lambda: ("centre", b"[1, 2]"), "not-cloudevent", ""),
    "not UTF-8": (lambda: ("centre", '{"text": "水务"}'.encode("gb18030")), "not-utf8", ""),
    "20 MB": (lambda: ("centre", b'{"a": "' + b"x" * 20_000_000 + b'"}'), "too-large", ""),
    "unknown type": (lambda: changed(CASE, type="case.forgotten.v1"), "unknown-type", "type"),
    "unknown version": (lambda: changed(CASE, type="case.opened.v9"), "unknown-version", "type"),
    "another department's source": (
        lambda: ("water", CASE[1]),
        "wrong-department",
        "source",
    ),
    "the year 9999": (
        lambda: changed(CASE, time="9999-01-01T00:00:00Z"),
        "time-out-of-range",
        "time",
    ),
    "the year 1900": (
        lambda: changed(CASE, time="1900-01-01T00:00:00Z"),
        "time-out-of-range",
        "time",
    ),
    "no offset": (
        lambda: changed(CASE, time="2026-03-02T09:00:00"),
        "time-without-offset",
        "time",
    ),
    "no time": (lambda: changed(CASE, time=None), "missing-field", "time"),
    "no id": (lambda: changed(CASE, id=None), "missing-field", "id"),
    "a field nobody knows": (
        lambda: opened("K-1", "2026-03-02T09:00", colr="red"),
        "unknown-field",
        "data.colr",
    ),
    "a wrong USCC": (
        lambda: with_party("91330700MA28XXXX00"),
        "bad-uscc",
        "data.party.uscc",
    ),
    "a tick": (
        lambda: raw("t", "clock.ticked", "2026-03-02T09:00", now="2026-03-02T09:00:00Z"),
        "reserved-type",
        "type",
    ),
    "the withdrawal of nothing": (
        lambda: raw(
            "w",
            "event.withdrawn",
            "2026-03-02T09:00",
            event_id="/departments/centre#never",
            reason="error",
        ),
        "unknown-event",
        "data.event_id",
    ),
    "the withdrawal of another's event": (
        lambda: raw(
            "w",
            "event.withdrawn",
            "2026-03-02T09:00",
            event_id="/departments/tax#1",
            reason="error",
        ),
        "not-your-event",
        "data.event_id",
    ),
}


def receipts(standing: Engine, department: str) -> list[dict[str, Any]]:
    topic = f"receipts.{department}"
    return [orjson.loads(record.value) for record in standing.log.read(topic, 0)]


def rejected(standing: Engine) -> list[dict[str, Any]]:
    return [
        orjson.loads(record.value)
        for number in range(4)
        for record in standing.log.read("rejected", number)
    ]


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_its_code_and_field(tmp_path: Path, name: str) -> None:
    """The sender must be able to mend it without asking anyone."""
    build, code, field = BAD[name]
    good = opened("K-2", "2026-03-02T09:00", by="roads")
    with engine(tmp_path) as standing:
        standing.begin()
        counts = standing.accept([build(), good])
        told = receipts(standing, build()[0])[-1]
        (kept,) = rejected(standing)

    assert {code: 1} == dict(counts.by_code)
    assert ("rejected", code, field) == (told["outcome"], told["code"], told["field"])
    assert (code, told["sha256"]) == (kept["code"], kept["sha256"])


@pytest.mark.parametrize("name", BAD)
def test_the_next_event_is_taken_all_the_same(tmp_path: Path, name: str) -> None:
    """No input can stop a partition, nor one department another."""
    build, _, _ = BAD[name]
    with engine(tmp_path) as standing:
        standing.begin()
        counts = standing.accept([build(), opened("K-2", "2026-03-02T09:00")])

    assert (1, 1) == (counts.accepted, counts.rejected)


def test_the_same_id_with_other_content_is_a_conflict(tmp_path: Path) -> None:
    """Which of the two is true is the department's to say, not ours to guess."""
    other = opened("K-1", "2026-03-02T09:00", text="不一样的内容")
    with engine(tmp_path) as standing:
        standing.begin()
        standing.accept([CASE])
        counts = standing.accept([other])

    assert {"id-conflict": 1} == dict(counts.by_code)


def test_a_response_to_a_case_nobody_opened_is_recorded(tmp_path: Path) -> None:
    """Its opening may come later, from another department's slower system."""
    response = raw(
        "r",
        "case.responded",
        "2026-03-02T09:00",
        "water",
        case_id="K-9",
        department="water",
        kind="solved",
        text="已解决",
    )
    with engine(tmp_path) as standing:
        standing.begin()
        counts = standing.accept([response])

    assert (1, 0) == (counts.accepted, counts.rejected)


def test_an_illegal_transition_is_recorded_and_stops_nothing(tmp_path: Path) -> None:
    """A case accepted before it was assigned, closed twice, assigned after its end."""
    closing = {"case_id": "K-1", "outcome": "solved"}
    odd = [
        raw("1", "case.accepted", "2026-03-02T08:00", "water", case_id="K-1"),
        CASE,
        raw("2", "case.closed", "2026-03-02T10:00", **closing),
        raw("3", "case.closed", "2026-03-02T11:00", **closing),
        assigned("K-1", 1, "2026-03-02T12:00", "water"),
    ]
    with engine(tmp_path) as standing:
        standing.begin()
        counts = standing.accept(odd)
        standing.finish("event")

        assert (len(odd), []) == (counts.accepted, rejected(standing))


def test_one_bad_event_among_many_changes_nothing_for_the_others(tmp_path: Path) -> None:
    """The findings are those of the same load without it, byte for byte."""
    bad = [build() for build, _, _ in BAD.values()]
    clean, soiled = troubled_month(), troubled_month()
    for place, one in enumerate(bad):
        soiled.insert(2 * place, one)

    assert _concluded(tmp_path / "clean", clean) == _concluded(tmp_path / "soiled", soiled)


def _concluded(folder: Path, raws: list[Raw]) -> dict[str, bytes]:
    with engine(folder) as standing:
        standing.begin()
        standing.accept(raws)
        standing.finish("event", parse("2026-04-01T00:00:00Z"))
        return comparable(findings(standing.log))


def test_one_bad_line_among_ten_thousand_is_the_only_one_refused(tmp_path: Path) -> None:
    """A load is not all or nothing: the department mends one line and sends that again."""
    many = [
        raw(f"n-{number}", "case.contacted", "2026-03-02T09:00", case_id=f"K-{number}")
        for number in range(10_000)
    ]
    many.insert(5_000, ("centre", b"\x00"))
    with engine(tmp_path) as standing:
        counts = standing.accept(many)

    assert {"accepted": 10_000, "duplicate": 0, "rejected": 1, "by_code": {"not-json": 1}} == (
        counts.document()
    )
