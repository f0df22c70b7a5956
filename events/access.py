"""
Who may do what on a Kafka cluster: SCRAM principals and access rules, made through the broker.

Beside ``events.kafka`` the only file that imports kafka-python. A broker without
authentication or an authorizer refuses; ``RefusedByBrokerError`` says so in one line.
"""

from __future__ import annotations

from typing import Any, Final, Literal

from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    ResourcePattern,
    ResourceType,
    ScramMechanism,
    UserScramCredentialUpsertion,
)
from kafka.errors import KafkaError

from events.brokers import Connection
from events.kafka import admin

_ITERATIONS: Final = 8192
_OPERATIONS: Final = {"read": ACLOperation.READ, "write": ACLOperation.WRITE}


class RefusedByBrokerError(RuntimeError):
    """The broker does not have this enabled, or may not be asked for it."""


def make_user(connection: Connection, user: str, password: str) -> None:
    """Make *user* known to the brokers (SCRAM-SHA-512); done again, the password changes."""
    client = admin(connection)
    try:
        wish = UserScramCredentialUpsertion(
            user, ScramMechanism.SCRAM_SHA_512, password, iterations=_ITERATIONS
        )
        refused = [error for error in client.alter_user_scram_credentials([wish]).values() if error]
    except KafkaError as error:
        raise RefusedByBrokerError(_line(error)) from error
    finally:
        client.close()
    if refused:
        raise RefusedByBrokerError(str(refused[0]))


def allow(
    connection: Connection, user: str, topic: str, operation: Literal["read", "write"]
) -> None:
    """Let *user* read or write *topic* from anywhere; done twice, done once."""
    rule = ACL(
        f"User:{user}",
        "*",
        _OPERATIONS[operation],
        ACLPermissionType.ALLOW,
        ResourcePattern(ResourceType.TOPIC, topic),
    )
    client = admin(connection)
    try:
        answer: Any = client.create_acls([rule])
    except KafkaError as error:
        raise RefusedByBrokerError(_line(error)) from error
    finally:
        client.close()
    if answer["failed"]:
        raise RefusedByBrokerError(_line(answer["failed"][0]))


def _line(error: object) -> str:
    """Return *error*, or the class of one, as a line."""
    if isinstance(error, type):
        return error.__name__
    return " ".join(str(error).split())[:200] or type(error).__name__
