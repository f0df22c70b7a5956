"""
Who may do what on a Kafka cluster: SCRAM principals and access rules, made through the broker.

A broker without authentication or an authorizer refuses: ``RefusedByBrokerError`` says so in
one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any, Final, Literal, NamedTuple

from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ResourcePattern,
    ResourceType,
    ScramMechanism,
    UserScramCredentialUpsertion,
)
from kafka.errors import KafkaError

from events.brokers import Connection
from events.kafka import admin

_ITERATIONS: Final = 8192
_OPERATIONS: Final = {
    "read": ACLOperation.READ,
    "write": ACLOperation.WRITE,
    "describe settings": ACLOperation.DESCRIBE_CONFIGS,
}
_RESOURCES: Final = {"topic": ResourceType.TOPIC, "group": ResourceType.GROUP}


class Rule(NamedTuple):
    """*user* may do *operation* with the resource of this name, or of all that begin so."""

    user: str
    operation: Literal["read", "write", "describe settings"]
    resource: Literal["topic", "group"]
    name: str
    begins: bool = False


class RefusedByBrokerError(RuntimeError):
    """The broker does not have this enabled, or may not be asked for it."""


@contextmanager
def ruling(connection: Connection) -> Iterator[Any]:
    """Give an admin client; what the brokers refuse it is raised as ``RefusedByBrokerError``."""
    with closing(admin(connection)) as client:
        try:
            yield client
        except KafkaError as error:
            raise RefusedByBrokerError(line(error)) from error


def make_user(connection: Connection, user: str, password: str) -> None:
    """Make *user* known to the brokers (SCRAM-SHA-512); done again, the password changes."""
    wish = UserScramCredentialUpsertion(
        user, ScramMechanism.SCRAM_SHA_512, password, iterations=_ITERATIONS
    )
    with ruling(connection) as client:
        refused = [error for error in client.alter_user_scram_credentials([wish]).values() if error]
    if refused:
        raise RefusedByBrokerError(str(refused[0]))


def allow(connection: Connection, rules: Iterable[Rule]) -> None:
    """
    Let *rules* hold from any address; done twice, done once.

    Raises:
        RefusedByBrokerError: the brokers have no authorizer, or we may not tell it.
    """
    with ruling(connection) as client:
        answer = client.create_acls([_acl(rule) for rule in rules])
    if answer["failed"]:
        raise RefusedByBrokerError(line(answer["failed"][0]))


def _acl(rule: Rule) -> ACL:
    pattern = ACLResourcePatternType.PREFIXED if rule.begins else ACLResourcePatternType.LITERAL
    return ACL(
        f"User:{rule.user}",
        "*",
        _OPERATIONS[rule.operation],
        ACLPermissionType.ALLOW,
        ResourcePattern(_RESOURCES[rule.resource], rule.name, pattern),
    )


def line(error: object) -> str:
    """Return *error*, or the class of one, as a line."""
    if isinstance(error, type):
        return error.__name__
    return " ".join(str(error).split())[:200] or type(error).__name__
