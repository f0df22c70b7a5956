"""A department joins a running hub, is reorganised, and its history goes on."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from hub.cli import run
from hub.gateway.keyring import Caller, open_keyring
from hub.onboarding import QUOTA

FIRE = ("department", "add", "fire", "--name", "消防大队", "--from", "2026-01-01")
SAFE = ("department", "add", "safety", "--name", "应急局", "--from", "2026-01-01")


class Hub:
    """Runs the command over one data folder, which another process may hold."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self._capsys = data, capsys

    def __call__(self, *arguments: str) -> Any:
        code = run(["--data", str(self.data), *arguments, "--json"])
        out, err = self._capsys.readouterr()
        return orjson.loads(out) if code == 0 else (code, err)


@pytest.fixture
def hub(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Hub:
    return Hub(tmp_path / "data", capsys)


@pytest.fixture
def serving(hub: Hub) -> Iterator[None]:
    """A ``hub serve`` of its own process holds the files."""
    command = [sys.executable, "-m", "hub", "--data", str(hub.data), "serve", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield
        process.send_signal(signal.SIGTERM)
        assert 0 == process.wait(60)


def parts(rows: list[dict[str, Any]]) -> list[tuple[str, bool]]:
    return [(row["part"], row["made"]) for row in rows]


def test_a_department_joins_and_is_merged_while_the_hub_runs(hub: Hub, serving: None) -> None:
    """Nobody stops the hub for a reorganisation; what was made, and what not, is said."""
    first = hub(*FIRE, "--quota", "1000")
    again = hub(*FIRE)
    hub(*SAFE)
    merged = hub("department", "reorganise", "fire", "--name", "消防大队", "--from", "2026-06-01",
                 "--into", "safety")  # fmt: skip
    heirs = hub("sql", "SELECT heir FROM department_heirs WHERE department_id = 'fire'")

    assert [
        ("registry", True),
        ("topic", True),
        ("topic", True),
        ("principal", False),
        ("key", True),
        ("quota", True),
    ] == parts(first)
    assert {False} == {row["made"] for row in again}
    assert [("registry", True)] == parts(merged)
    assert [{"heir": "safety"}] == heirs
    assert hub("verify")["ok"]


def test_a_key_is_shown_once_and_kept_as_a_hash(hub: Hub) -> None:
    """Whoever reads the files learns no key; a lost one is made anew, and the old one is void."""
    made = {row["part"]: row["note"] for row in hub(*FIRE, "--quota", "1000")}
    other = {row["part"]: row["note"] for row in hub(*FIRE, "--new-key")}
    with open_keyring(hub.data) as keyring:
        assert keyring.opens(made["key"]) is None
        assert Caller("fire", "fire", "department", QUOTA) == keyring.opens(other["key"])
    stored = b"".join(path.read_bytes() for path in hub.data.glob("access.sqlite*"))
    assert other["key"].encode() not in stored


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("department", "add", "a/b", "--name", "x", "--from", "2026-01-01"), "a/b"),
        ((*FIRE, "--level", "galaxy"), "galaxy"),
        (("department", "add", "fire", "--name", "x", "--from", "soon"), "soon"),
        (("department", "reorganise", "nobody", "--name", "x", "--from", "2026-01-01"), "nobody"),
        (("department", "reorganise", "fire", "--name", "x", "--from", "2026-01-01", "--into",
          "none"), "none"),
    ],
)  # fmt: skip
def test_what_cannot_be_registered_is_told_in_one_line(
    hub: Hub, arguments: tuple[str, ...], says: str
) -> None:
    """Names the thing, and the way out."""
    hub(*FIRE)
    code, told = hub(*arguments)

    assert (2, 1) == (code, len(told.splitlines()))
    assert says in told
