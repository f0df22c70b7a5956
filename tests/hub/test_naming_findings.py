"""A finding is named by the beginning of its id, and nobody takes over one that is not there."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from hub.alerting.rungs import warning_id
from hub.operations.alerted import _WARNINGS
from tests.hub.test_cli import Hub, hub, month

__all__ = ["hub", "month"]


@pytest.fixture
def loaded(hub: Hub, month: Path) -> Hub:
    hub.json("ingest", str(month), "--until", "2026-04-01T00:00:00Z")
    return hub


def test_a_finding_is_named_as_the_list_shows_it(loaded: Hub) -> None:
    """A person types eight characters of the list; the whole id is only in JSON."""
    ids = [row["finding_id"] for row in loaded.json("findings")]
    listed = loaded("findings")[1]

    assert all(id[:8] in listed for id in ids)
    assert ids[0] == loaded.json("finding", ids[0][:8])["finding"]["finding_id"]
    assert ids[0] == loaded.json("finding", ids[0])["finding"]["finding_id"]


def test_no_finding_and_several_are_told_apart(loaded: Hub) -> None:
    """The one asks for another id, the other for more of it."""
    inner = loaded.json("findings")[0]["finding_id"][1:]
    nobody, _, none = loaded("finding", "nothing")
    amid, _, end = loaded("finding", inner)
    many, _, several = loaded("finding", "")

    assert (2, 2, 2) == (nobody, amid, many)
    assert f"there is no finding {inner}" in end
    assert "there is no finding nothing" in none
    assert "several findings begin with" in several


def test_who_takes_a_finding_over_is_told_so(loaded: Hub) -> None:
    """The log has it under the whole id, whatever was typed."""
    id = loaded.json("findings")[0]["finding_id"]

    refused, _, why = loaded("alert", "ack", id[:8], "--by", 2000 * "O")
    code, out, _ = loaded("alert", "ack", id[:8], "--by", "O-30", "--note", "tomorrow")
    said = loaded.json("sql", "SELECT subject, data FROM events WHERE name = 'alert.acknowledged'")

    assert (2, True) == (refused, "was not taken over" in why)
    assert (0, True) == (code, f"O-30 takes finding {id} over" in out)
    [(subject, data)] = [(one["subject"], orjson.loads(one["data"])) for one in said]
    assert (id, "O-30", "tomorrow") == (subject, data["by"], data["note"])


def test_what_nobody_found_is_not_taken_over(loaded: Hub) -> None:
    """A slip of the pen would stop nobody's next rung, and its writer thinks it does."""
    code, _, err = loaded("alert", "ack", "nothing", "--by", "O-30")
    asked = "SELECT count() AS n FROM events WHERE name = 'alert.acknowledged'"

    assert (2, True) == (code, "there is no finding nothing" in err)
    assert [{"n": 0}] == loaded.json("sql", asked)


def test_who_was_warned_takes_over_what_is_not_found_yet(loaded: Hub) -> None:
    """The alert at 80 % tells an id, under which the finding will stand if nobody acts."""
    found = {row["finding_id"] for row in loaded.json("findings")}
    warned = {warning_id(row) for row in loaded.json("sql", _WARNINGS)}
    id = min(warned - found)

    code, out, _ = loaded("alert", "ack", id[:12], "--by", "O-30")

    assert (0, True) == (code, f"O-30 takes finding {id} over" in out)


def test_a_beginning_cannot_be_told_where_no_warehouse_answers(
    loaded: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kafka alone knows findings by their whole ids."""
    monkeypatch.setenv("CLICKHOUSE_URL", "clickhouse://127.0.0.1:1/none")

    code, _, err = loaded("alert", "ack", "bda5b785", "--by", "O-30", "--cluster")

    assert (2, True) == (code, "not the whole id" in err)


def test_a_silence_that_is_not_there_cannot_end(hub: Hub) -> None:
    """Whoever ends the wrong one still waits for its alerts."""
    of = ("--of", "department=energy", "--reason", "moving", "--by", "O-2")
    made = hub("alert", "silence", "add", *of)
    wrong, right = hub("alert", "silence", "end", "2"), hub("alert", "silence", "end", "1")

    assert (0, True) == (made[0], "nothing is said of such findings until" in made[1])
    assert (2, True) == (wrong[0], "there is no silence 2" in wrong[2])
    assert (0, True) == (right[0], "silence 1 has ended" in right[1])
