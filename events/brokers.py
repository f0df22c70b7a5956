"""
What is said about brokers, whatever client speaks with them: addresses, places, failures.

``events.kafka`` gives these their meaning and is where others import them from.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

LARGEST: Final = 4 * 1024 * 1024
"""Bytes of the largest record the hub writes: a refused event of 1 MiB as base64, and more."""

Place = tuple[str, int]
"""(topic, partition)"""


@dataclass(frozen=True, slots=True)
class Connection:
    """``bootstrap`` is ``host:port[,host:port]``; ``security`` holds kafka-python's settings."""

    bootstrap: str
    security: Mapping[str, Any] = field(default_factory=dict)

    def settings(self) -> dict[str, Any]:
        return {"bootstrap_servers": self.bootstrap.split(","), **self.security}


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


class Closing(ABC):
    """Closes itself at the end of a ``with``."""

    @abstractmethod
    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
