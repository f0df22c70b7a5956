"""Channels against real servers on loopback: mail, Alertmanager, and one that is not there."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import orjson
import pytest

from events.instant import Instant
from hub.alerting.channels import ChannelError, send
from hub.alerting.grouping import Message
from hub.alerting.vault import Address
from tests.alerting.receiving import mailbox
from tests.support.daemon import free_port
from tests.support.part import required

MESSAGE = Message(
    "key-1", "li", "energy", "能源局：1 项需处理", ("事项 K-1 逾期",), (("F-1", "100"),),
    urgent=True, digest=False,
)  # fmt: skip


def _now() -> Instant:
    return Instant(time.time_ns() // 1000)


def test_a_mail_arrives_with_its_words() -> None:
    """Through a real mail server, in Chinese."""
    with mailbox() as box:
        url = f"mailto://127.0.0.1:{box.port}?from=hub@county.example&to=li@county.example"
        send(Address("a", "ref", url), MESSAGE, _now())
    [mail] = box.mails
    plain = next(p.get_content() for p in mail.walk() if p.get_content_type() == "text/plain")

    assert "能源局：1 项需处理" == mail["Subject"]
    assert "事项 K-1 逾期" in plain


@pytest.mark.parametrize(
    "url",
    [
        "mailto://127.0.0.1:1?from=a@b.example&to=c@d.example",
        "webhook+http://127.0.0.1:1/",
        "alertmanager+http://127.0.0.1:1",
        "nonsense://x",
    ],
)
def test_what_is_not_there_is_told_as_such(url: str) -> None:
    """No channel swallows a message; the reason is a line for the delivery log."""
    with pytest.raises(ChannelError) as told:
        send(Address("a", "ref", url), MESSAGE, _now())

    assert "\n" not in str(told.value)


@pytest.fixture(name="alertmanager")
def _alertmanager(tmp_path: Path) -> Iterator[str]:
    """Give the address of a real Alertmanager, where its program is installed."""
    program = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager")
    if program is None:
        reason = "no Alertmanager: apt install prometheus-alertmanager"
        (pytest.fail if required() else pytest.skip)(reason)
    config = tmp_path / "alertmanager.yml"
    config.write_text("route: {receiver: none}\nreceivers: [{name: none}]\n")
    port = free_port()
    process = subprocess.Popen(
        [
            str(program), f"--config.file={config}", f"--storage.path={tmp_path}",
            f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address=",
        ],
        stdout=sys.stderr,
    )  # fmt: skip
    try:
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _held(place: str) -> list[str] | None:
    """Return the findings Alertmanager holds; None while it does not answer."""
    try:
        with closing(HTTPConnection(place, timeout=5)) as line:
            line.request("GET", "/api/v2/alerts")
            answer = line.getresponse()
            body = answer.read()
    except OSError:
        return None
    ready = answer.status == 200
    return [one["labels"]["finding_id"] for one in orjson.loads(body)] if ready else None


def test_alertmanager_holds_what_was_found_until_it_is_taken_back(alertmanager: str) -> None:
    """Its own API, its own grouping and silences: one alert per finding."""
    until = time.monotonic() + 60
    while _held(alertmanager) is None and time.monotonic() < until:
        time.sleep(0.1)
    address = Address("a", "ref", f"alertmanager+http://{alertmanager}")
    send(address, MESSAGE, _now())
    held = _held(alertmanager)
    back = Message(
        "key-2", "li", "energy", "t", ("…",), (("F-1", "retracted"),), urgent=True, digest=False
    )
    send(address, back, _now())

    assert ["F-1"] == held
    assert [] == _held(alertmanager)
