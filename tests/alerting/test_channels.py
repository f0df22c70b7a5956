"""Channels against real servers on loopback: mail, Alertmanager, and one that is not there."""

from __future__ import annotations

import time

import pytest

from events.instant import Instant
from hub.alerting.addresses import Address
from hub.alerting.channels import ChannelError, send
from hub.alerting.grouping import Message
from tests.alerting.receiving import mailbox
from tests.support.prometheus import held_by

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


def test_alertmanager_holds_what_was_found_until_it_is_taken_back(alertmanager: str) -> None:
    """Its own API, its own grouping and silences: one alert per finding."""
    address = Address("a", "ref", f"alertmanager+http://{alertmanager}")
    send(address, MESSAGE, _now())
    held = held_by(alertmanager)
    back = Message(
        "key-2", "li", "energy", "t", ("…",), (("F-1", "retracted"),), urgent=True, digest=False
    )
    send(address, back, _now())

    assert "F-1" in held
    assert "F-1" not in held_by(alertmanager)
