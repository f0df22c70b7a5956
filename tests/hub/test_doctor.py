"""``hub doctor``: each thing broken once, found, and told with its mend."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from events.instant import DAY, Instant, parse
from hub.alerting.addresses import Addresses
from hub.doctor import Seen, examined, files, machine
from hub.doctor.said import SOON, published, receivers
from hub.embedded.checkpoints import Checkpoints
from hub.i18n import MESSAGES
from hub.i18n.doctor import DOCTOR
from hub.settings import Settings
from hub.sqlite import Database
from processors.folding.checkpoint import POSITION
from tests.hub.test_cli import Hub, hub

__all__ = ["hub"]

NOW = parse("2026-11-01T00:00:00Z")


def _states(seen: Any) -> list[tuple[str, str]]:
    return [(one.state, one.key) for one in seen]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


def test_a_fresh_installation_is_well(hub: Hub) -> None:
    """Before the first event only the folder is missing, and that is nothing wrong."""
    code, out, _ = hub("doctor", "--json")
    rows = orjson.loads(out)

    assert 0 == code, [row for row in rows if row["state"] == "wrong"]
    assert {"check", "state", "says"} == set(rows[0])
    assert {"python", "packages", "folder", "space", "time zone"} <= {one["check"] for one in rows}


def test_what_is_wrong_gives_exit_code_one_and_the_mend(hub: Hub) -> None:
    """In the reader's language, for a person and for a program."""
    hub.data.mkdir()
    (hub.data / "access.sqlite").write_bytes(b"this is no database, whatever its name says" * 100)
    code, out, _ = hub("--lang", "zh", "doctor")

    assert 1 == code
    assert "hub restore" in out
    assert "1 处有误" in out


def test_an_old_python_is_told(settings: Settings) -> None:
    """3.11 is the oldest; the one before it is too old."""
    for version, state in (((3, 10, 9), "wrong"), ((3, 11, 0), "good"), ((3, 12, 0), "good")):
        assert state == next(iter(machine.python(settings, version))).state


def test_a_package_that_is_not_the_locked_one_is_named(settings: Settings, tmp_path: Path) -> None:
    """Another version than the one that was tested, and one that is missing."""
    lock = tmp_path / "requirements.lock"
    lock.write_text("orjson==0.0.1 \\\n    --hash=sha256:ab\nno-such-package==1.0 \\\n")
    [seen] = machine.packages(settings, lock)

    assert ("wrong", 2) == (seen.state, seen.values["count"])
    assert "no-such-package - (1.0)" in seen.values["listed"]


def test_a_folder_that_is_none_is_told(settings: Settings, tmp_path: Path) -> None:
    """A file where the folder should be: nothing can be written."""
    (tmp_path / "file").write_text("")

    assert [("wrong", "doctor-folder")] == _states(machine.folder(Settings(data=tmp_path / "file")))
    assert [("good", "doctor-folder-good")] == _states(machine.folder(settings))


@pytest.mark.parametrize(("least", "state"), [(1, "good"), (1 << 60, "wrong")])
def test_a_full_disk_is_told_before_it_is_full(settings: Settings, least: int, state: str) -> None:
    """A full disk stops intake."""
    assert state == next(iter(machine.space(settings, least))).state


def test_a_zone_this_machine_does_not_know_is_told(settings: Settings) -> None:
    """Without it no day begins."""
    assert [("wrong", "doctor-zone")] == _states(machine.zone(settings, "Asia/Qingxi"))


def test_a_port_that_is_taken_is_told() -> None:
    """It may be our own part: somebody should look."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        seen = _states(machine.port(Settings(health=address)))

    assert [("unsure", "doctor-port")] == seen
    assert [("good", "doctor-port-good")] == _states(machine.port(Settings(health=address)))


def test_states_of_another_version_are_told(settings: Settings) -> None:
    """They are folded again from the log, which takes its time: no damage."""
    with closing(Database(settings.log)) as database:
        kept = Checkpoints(database)
        fresh = _states(files.states(settings))
        with database.transaction():
            kept.put(("journal.cases", 0), {POSITION: b'{"format": 0}'})

    assert [("good", "doctor-states-good")] == fresh
    assert [("unsure", "doctor-states")] == _states(files.states(settings))


def test_a_secret_that_others_can_read_is_told(settings: Settings) -> None:
    """The vault is its owner's alone."""
    settings.vault.write_bytes(b"")
    settings.vault.chmod(0o600)
    private = _states(files.secrets(settings))
    settings.vault.chmod(0o640)

    assert [] == private
    assert [("wrong", "doctor-secret")] == _states(files.secrets(settings))


def test_a_key_that_cannot_be_read_is_told(settings: Settings) -> None:
    """No oath without it, and no login without a password."""
    (settings.data / "notary.pem").write_text("nonsense")
    login = Settings(data=settings.data, kafka_user="hub", kafka_password=Path("/nowhere"))

    assert [("wrong", "notary-key-unreadable"), ("wrong", "password-unreadable")] == _states(
        files.keys(login)
    )


def test_an_alert_policy_that_cannot_be_read_is_told(settings: Settings) -> None:
    """It would stop every alert; a check that fails is itself what is wrong."""
    (settings.data / "alerts.yaml").write_text("routes: nonsense")
    [row] = examined([("alert policy", files.alert_policy)], settings, "en")

    assert "wrong" == row.state
    assert "alerts.yaml" in row.says


def _asked(
    until: str = "2027-12-31", kinds: tuple[str, ...] = ("sla", "visits"), officers: int = 0
) -> Callable[[str], list[dict[str, Any]]]:
    calendar = orjson.dumps({"calendar_id": "china", "known_through": until}).decode()
    said = {
        "calendar.published": [{"data": calendar}] if until else [],
        "FROM settings": [{"kind": kind} for kind in kinds],
        "FROM officers": [
            {"officer_id": f"O-{n}", "channel_ref": f"ref-{n}"} for n in range(officers)
        ],
    }
    return lambda sql: next(rows for words, rows in said.items() if words in sql)


def test_a_calendar_is_told_before_it_ends() -> None:
    """Two months ahead to the day; then wrong from the day after its last."""
    ends = SOON // timedelta(days=1)

    def seen(days: int) -> str:
        now = Instant(parse("2026-12-31T12:00:00Z") - days * DAY)
        [one] = published(_asked("2026-12-31"), now)
        return one.state

    assert ["good", "unsure", "unsure", "wrong"] == [seen(n) for n in (ends, ends - 1, 0, -1)]


def test_what_was_never_published_is_told() -> None:
    """Without a calendar no working days, without policies no limits."""
    seen = list(published(_asked("", ("sla",)), NOW))

    assert [("wrong", "doctor-no-calendar"), ("wrong", "doctor-no-policy")] == _states(seen)


def test_officers_whom_no_alert_reaches_are_named(settings: Settings) -> None:
    """Nobody has an address: alerts are not used. One has none: they will not hear."""
    ask = _asked(officers=2)
    nobody = _states(receivers(ask, settings))
    with closing(Addresses(settings.vault)) as vault:
        vault.put("ref-0", "mailto://x")
        [one] = receivers(ask, settings)
        vault.put("ref-1", "mailto://y")

    assert [("unsure", "doctor-no-address")] == nobody
    assert ("wrong", "O-1") == (one.state, one.values["listed"])
    assert [("good", "doctor-reachable")] == _states(receivers(ask, settings))


def test_a_check_that_breaks_is_told_and_stops_no_other(settings: Settings) -> None:
    """A doctor that dies of the illness helps nobody."""

    def broken(_: Settings) -> list[Seen]:
        raise OSError("gone")

    rows = list(examined([("one", broken), ("two", machine.zone)], settings, "en"))

    assert ["wrong", "good"] == [row.state for row in rows]
    assert "gone" in rows[0].says


def test_everything_it_says_is_said_in_both_languages() -> None:
    """And a sentence about something wrong says what to do."""
    assert set(DOCTOR) <= set(MESSAGES)
    assert all(all(pair) for pair in DOCTOR.values())
