"""The engine: taken in once, concluded, and the same whatever restarts lie between."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from events import topics
from events.comparison import comparable
from events.instant import parse
from hub.batching import batched
from hub.embedded.engine import Engine
from hub.loading.files import Raw
from tests.hub.history import accepted, engine, findings, opened, raw, troubled_month

UNTIL = parse("2026-04-01T00:00:00Z")


def concluded(folder: Path) -> dict[str, bytes]:
    with engine(folder) as standing:
        return comparable(findings(standing.log))


def load(folder: Path, batches: Sequence[Sequence[Raw]]) -> None:
    """Take *batches* in, each by an engine of its own, and end the load."""
    for batch in batches:
        with engine(folder) as standing:
            standing.begin()
            standing.accept(batch)
    with engine(folder) as standing:
        standing.finish("event", UNTIL)


def test_a_months_trouble_is_found(tmp_path: Path) -> None:
    """The whole way: bytes in, findings out."""
    load(tmp_path, [troubled_month()])

    with engine(tmp_path) as standing:
        rules = {said["rule"] for said in findings(standing.log).values()}

    assert {"duplicate-visit", "ping-pong", "stalled"} == rules


@pytest.mark.parametrize("size", [1, 2, 7])
def test_a_restart_after_every_batch_changes_nothing(tmp_path: Path, size: int) -> None:
    """The law of restarts: state is never the truth, wherever the engine was killed."""
    load(tmp_path / "whole", [troubled_month()])
    load(tmp_path / "torn", list(batched(troubled_month(), size)))

    assert concluded(tmp_path / "whole") == concluded(tmp_path / "torn")


def test_a_kill_before_the_commit_leaves_the_batch_to_be_sent_again(tmp_path: Path) -> None:
    """Nothing of it was receipted, so the sender sends it again, and it is new."""
    first, second = troubled_month()[:20], troubled_month()[20:]
    load(tmp_path / "whole", [first, second])
    with engine(tmp_path / "killed") as standing:
        standing.begin()
        standing.accept(first)
    with engine(tmp_path / "killed") as standing:
        _die_before_commit(standing, second)
    load(tmp_path / "killed", [second])

    assert concluded(tmp_path / "whole") == concluded(tmp_path / "killed")


def _die_before_commit(standing: Engine, batch: Sequence[Raw]) -> None:
    """Do everything a batch needs but write it."""
    counts, fresh, _ = standing._receiving.take(batch, UNTIL, True)
    standing._host.fold(fresh, 0)
    assert len(batch) == counts.accepted


def test_the_order_of_arrival_changes_nothing(tmp_path: Path) -> None:
    """Departments are late; what is concluded is not theirs to decide by being so."""
    load(tmp_path / "sorted", [troubled_month()])
    load(tmp_path / "reversed", [list(reversed(troubled_month()))])

    assert concluded(tmp_path / "sorted") == concluded(tmp_path / "reversed")


def test_what_was_sent_before_a_restart_is_a_duplicate_after_it(tmp_path: Path) -> None:
    """Intake's memory is on disk: a department that retries is not heard twice."""
    with engine(tmp_path) as standing:
        first = standing.accept(troubled_month())
    with engine(tmp_path) as standing:
        again = standing.accept(troubled_month())

    assert (len(troubled_month()), 0) == (first.accepted, first.duplicate)
    assert (0, len(troubled_month())) == (again.accepted, again.duplicate)


def test_a_duplicate_adds_nothing_to_any_journal(tmp_path: Path) -> None:
    """Not a record, not a tick: only what was sent and its receipt."""
    load(tmp_path, [troubled_month()])
    with engine(tmp_path) as standing:
        before = _journal_ends(standing)
        standing.accept(troubled_month())

        assert before == _journal_ends(standing)


def _journal_ends(standing: Engine) -> list[int]:
    return [
        standing.log.end(topic, number)
        for topic in (*topics.JOURNALS, topics.FINDINGS, topics.CONCLUSIONS)
        for number in range(topics.PARTITIONS[topic])
    ]


def test_the_same_id_twice_in_one_batch_is_told_apart(tmp_path: Path) -> None:
    """What a batch adds is remembered at once, not when it is written."""
    one = opened("K-1", "2026-03-02T09:00")
    other = opened("K-1", "2026-03-02T09:00", text="另一件事")
    with engine(tmp_path) as standing:
        counts = standing.accept([one, one, other])

    assert {"accepted": 1, "duplicate": 1, "rejected": 1, "by_code": {"id-conflict": 1}} == (
        counts.document()
    )


def test_an_empty_log_begins_with_the_default_policies_once(tmp_path: Path) -> None:
    """Folds know no rules of their own; a second start must not publish a second time."""
    for _ in range(2):
        with engine(tmp_path) as standing:
            standing.begin()
            sent = standing.log.end("ingest.hub", 0)

    assert sent > 1


def test_an_empty_log_can_begin_without_policies(tmp_path: Path) -> None:
    """A replay from another log brings its own."""
    with engine(tmp_path) as standing:
        standing.begin(defaults=False)

        assert 0 == standing.log.end("ingest.hub", 0)


def test_history_is_concluded_at_its_own_time(tmp_path: Path) -> None:
    """A year-old case that was answered in time must not look a year overdue."""
    history = [
        opened("K-1", "2026-03-02T09:00"),
        raw("K-1-closed", "case.closed", "2026-03-02T10:00", case_id="K-1", outcome="solved"),
    ]
    with engine(tmp_path) as standing:
        standing.begin()
        standing.accept(history)
        standing.finish("event")

        assert {} == findings(standing.log)


def test_a_load_ends_with_a_tick_at_its_last_event(tmp_path: Path) -> None:
    """Every partition knows how far the history went, also one that had no event."""
    with engine(tmp_path) as standing:
        standing.begin()
        standing.accept([opened("K-1", "2026-03-02T09:00")])
        standing.finish("event")

        assert {parse("2026-03-02T09:00:00+08:00")} == set(standing._host.ticks().values())


def test_a_refused_event_moves_no_clock(tmp_path: Path) -> None:
    """One department's broken calendar must not make everyone's cases overdue."""
    future = opened("K-2", "2199-01-01T09:00")
    with engine(tmp_path) as standing:
        standing.begin()
        standing.accept([opened("K-1", "2026-03-02T09:00"), future])
        standing.finish("event")

        assert {parse("2026-03-02T09:00:00+08:00")} == set(standing._host.ticks().values())


def test_a_log_at_the_wall_clock_stays_there(tmp_path: Path) -> None:
    """Time in a log never turns back: a later history is late data."""
    with engine(tmp_path) as standing:
        standing.begin()
        standing.turn_to_wall()
        before = standing._host.ticks()
        standing.accept([opened("K-1", "2026-03-02T09:00")])
        standing.finish("event")

        assert "wall" == standing.clock()
        assert before == standing._host.ticks()


def test_an_unanswered_case_is_found_when_the_wall_clock_reaches_its_deadline(
    tmp_path: Path,
) -> None:
    """Nothing happens, and that is the finding: only ticks can tell it."""
    with engine(tmp_path, parse("2026-03-02T02:00:00Z")) as standing:
        standing.begin()
        standing.turn_to_wall()
        standing.accept([opened("K-1", "2026-03-02T09:00")])
        kinds = []
        for minute in ("09:29", "09:30", "09:31"):
            standing.tick(parse(f"2026-03-05T{minute}:00Z"))
            kinds.append({said["kind"] for said in findings(standing.log).values()})

    assert [False, False, True] == ["resolve" in found for found in kinds]


def test_a_response_to_a_case_nobody_opened_is_kept_and_stops_nothing(tmp_path: Path) -> None:
    """Other departments' systems are not ours to correct."""
    with engine(tmp_path) as standing:
        standing.begin()
        counts = standing.accept([accepted("K-9", "2026-03-02T09:00", "water")])

        assert 1 == counts.accepted
        assert [0] * 4 == [standing.log.end("rejected", number) for number in range(4)]
