"""The door of a serve: asked by the owner's other commands, and by nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from hub.embedded.door import open_door
from hub.embedded.serve_client import ServeClient, find_serving
from hub.failure import FOUND_WRONG, Failure


def answer(operation: str, arguments: Mapping[str, Any]) -> Any:
    if operation == "refuse":
        raise Failure("unknown-case", FOUND_WRONG, case=arguments["case"])
    if operation == "break":
        raise ZeroDivisionError("by accident")
    return {"operation": operation, **arguments}


def ask(data: Path, operation: str, **arguments: Any) -> Any:
    serving = find_serving(data)
    assert serving is not None
    with ServeClient(serving) as client:
        return client.ask(operation, **arguments)


def test_a_question_gets_its_document(tmp_path: Path) -> None:
    """Commands must not notice that a serve holds the files."""
    with open_door(tmp_path, answer):
        assert {"operation": "report", "name": "闭环"} == ask(tmp_path, "report", name="闭环")


def test_a_failure_arrives_as_the_same_failure(tmp_path: Path) -> None:
    """The asking command tells it in its own user's language."""
    with open_door(tmp_path, answer), pytest.raises(Failure) as refused:
        ask(tmp_path, "refuse", case="K-1")

    failure = refused.value
    assert ("unknown-case", {"case": "K-1"}) == (failure.key, failure.values)
    assert FOUND_WRONG == failure.exit_code


def test_a_fault_behind_the_door_leaves_it_open(tmp_path: Path) -> None:
    """One bad question must not end the service of all others."""
    with open_door(tmp_path, answer):
        with pytest.raises(Failure, match="serve-lost"):
            ask(tmp_path, "break")

        assert {"operation": "report"} == ask(tmp_path, "report")


def test_what_is_sent_arrives_byte_for_byte(tmp_path: Path) -> None:
    """What is no text at all is refused by intake, not on the way there."""
    every_byte = bytes(range(256))
    with open_door(tmp_path, answer):
        serving = find_serving(tmp_path)
        assert serving is not None
        with ServeClient(serving) as client:
            told = client.accept([("fire", every_byte)], "wall")

    [(department, text)] = told["raws"]
    assert ("fire", every_byte) == (department, text.encode("latin-1"))
    assert "wall" == told["clock"]


def test_nobody_gets_in_without_the_secret(tmp_path: Path) -> None:
    """Other users of the machine can reach the port; they cannot read serve.json."""
    with open_door(tmp_path, answer) as address:
        connection = HTTPConnection(address.removeprefix("http://"))
        connection.request("POST", "/ask/report", b"{}", {"Authorization": "Bearer guess"})

        assert 401 == connection.getresponse().status
        assert 0o600 == (tmp_path / "serve.json").stat().st_mode & 0o777


def test_a_closed_door_leaves_no_trace(tmp_path: Path) -> None:
    """The next command opens the files itself."""
    with open_door(tmp_path, answer):
        pass

    assert find_serving(tmp_path) is None


def test_the_trace_of_a_killed_serve_is_no_serve(tmp_path: Path) -> None:
    """After kill -9 the file stays; its process does not."""
    (tmp_path / "serve.json").write_text('{"pid": 999999999, "port": 1, "secret": ""}')

    assert find_serving(tmp_path) is None
