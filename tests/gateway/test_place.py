"""Where the gateway listens, and that a place which is taken is told before anything is opened."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.cli import run
from hub.failure import Failure
from hub.gateway.place import must_be_free, place


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_hub_started_twice_says_so_and_opens_nothing(
    tmp_path: Path, taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """It opened log and warehouse first, and gave the reason in the words of the system."""
    code = run(["--data", str(tmp_path / "hub"), "serve", "--http", str(taken)])
    told = capsys.readouterr()

    assert (2, "", 1) == (code, told.out, len(told.err.splitlines()))
    assert f"cannot listen at {taken}" in told.err
    assert not (tmp_path / "hub").exists()


@pytest.mark.parametrize("address", ["127.0.0.1:{}", "{}", "no.such.host.invalid:1"])
def test_what_is_taken_or_not_ours_cannot_be_listened_at(taken: int, address: str) -> None:
    """The reader names another."""
    with pytest.raises(Failure, match="cannot-listen"):
        must_be_free(address.format(taken))


def test_any_free_port_is_free() -> None:
    """Port 0 lets the system choose."""
    must_be_free("0")

    assert ("127.0.0.1", 0) == place("0")
