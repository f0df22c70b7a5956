"""The outbox of PostgreSQL is what its page says: a visit and its event, and a receipt for each."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gateway.conftest import Gateway
from tests.gateway.speaking import System
from tests.support.pages import follow
from tests.support.part import ROOT
from tests.support.postgres import Postgres

EXAMPLE = ROOT / "examples" / "outbox-postgresql"
VISIT = """INSERT INTO visit VALUES
    ('{id}', '甲公司', '清溪县', '{purpose}', '2026-09-28 09:00+08', '2026-09-28 10:30+08')"""


class Outbox:
    """A department whose database has the example's tables, emptied."""

    def __init__(self, postgres: Postgres, system: System) -> None:
        self.postgres, self.system = postgres, system
        postgres.rows("DROP TABLE IF EXISTS visit, outbox CASCADE")
        postgres.rows((EXAMPLE / "outbox.sql").read_text("utf-8"))

    def visit(self, id: str, purpose: str = "fire-safety") -> None:
        said = VISIT.format(id=id, purpose=purpose)
        self.postgres.rows(f"SET hub.department = 'fire'; {said}")

    def relay(self, code: int = 0, **changed: str) -> str:
        said = _said(self.postgres, self.system) | changed
        command = [sys.executable, str(EXAMPLE / "relay.py"), "--once"]
        done = subprocess.run(  # noqa: PLW1510 - the code is what is looked at
            command, env={**os.environ, **said}, capture_output=True, timeout=60
        )
        assert code == done.returncode, done.stderr.decode()
        return done.stderr.decode()

    def outcomes(self) -> list[tuple[object, ...]]:
        return self.postgres.rows("SELECT outcome FROM outbox ORDER BY number")


def _said(postgres: Postgres, system: System) -> dict[str, str]:
    return {"DATABASE": postgres.url, "URL": system.url, "KEY": system.key, "DEPARTMENT": "fire"}


@pytest.fixture
def outbox(postgres: Postgres, gateway: Gateway) -> Outbox:
    return Outbox(postgres, gateway.system())


def test_whoever_follows_the_page_has_a_receipt(
    postgres: Postgres, gateway: Gateway, tmp_path: Path
) -> None:
    """The tables, a visit, the relay: accepted."""
    postgres.rows("DROP TABLE IF EXISTS visit, outbox CASCADE")
    said = follow("quickstart/outbox.md", tmp_path, **_said(postgres, gateway.system()))

    assert "visit-V-9|accepted|" in said


def test_a_relay_killed_before_it_could_note_tells_nothing_twice(outbox: Outbox) -> None:
    """The receipts were lost with it: the same ids go again, and the log holds each once."""
    outbox.visit("V-11")
    outbox.visit("V-12")
    outbox.relay()
    accepted = outbox.outcomes()
    outbox.postgres.rows("UPDATE outbox SET outcome = NULL")
    outbox.relay()

    assert [("accepted",)] * 2 == accepted
    assert [("duplicate",)] * 2 == outbox.outcomes()


def test_a_hub_that_is_away_costs_nothing(outbox: Outbox) -> None:
    """The event waits in its row, and goes when the hub is back."""
    outbox.visit("V-21")
    said = outbox.relay(URL="http://127.0.0.1:1")
    waiting = outbox.outcomes()
    outbox.relay()

    assert "waiting" in said
    assert [(None,)] == waiting
    assert [("accepted",)] == outbox.outcomes()


def test_a_wrong_key_is_told_and_not_waited_with(outbox: Outbox) -> None:
    """No waiting mends it: the relay ends, and the event stays for one with the right key."""
    outbox.visit("V-25")
    said = outbox.relay(code=1, KEY="wrong")

    assert "does not let KEY in" in said
    assert [(None,)] == outbox.outcomes()


def test_what_is_refused_says_how_to_mend_it(outbox: Outbox) -> None:
    """One bad row stops no other."""
    outbox.visit("V-31", purpose="\t")
    outbox.visit("V-32")
    outbox.relay()
    [(told,)] = outbox.postgres.rows("SELECT told FROM outbox WHERE outcome = 'rejected'")

    assert [("rejected",), ("accepted",)] == outbox.outcomes()
    assert str(told).startswith("data.purpose") or str(told).startswith("purpose")
