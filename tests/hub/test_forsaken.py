"""Other detectors come with another number of partitions: what only the older ones said goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from events import codec, topics
from events.generations import Layout
from events.instant import parse
from events.jsonbytes import dumps
from events.record import Origin, Outgoing, Record
from hub.generations.forsaken import forsaken_findings, forsaken_rows
from hub.generations.local import repartition
from hub.journal import Journal
from hub.operations import perform
from hub.settings import Settings
from processors.folding import checkpoint, shadow
from processors.folding.conclusion import Conclusion
from tests.hub.history import engine, hub, troubled_month

LIVE = Layout(1)
OLDER = Origin(topics.JOURNAL_CASES, 3, 40)
NEWER = Origin("journal.cases.g1", 0, 2)


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A hub whose detectors told a second finding of each stall, and showed a clock more."""
    conclude = shadow.conclude

    def otherwise(*asked: Any) -> Conclusion:
        said = conclude(*asked)
        found = [replace(one, kind="seen-once") for one in said.findings if one.rule == "stalled"]
        clocks = [one for one in said.snapshots if one.kind == "clock"]
        shown = [replace(one, id=f"{one.id}-again", text=b"") for one in clocks]
        return replace(said, findings=(*said.findings, *found), snapshots=(*said.snapshots, *shown))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shadow, "conclude", otherwise)
        patch.setattr(checkpoint, "RULES", checkpoint.RULES - 1)
        with engine(tmp_path / "data") as standing:
            standing.begin()
            standing.accept(troubled_month())
            standing.finish("event", parse("2026-04-01T00:00:00Z"))
    return tmp_path / "data"


def _words(journal: Journal, topic: str) -> Iterator[Record]:
    for number in range(journal.partitions(topic)):
        yield from journal.read(topic, number)


def test_what_only_the_older_detectors_said_is_taken_back(older: Path) -> None:
    """No partition of the new generation knows that it was said."""
    repartition(Settings(data=older), {topics.JOURNAL_CASES: 7})

    with hub(older) as standing:
        with standing.reading() as log:
            said = [codec.decode(one.value) for one in _words(log, topics.FINDINGS)]
        assert [] == perform(standing, "verify", {})["problems"]
    back = [one for one in said if one.name == "finding.retracted"]
    assert {"seen-once"} == {one.data["kind"] for one in back}
    assert len(back) == len({one.data["finding_id"] for one in back})
    assert max(one.time for one in said) == max(one.time for one in back)


def _said(folder: Path) -> list[str]:
    """Return what the log says of findings, notices left out: they are said again."""
    with hub(folder) as standing, standing.reading() as log:
        names = [codec.decode(one.value).name for one in _words(log, topics.FINDINGS)]
    return [name for name in names if name.startswith("finding.")]


def test_it_is_taken_back_once(older: Path) -> None:
    """Also where the fold of the new generation is begun anew."""
    repartition(Settings(data=older), {topics.JOURNAL_CASES: 7})
    said = _said(older)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkpoint, "FORMAT", checkpoint.FORMAT + 1)
        again = _said(older)

    assert said == again
    assert "finding.retracted" in said


def _row(key: str, origin: Origin, **row: Any) -> Record:
    kind, _, id = key.partition(":")
    value = dumps({"kind": kind, "id": id, "row": row})
    return Record(topics.CONCLUSIONS, 0, 0, key.encode(), value, (origin.header(),))


def _forsaken(*records: Record) -> list[Outgoing]:
    return list(forsaken_rows(records, LIVE))


def test_a_row_that_the_new_generation_shows_stays() -> None:
    """Whoever spoke last of it, the older generation's words came first."""
    assert [] == _forsaken(_row("clock:C", OLDER, case_id="K"), _row("clock:C", NEWER, case_id="K"))


def test_a_row_that_vanished_before_is_left() -> None:
    """It is no more already."""
    assert [] == _forsaken(
        _row("clock:C", OLDER, case_id="K", passes=1),
        _row("clock:C", OLDER, case_id="K", status="cancelled"),
    )


def test_a_row_of_the_older_generation_alone_vanishes_under_the_new_one() -> None:
    """Its version is above all that the older one could say."""
    [back] = _forsaken(_row("clock:C", OLDER, case_id="K", clock="answer", percent=80))

    assert b"clock:C" == back.key
    assert b'{"case_id":"K","clock":"answer","status":"cancelled"}' in back.value
    assert (Origin("journal.cases.g1", 0, 0).header(),) == back.headers


def test_a_notice_is_never_taken_back(older: Path) -> None:
    """Somebody was warned: that stays true."""
    with hub(older) as standing, standing.reading() as log:
        [*records] = log.read(topics.FINDINGS, 0)
    names = {codec.decode(one.value).name for one in records}
    assert {"clock.warned"} < names

    back = [codec.decode(one.value).name for one in forsaken_findings(records, LIVE)]

    assert {"finding.retracted"} == set(back)
