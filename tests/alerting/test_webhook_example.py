"""The receiver of alerts among the examples: what it prints, and whom it turns away."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from events.instant import Instant
from hub.alerting.addresses import Address
from hub.alerting.channels import ChannelError, send
from tests.alerting.test_channels import MESSAGE
from tests.support.part import ROOT

RECEIVER = ROOT / "examples" / "webhook" / "receive.py"


@contextmanager
def _receiver(secret: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Yield the process and the address it listens at."""
    command = [sys.executable, str(RECEIVER), "0", *([secret] if secret else [])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process, f"webhook+{process.stdout.readline().split()[-1]}"
        process.terminate()


def _told(url: str, secret: str, *, key: str) -> None:
    now = Instant(time.time_ns() // 1000)
    send(Address("a", "ref", url, secret), replace(MESSAGE, key=key), now)


@pytest.mark.parametrize("secret", ["", "s3cret"])
def test_an_alert_is_printed_once_however_often_it_comes(secret: str) -> None:
    """A newcomer sees the first alert with what is in the project."""
    with _receiver(secret) as (process, url):
        for key in ("1", "1", "2"):
            _told(url, secret, key=key)
        process.terminate()
        assert process.stdout is not None
        printed = process.stdout.read()

    assert 2 == printed.count("能源局：1 项需处理")
    assert "事项 K-1 逾期" in printed


def test_what_is_not_signed_with_the_secret_is_turned_away() -> None:
    """Anybody on the network could post to it."""
    with _receiver("s3cret") as (process, url):
        with pytest.raises(ChannelError):
            _told(url, "another", key="1")
        process.terminate()
        assert process.stdout is not None
        assert "" == process.stdout.read()
