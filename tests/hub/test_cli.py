"""The ``hub`` command: what it prints, and the exit codes others build on."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import orjson
import pytest

from hub.cli import run
from hub.embedded.lock import Ownership
from hub.i18n import MESSAGES, say
from tests.hub.history import troubled_month

LOADED = len(troubled_month())


class Hub:
    """Runs the command in this process over one data folder."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self._capsys = data, capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        code = run(["--data", str(self.data), *arguments])
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def json(self, *arguments: str) -> Any:
        code, out, err = self(*arguments, "--json")
        assert (0, "") == (code, err)
        return orjson.loads(out)


@pytest.fixture
def hub(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Hub:
    return Hub(tmp_path / "data", capsys)


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """A file with a month's events."""
    path = tmp_path / "month.ndjson"
    path.write_bytes(b"\n".join(raw for _, raw in troubled_month()) + b"\n")
    return path


def test_a_load_is_counted_and_its_findings_can_be_asked_for(hub: Hub, month: Path) -> None:
    """The first five minutes of a newcomer, in two commands."""
    counts = hub.json("ingest", str(month), "--until", "2026-04-01T00:00:00Z")
    found = hub.json("findings", "--rule", "ping-pong")

    assert {"accepted": LOADED, "duplicate": 0, "rejected": 0, "by_code": {}} == counts
    assert {"ping-pong"} == {row["rule"] for row in found}
    assert all(isinstance(row["evidence"], list) for row in found)


def test_a_second_load_of_the_same_file_adds_nothing(hub: Hub, month: Path) -> None:
    """Whoever is not sure sends it again."""
    hub.json("ingest", str(month))

    assert {"accepted": 0, "duplicate": LOADED, "rejected": 0, "by_code": {}} == (
        hub.json("ingest", str(month))
    )


def test_files_are_merged_whatever_their_order_and_packing(
    hub: Hub, month: Path, tmp_path: Path
) -> None:
    """Two departments' exports are one history."""
    lines = month.read_bytes().splitlines(keepends=True)
    later, earlier = tmp_path / "b.ndjson.gz", tmp_path / "a.ndjson"
    later.write_bytes(gzip.compress(b"".join(lines[10:])))
    earlier.write_bytes(b"".join(lines[:10]))
    hub.json("ingest", str(later), str(earlier), "--until", "2026-04-01T00:00:00Z")
    torn = hub.json("findings")
    hub.data = tmp_path / "whole"
    hub.json("ingest", str(month), "--until", "2026-04-01T00:00:00Z")

    assert _without_revision(hub.json("findings")) == _without_revision(torn)


def _without_revision(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{k: v for k, v in row.items() if k != "revision"} for row in rows]


def test_refused_lines_are_counted_by_code_and_are_no_failure(hub: Hub, tmp_path: Path) -> None:
    """The rest was taken: the command did what it was asked to."""
    path = tmp_path / "bad.ndjson"
    path.write_bytes(b"nonsense\n" + troubled_month()[0][1] + b"\n[]\n")

    counts = hub.json("ingest", str(path))

    assert {"not-json": 1, "not-cloudevent": 1} == counts["by_code"]
    assert (1, 2) == (counts["accepted"], counts["rejected"])


def test_check_names_line_code_and_field_and_stores_nothing(hub: Hub, tmp_path: Path) -> None:
    """A department mends its publisher without a hub."""
    path = tmp_path / "bad.ndjson"
    document = orjson.loads(troubled_month()[0][1])
    document["data"]["colr"] = "red"
    path.write_bytes(b"\n" + troubled_month()[1][1] + b"\n" + orjson.dumps(document) + b"\n")

    code, out, _ = hub("check", str(path), "--json")
    (problem,) = orjson.loads(out)

    assert 1 == code
    assert (3, "unknown-field", "data.colr") == (
        problem["line"],
        problem["code"],
        problem["field"],
    )
    assert not hub.data.exists()


def test_a_good_file_checks_with_exit_code_zero(hub: Hub, month: Path) -> None:
    """A build pipeline stops on anything else."""
    assert [] == hub.json("check", str(month))


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("ingest",),
        ("ingest", "no-such-file.ndjson"),
        ("ingest", __file__, "--clock", "sundial"),
        ("ingest", __file__, "--until", "tomorrow"),
        ("ingest", __file__, "--department", "a/b"),
        ("findings",),
        ("findings", "--colour", "red"),
        ("explain", "K-1"),
        ("verify",),
    ],
)
def test_wrong_use_is_told_in_one_line_with_exit_code_two(
    hub: Hub, arguments: tuple[str, ...]
) -> None:
    """Nobody should have to read a traceback to mend a command."""
    code, out, err = hub(*arguments)

    assert (2, "", 1) == (code, out, len(err.splitlines()))
    assert err.startswith("hub: ")


def test_errors_are_told_in_the_language_asked_for(hub: Hub) -> None:
    """The people who run a county office read Chinese."""
    english = hub("findings")[2]
    code = run(["--lang", "zh", "--data", str(hub.data), "findings"])
    chinese = hub._capsys.readouterr().err

    assert "holds no log" in english
    assert (2, True) == (code, "没有日志" in chinese)


def test_questions_are_answered_as_rows(hub: Hub, month: Path) -> None:
    """An analyst's script reads an array of objects."""
    hub.json("ingest", str(month))

    assert [{"n": 12}] == hub.json("sql", "SELECT count() AS n FROM cases")
    assert [{"t": "1970-01-01T00:00:01Z"}] == hub.json(
        "sql", "-- a note\nSELECT toDateTime(1) AS t"
    )


@pytest.mark.parametrize(
    "question", ["DROP TABLE journal_records", "SELECT nonsense", "INSERT INTO x VALUES (1)"]
)
def test_a_wrong_question_is_refused_in_one_line(hub: Hub, month: Path, question: str) -> None:
    """Asking can change nothing, and breaks nothing."""
    hub.json("ingest", str(month))
    code, out, err = hub("sql", question)

    assert (2, "", 1) == (code, out, len(err.splitlines()))


def test_what_is_wrong_with_a_question_is_said_with_its_mend(hub: Hub, month: Path) -> None:
    """In the reader's language: of a word that is no word nobody hears that it stops things."""
    hub.json("ingest", str(month))

    for question, english, chinese in (
        ("SELEC 1", "begins with SELEC, which SQL does not know: write SELECT", "应写 SELECT"),
        ("DROP TABLE cases", "nothing is asked by DROP", "这里只能查询"),
        (" ", "the question is empty", "没有写查询"),
        ("SELECT x FROM cases", "`x`", "DESCRIBE cases"),
        ("SELECT 1 FROM casess", "DESCRIBE cases", "SHOW TABLES"),
        ("SELECT 1; SELECT 2", "(; SELECT)", "只用一条 SELECT"),
    ):
        code, _, told = hub("sql", question)
        assert (2, True) == (code, english in told), told
        assert chinese in hub("--lang", "zh", "sql", question)[2]


def test_the_clocks_of_a_case_are_explained(hub: Hub, month: Path) -> None:
    """A department that is told it was late may ask since when, and why."""
    hub.json("ingest", str(month), "--until", "2026-04-01T00:00:00Z")
    document = hub.json("explain", "K-1")
    segments = [s for s in document["segments"] if s["clock"] == "resolve"]

    assert ["running", "overdue"] == [segment["why"] for segment in segments]
    assert segments[0]["to"] == segments[0]["deadline"] == segments[1]["from"]


def test_a_case_nobody_spoke_of_cannot_be_explained(hub: Hub, month: Path) -> None:
    """A typing error is told as one."""
    hub.json("ingest", str(month))

    assert 2 == hub("explain", "K-99")[0]


def test_a_party_is_shown_with_its_visits_and_findings(hub: Hub, month: Path) -> None:
    """Before a department travels, it looks who was there."""
    hub.json("ingest", str(month))
    document = hub.json("party", "P-1")

    assert 9 == len(document["visits"])
    assert document["findings"]


def test_a_load_verifies_and_replays(hub: Hub, month: Path) -> None:
    """Exit code 0 is the promise that log, receipts, findings and warehouse agree."""
    hub.json("ingest", str(month))

    assert hub.json("verify")["ok"]
    assert hub.json("replay")["same"]


def test_a_folder_in_use_is_told_with_its_holder(hub: Hub) -> None:
    """ChDB opens a folder for one process only."""
    with Ownership(hub.data):
        (hub.data / "log.sqlite").touch()
        code, out, err = hub("findings")

    assert (2, "", 1) == (code, out, len(err.splitlines()))
    assert str(os.getpid()) in err


@pytest.fixture
def serving(hub: Hub) -> Iterator[subprocess.Popen[bytes]]:
    """A ``hub serve`` of its own process over the folder."""
    command = [sys.executable, "-m", "hub", "--data", str(hub.data), "serve", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert b"address" in process.stdout.readline()
        yield process
        process.send_signal(signal.SIGTERM)
        assert 0 == process.wait(60)


def test_commands_talk_to_a_running_serve(
    hub: Hub, month: Path, serving: subprocess.Popen[bytes]
) -> None:
    """The serve owns the files; nobody has to stop it to ask or to send."""
    counts = hub.json("ingest", str(month))
    cases = hub.json("sql", "SELECT count() AS n FROM cases")

    assert serving.poll() is None
    assert (LOADED, [{"n": 12}]) == (counts["accepted"], cases)
    assert hub.json("verify")["ok"]
    assert 2 == hub("explain", "K-99")[0]


def test_a_load_into_a_live_log_cannot_set_its_clock(
    hub: Hub, month: Path, serving: subprocess.Popen[bytes]
) -> None:
    """Time in a log never turns back: history comes as late data, and is told so."""
    code, _, err = hub("ingest", str(month), "--until", "2026-04-01T00:00:00Z")
    late = hub("ingest", str(month), "--clock", "event")

    assert serving.poll() is None
    assert (2, 1) == (code, len(err.splitlines()))
    assert (0, True) == (late[0], "late data" in late[2])


def test_a_killed_serve_loses_nothing_that_was_counted(hub: Hub, month: Path) -> None:
    """What was counted as accepted is on disk."""
    command = [sys.executable, "-m", "hub", "--data", str(hub.data), "serve", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        hub.json("ingest", str(month))
        process.kill()
    again = hub.json("ingest", str(month))

    assert LOADED == again["duplicate"]
    assert hub.json("verify")["ok"]


def test_the_command_runs_as_a_process_of_its_own(month: Path, tmp_path: Path) -> None:
    """As a shell script would call it: answer on standard output, exit code to build on."""
    command = [sys.executable, "-m", "hub", "--data", str(tmp_path / "d"), "ingest", str(month)]
    done = subprocess.run([*command, "--json"], capture_output=True, check=True)

    assert LOADED == orjson.loads(done.stdout)["accepted"]


def test_every_message_is_told_in_both_languages() -> None:
    """A sentence that exists in one language only would be a hole for the other's readers."""
    assert [] == [key for key, (en, zh) in MESSAGES.items() if not _names(zh) <= _names(en)]


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize(
    ("sure", "unsure", "told"),
    [
        (0, 2, "0 fields are sure, 2 are not"),
        (1, 1, "1 field is sure, 1 is not"),
        (2, 0, "2 fields are sure, 0 are not"),
    ],
)
def test_one_is_told_otherwise_than_many(sure: int, unsure: int, told: str) -> None:
    """None, one and two: English has a word for one and a word for the rest."""
    assert say("en", "mapping-suggested", sure=sure, unsure=unsure).startswith(told)


def test_a_number_on_a_report_is_followed_to_its_cases(hub: Hub, month: Path) -> None:
    """As many lines as the report counts, and wrong questions are answered with the right ones."""
    hub.json("ingest", str(month))
    opened = hub.json("report", "funnel")[0]["cases"]

    listed = hub.json("report", "funnel", "--cases", "--of", "step=opened")
    code, _, err = hub("report", "funnel", "--cases", "--number", "nothing")
    pair, _, said = hub("report", "funnel", "--cases", "--of", "step")

    assert 12 == opened == len({row["case_id"] for row in listed})
    assert (2, True) == (code, "cases, share" in err)
    assert (2, True) == (pair, "department=water" in said)


def _party(id: str, source: str, party: str, name: str, uscc: str = "") -> dict[str, Any]:
    data = {"party_id": party, "kind": "enterprise", "name": name, "area": "浦江"}
    return {
        "specversion": "1.0",
        "id": id,
        "source": f"/departments/{source}",
        "type": "party.registered.v1",
        "time": f"2026-01-0{id}T09:00:00+08:00",
        "subject": party,
        "data": data | ({"uscc": uscc} if uscc else {}),
    }


def test_a_party_is_found_by_its_name_with_all_its_ids_links_and_questions(
    hub: Hub, tmp_path: Path
) -> None:
    """Nobody knows the ids of other departments."""
    told = [
        _party("1", "market", "A", "浦江华盛机械有限公司", "91110000600037341L"),
        _party("2", "tax", "B", "華盛機械公司"),
        _party("3", "market", "C", "华鼎机械有限公司"),  # one register tells them apart
    ]
    file = tmp_path / "parties.ndjson"
    file.write_bytes(b"\n".join(map(orjson.dumps, told)))
    hub("ingest", str(file))

    found = hub.json("party", "华盛")
    (link,), (question,) = found["links"], found["questions"]

    assert ("A", ["A", "B"]) == (found["cluster_id"], [row["party_id"] for row in found["facts"]])
    assert ("B", "A", "name") == (link["party_id"], link["same_as"], link["rule"])
    assert ("C", "A") == (question["party_id"], question["other_party_id"])
    assert ["A", "B", "C"] == sorted(row["party_id"] for row in hub.json("party", "機")["matches"])


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_shell_can_be_taught_to_complete_commands(shell: str) -> None:
    """`hub do<Tab>`: nobody should have to remember what there is."""
    asked = {"_HUB_COMPLETE": f"complete_{shell}", "COMP_WORDS": "hub doc", "COMP_CWORD": "1"}
    said = os.environ | asked | {"_TYPER_COMPLETE_ARGS": "hub doc"}
    done = subprocess.run(
        [sys.executable, "-m", "hub"], env=said, capture_output=True, text=True, check=True
    )

    assert "doctor" in done.stdout


@pytest.mark.parametrize(
    ("shell", "sign"), [("bash", "complete -o"), ("zsh", "#compdef hub"), ("fish", "complete ")]
)
def test_completion_is_printed_for_the_shell_that_is_named(hub: Hub, shell: str, sign: str) -> None:
    """It is put into a file of another machine, or of another shell than the one at hand."""
    code, out, _ = hub("--show-completion", shell)

    assert 0 == code
    assert sign in out
    assert "_HUB_COMPLETE" in out


def test_a_shell_that_is_not_known_is_told(hub: Hub) -> None:
    """With those that are."""
    code, _, err = hub("--show-completion", "tcsh")

    assert 2 == code
    assert "zsh" in err
