"""
A real broker that asks who is there: SCRAM-SHA-512, access rules, and TLS on a second port.

The user ``admin`` may do everything; all others only what they were allowed. Its certificate
is made for the occasion, by an authority of its own, whose file ``authority`` names.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kafka.errors import KafkaError

from events.brokers import Connection, Login
from events.kafka import admin
from tests.support.certificates import make_authority
from tests.support.daemon import free_port, listens
from tests.support.kafka import in_java

PASSWORD = "not-a-secret"
_SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required"


@dataclass(frozen=True)
class SecuredKafka:
    """``bootstrap`` speaks in the clear, ``secure`` in TLS; both ask for user and password."""

    bootstrap: str
    secure: str
    authority: Path

    def as_user(self, user: str = "admin", password: str = PASSWORD) -> Connection:
        return Connection(self.bootstrap, Login(user, password))


@contextmanager
def secured_kafka(folder: Path) -> Iterator[SecuredKafka]:
    """
    Give a broker with users and rules, and end it afterwards.

    Raises:
        Absent: there is no Java, or its jars are not to be had.
    """
    port, secure, controller = free_port(), free_port(), free_port()
    authority, keystore = make_authority(folder)
    broker = SecuredKafka(f"127.0.0.1:{port}", f"127.0.0.1:{secure}", authority)
    scram = f"SCRAM-SHA-512=[name=admin,password={PASSWORD}]"
    process = in_java(
        folder,
        _settings(port, secure, controller, keystore),
        lambda: _answers(broker),
        "--add-scram",
        scram,
    )
    process.start()
    try:
        yield broker
    finally:
        process.kill()


def _settings(port: int, secure: int, controller: int, keystore: Path) -> dict[str, str]:
    login = f'{_SCRAM} username="admin" password="{PASSWORD}";'
    clear, tls = f"CLEAR://127.0.0.1:{port}", f"SECURE://127.0.0.1:{secure}"
    return {
        "listeners": f"{clear},{tls},CONTROLLER://127.0.0.1:{controller}",
        "advertised.listeners": f"{clear},{tls}",
        "controller.quorum.voters": f"1@127.0.0.1:{controller}",
        "listener.security.protocol.map": (
            "CLEAR:SASL_PLAINTEXT,SECURE:SASL_SSL,CONTROLLER:PLAINTEXT"
        ),
        "inter.broker.listener.name": "CLEAR",
        "sasl.enabled.mechanisms": "SCRAM-SHA-512",
        "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-512",
        "listener.name.clear.scram-sha-512.sasl.jaas.config": login,
        "listener.name.secure.scram-sha-512.sasl.jaas.config": f"{_SCRAM};",
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(keystore),
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "allow.everyone.if.no.acl.found": "false",
        # the controller's own listener knows nobody by name
        "super.users": "User:admin;User:ANONYMOUS",
    }


def _answers(broker: SecuredKafka) -> bool:
    if not listens(int(broker.bootstrap.rsplit(":", 1)[1])):
        return False
    try:
        client = admin(broker.as_user(), request_timeout_ms=3_000)
    except (KafkaError, OSError):
        return False
    try:
        client.list_topics()
    except (KafkaError, OSError):
        return False
    finally:
        client.close()
    return True
