"""
What is said about brokers, whatever client speaks with them: addresses, logins, places, failures.

``events.kafka`` gives these their meaning, and offers them to whoever speaks with brokers; who only
names a place or a login takes it from here, and loads no client.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

LARGEST: Final = 4 * 1024 * 1024
"""Bytes of the largest record the hub writes: a refused event of 1 MiB as base64, and more."""

Place = tuple[str, int]
"""(topic, partition)"""


SYSTEM: Final = "system"
"""As ``Login.ca``: the authorities this machine trusts anyway."""


@dataclass(frozen=True, slots=True)
class Login:
    """
    How the brokers and we know each other; empty: not at all.

    ``user`` and ``password`` are those of SCRAM-SHA-512; ``ca`` is a file of authorities in
    PEM, or ``system``: with it all travels in TLS, and the brokers' names are checked.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""

    def tls(self) -> ssl.SSLContext | None:
        """
        Return what checks the brokers' certificates; None without TLS.

        Raises:
            OSError: the file is not there, or holds no certificate.
        """
        if not self.ca:
            return None
        return ssl.create_default_context(cafile=None if self.ca == SYSTEM else self.ca)

    def settings(self) -> dict[str, Any]:
        """Return the settings that kafka-python and aiokafka alike have for it."""
        context = self.tls()
        said: dict[str, Any] = {} if context is None else {"ssl_context": context}
        if self.user:
            said["sasl_mechanism"] = MECHANISM
            said["sasl_plain_username"] = self.user
            said["sasl_plain_password"] = self.password
        return {"security_protocol": _PROTOCOLS[bool(self.user), context is not None], **said}


NOBODY: Final = Login()
MECHANISM: Final = "SCRAM-SHA-512"
_PROTOCOLS: Final = {
    (False, False): "PLAINTEXT",
    (False, True): "SSL",
    (True, False): "SASL_PLAINTEXT",
    (True, True): "SASL_SSL",
}


@dataclass(frozen=True, slots=True)
class Connection:
    """``bootstrap`` is ``host:port[,host:port]``."""

    bootstrap: str
    login: Login = NOBODY

    def settings(self) -> dict[str, Any]:
        return {"bootstrap_servers": self.bootstrap.split(","), **self.login.settings()}


class BrokersAwayError(RuntimeError):
    """The brokers do not answer now: ask again later."""


class NotDeliveredError(RuntimeError):
    """The brokers did not acknowledge every record: send them again, or stop."""


class NotCommittedError(RuntimeError):
    """The group did not take the offsets: the partitions may be another member's by now."""


class Committed(NamedTuple):
    """``offset`` is the next to be read."""

    offset: int
    metadata: str


class Described(NamedTuple):
    """A topic as the brokers have it: its partition count and every setting."""

    partitions: int
    settings: Mapping[str, str]
    copies: int = 0
    """Brokers that hold the partition held by the fewest."""
