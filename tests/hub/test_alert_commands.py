"""Commands about alerts and keys refuse what would do nothing, or names nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hub.test_cli import Hub, hub, month

__all__ = ["hub", "month"]

_HUSH = ("alert", "silence", "add", "--of", "department=energy")
_BLANK = pytest.mark.parametrize("blank", ["", " ", "\u3000"])


@_BLANK
def test_nobody_takes_no_finding_over(hub: Hub, month: Path, blank: str) -> None:
    """The log would hold for ever that the next rung was not told, and nobody to answer for it."""
    hub.json("ingest", str(month), "--until", "2026-04-01T00:00:00Z")
    id = hub.json("findings")[0]["finding_id"]
    code, out, why = hub("alert", "ack", id, "--by", blank)
    said = hub.json("sql", "SELECT count() AS n FROM events WHERE name = 'alert.acknowledged'")

    assert (2, "") == (code, out)
    assert "--by says nothing" in why
    assert [{"n": 0}] == said


@_BLANK
def test_a_silence_says_whose_it_is_and_why(hub: Hub, blank: str) -> None:
    """An auditor asks both of whatever was not told."""
    by, reason = ("--by", "O-2"), ("--reason", "moving")
    whose = hub(*_HUSH, "--by", blank, *reason)
    why = hub(*_HUSH, *by, "--reason", blank)

    assert (2, True) == (whose[0], "--by says nothing" in whose[2])
    assert (2, True) == (why[0], "--reason says nothing" in why[2])
    assert [] == hub.json("alert", "silence", "list")


def test_a_silence_that_is_over_is_not_made(hub: Hub) -> None:
    """The command said until when nothing would be told, and everything was."""
    said = (*_HUSH, "--by", "O-2", "--reason", "moving")
    code, _, why = hub(*said, "--until", "2020-01-01T00:00:00Z")
    later = hub(*said, "--until", "2099-01-01T00:00:00Z")

    assert (2, True) == (code, "--until 2020-01-01T00:00:00Z is over" in why)
    assert 0 == later[0]
    assert 1 == len(hub.json("alert", "silence", "list"))


def test_a_key_of_a_department_names_the_department(hub: Hub) -> None:
    """It was made all the same, for the department whose id is the empty text."""
    code, _, why = hub("key", "add", "desk", "--role", "department")
    named = hub("key", "add", "desk", "--role", "department", "--department", "fire")
    chief = hub("key", "add", "lin", "--role", "supervisor")

    assert (2, True) == (code, "--department ID" in why)
    assert (0, 0) == (named[0], chief[0])
    assert ["desk", "lin"] == [row["name"] for row in hub.json("key", "list")]
