"""
How much a principal may send: client quotas, set and read back through the broker.

kafka-python speaks these requests but has no call for them, so they are sent through the
connections of its admin client (``_manager``: of the client's own, private to it; the version is
pinned, and a test on a real broker reads back what was set). Written for Kafka 2.6 and later.
"""

from __future__ import annotations

from typing import Any, Final

from kafka.protocol.admin import AlterClientQuotasRequest, DescribeClientQuotasRequest

from events.access import RefusedByBrokerError, line, ruling
from events.brokers import Connection

SENDING: Final = "producer_byte_rate"
"""Bytes a second that each broker takes from a principal before it makes it wait."""
_USER: Final = "user"
_EXACTLY: Final = 0


def limit(connection: Connection, user: str, bytes_a_second: int) -> None:
    """
    Let *user* send at most *bytes_a_second* to each broker; done again, the last one counts.

    Raises:
        RefusedByBrokerError: it does not set quotas, or not for us.
    """
    entry = ([(_USER, user)], [(SENDING, float(bytes_a_second), False)])
    answer = _asked(connection, AlterClientQuotasRequest(entries=[entry], validate_only=False))
    for one in answer.entries:
        _refused(one)


def limits(connection: Connection, user: str) -> dict[str, float]:
    """Return the quotas of *user* by name, as the broker has them; none for one it has not."""
    exactly = DescribeClientQuotasRequest(components=[(_USER, _EXACTLY, user)], strict=True)
    answer = _asked(connection, exactly)
    _refused(answer)
    return {one.key: one.value for entry in answer.entries or () for one in entry.values}


def _asked(connection: Connection, request: Any) -> Any:
    with ruling(connection) as client:
        return client._manager.run(client._manager.send, request)  # noqa: SLF001 - see above


def _refused(answer: Any) -> None:
    if answer.error_code:
        said = answer.error_message or f"the broker answers with error {answer.error_code}"
        raise RefusedByBrokerError(line(said))
