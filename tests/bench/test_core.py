"""The measurements of the core run, and tell the figures their tables show; nothing is timed."""

from __future__ import annotations

import orjson
import pytest

from bench import hot_keys, ingest, memory, replay, tick
from bench.figures import Figures, tell


def test_ingest_takes_every_event_in_and_answers_from_the_warehouse() -> None:
    """A load that lost events would be a fast one."""
    found = ingest.measure(seed=1, count=400)

    assert (found["events"], found["findings"] > 0) == (400, True)


def test_a_tick_is_measured_with_and_without_cases_that_are_due() -> None:
    """Both figures must be there, or flat means nothing was due."""
    found = tick.measure(count=20, due=2, groups=3)

    assert 0 < found["tick_idle_us"] < found["tick_due_us"]


def test_hot_keys_are_measured_at_their_full_size() -> None:
    """One further event of a case and of a party."""
    found = hot_keys.measure(case_events=5, party_visits=5)

    assert found["case_us_per_event"] > 0 < found["party_us_per_event"]


def test_memory_is_told_per_case_and_per_party() -> None:
    """The names under which the table finds them."""
    found = memory.measure(cases=10, parties=5, live=20)

    assert {"bytes_per_open_case", "bytes_per_party"} < set(found)


def test_a_replay_is_compared_with_decoding_of_the_same_events() -> None:
    """The measurement holds that the replay gave the same findings."""
    assert replay.measure(seed=1, count=300)["decoded"] >= 300


def test_figures_are_printed_as_one_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    """Another program reads them."""

    def measured(count: int) -> Figures:
        """Return nothing much."""
        return {"count": count}

    tell(measured, ["--count", "3", "--json"], count=1)

    assert orjson.loads(capsys.readouterr().out) == {"count": 3}
