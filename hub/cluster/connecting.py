"""
The way to the brokers, as the settings say it: addresses, user, password, authorities.

A password never crosses a network in the clear: without TLS a user is refused, unless the
brokers are on this machine or the settings say that the network is guarded otherwise.
"""

from __future__ import annotations

import ssl
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from events.brokers import Connection, Login
from hub.failure import Failure
from hub.settings import Settings

GUARDED: Final = "none"
"""As ``HUB_KAFKA_CA``: no TLS, and that is meant."""


def connection_of(settings: Settings) -> Connection:
    """
    Return the way to the brokers of *settings*.

    Raises:
        Failure: the password would travel in the clear, or its file, or the authorities'
            file, cannot be read.
    """
    ca = "" if settings.kafka_ca == GUARDED else settings.kafka_ca
    login = Login(settings.kafka_user, _password(settings), ca)
    if login.user and not settings.kafka_ca and not _is_here(settings.kafka):
        raise Failure("password-in-the-clear", brokers=settings.kafka)
    try:
        login.tls()
    except (OSError, ssl.SSLError) as error:
        raise Failure("authorities-unreadable", file=ca, reason=error) from error
    return Connection(settings.kafka, login)


def _password(settings: Settings) -> str:
    if not settings.kafka_user:
        return ""
    file = settings.kafka_password or Path()
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Failure("password-unreadable", user=settings.kafka_user, reason=error) from error


def _is_here(brokers: str) -> bool:
    """Tell whether every address of *brokers* is one of this machine's own."""
    return all(map(_is_loopback, brokers.split(",")))


def _is_loopback(address: str) -> bool:
    host = address.rpartition(":")[0].strip("[]")
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
