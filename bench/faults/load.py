"""
What a run's departments send: a simulated city, spoilt, and what of it was acknowledged.

The city's events come in the order of their time, except that one in ten comes up to an hour
late and one in fifty comes twice, and one in a hundred is poison. A publisher sends an event
until a broker acknowledges it, as a department would, and remembers where it stands.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from random import Random
from threading import Event, Lock, Thread
from typing import Any, Final, NamedTuple

import orjson
from kafka import KafkaProducer
from kafka.errors import KafkaError

from events import topics
from events.instant import HOUR, Instant, parse
from hub.simulate import simulate, sized

PUBLISHERS: Final = 3
_LATE: Final = 0.1
_TWICE: Final = 0.02
_POISON: Final = 0.01
_IN_ORDER: Final = ("event.withdrawn", "policy.published", "department.registered")
_PLANTED: Final = 6
"""How many times as many planted stories as usual."""
_STEP_S: Final = 0.2
_HURRIED: Final = 200

Acknowledged = dict[tuple[str, int], str]
"""Where an event stands that a broker acknowledged (topic, offset), and the digest of its bytes."""


class Sent(NamedTuple):
    """One event to be sent: by whom, at which event time, its bytes, and whether it is poison."""

    department: str
    time: Instant
    raw: bytes
    poison: bool


def draw_load(events: int, draw: Random) -> list[Sent]:
    """Return about *events* events of a city in the order in which they are sent."""
    return spoilt([read(line) for line in draw_city(events, draw)], draw)


def draw_city(events: int, draw: Random) -> list[bytes]:
    """Return about *events* events of a city in the order of their time."""
    size = sized(max(60, events // 7), 40, draw.randrange(1_000_000))
    return simulate(replace(size, faults=_PLANTED)).lines()  # what is not concluded cannot be lost


def spoilt(sent: Sequence[Sent], draw: Random) -> list[Sent]:
    """Return the events *sent* as departments send them: some late, some twice, and poison."""
    ordered = [(one.time + _delay(one, draw), number, one) for number, one in enumerate(sent)]
    for number, one in enumerate(sent):
        if draw.random() < _TWICE:
            ordered.append((one.time + draw.randrange(1, HOUR), number, one))
        if draw.random() < _POISON:
            ordered.append((one.time, number, _poison(one, number, draw)))
    return [one for _, _, one in sorted(ordered, key=lambda item: item[:2])]


def read(line: bytes) -> Sent:
    said = orjson.loads(line)
    return Sent(said["source"].split("/")[2], parse(said["time"]), line, False)


def _delay(one: Sent, draw: Random) -> int:
    late = draw.random() < _LATE and not any(name.encode() in one.raw for name in _IN_ORDER)
    return draw.randrange(HOUR) if late else 0


def _poison(one: Sent, number: int, draw: Random) -> Sent:
    """Return bytes that intake must refuse, unlike any other's."""
    said: dict[str, Any] = orjson.loads(one.raw) | {"id": f"poison-{number}"}
    spoilt = (
        b"%d \xff\xfe no event" % number,
        one.raw[: len(one.raw) // 2] + b"%d" % number,
        orjson.dumps(said | {"type": "case.vanished.v1"}),
        orjson.dumps(said | {"time": "2026-03-01T09:00:00"}),
        orjson.dumps(said | {"data": {**said["data"], "no_such_field": number}}),
    )
    return one._replace(raw=draw.choice(spoilt), poison=True)


class Publishers:
    """Threads that send *load* over *seconds*, or until told to hurry; each department is one's."""

    def __init__(self, bootstrap: str, load: Sequence[Sent], seconds: float) -> None:
        self._bootstrap, self._seconds = bootstrap.split(","), seconds
        self.acknowledged: Acknowledged = {}
        self.poison = {_digest(one.raw) for one in load if one.poison}
        self.sent_to = Instant(0)
        self._lock, self._hurry = Lock(), Event()
        self._load = load
        self._threads = [
            Thread(target=self._send, args=(number,), name=f"publisher {number}", daemon=True)
            for number in range(PUBLISHERS)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    @property
    def working(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def hurry(self) -> None:
        """Send what is left as fast as the brokers take it."""
        self._hurry.set()

    def join(self, timeout_s: float) -> bool:
        """Return whether all is acknowledged within *timeout_s*."""
        until = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not self.working

    def _send(self, number: int) -> None:
        mine = [one for one in self._load if hash_of(one.department) % PUBLISHERS == number]
        producer = self._producer()
        size, at = max(1, -(-len(mine) * _STEP_S // self._seconds)), 0
        while chunk := mine[at : at + int(_HURRIED if self._hurry.is_set() else size)]:
            began = time.monotonic()
            producer = self._deliver(producer, chunk)
            self.sent_to = max(self.sent_to, chunk[-1].time)
            self._hurry.wait(max(0.0, _STEP_S - (time.monotonic() - began)))
            at += len(chunk)
        producer.close(timeout=5)

    def _deliver(self, producer: KafkaProducer, chunk: Sequence[Sent]) -> KafkaProducer:
        """Send *chunk* until each event of it is acknowledged; return a producer that works."""
        left = list(chunk)
        while left := [one for one, heard in self._tried(producer, left) if not heard]:
            with suppress(KafkaError):
                producer.close(timeout=1)
            producer = self._producer()
        return producer

    def _tried(self, producer: KafkaProducer, chunk: Sequence[Sent]) -> list[tuple[Sent, bool]]:
        """Send *chunk*; tell of each event whether a broker acknowledged it."""
        pending: list[Any] = []
        with suppress(KafkaError):
            for one in chunk:  # what was queued before a fault may be acknowledged all the same
                pending.append(producer.send(topics.ingest(one.department), one.raw))  # noqa: PERF401
            producer.flush(timeout=15)
        heard = [self._heard(one, future) for one, future in zip(chunk, pending, strict=False)]
        return list(zip(chunk, heard + [False] * (len(chunk) - len(heard)), strict=True))

    def _heard(self, one: Sent, future: Any) -> bool:
        try:
            place = future.get(timeout=0)
        except KafkaError:
            return False
        with self._lock:
            self.acknowledged[place.topic, place.offset] = _digest(one.raw)
        return True

    def _producer(self) -> KafkaProducer:
        while True:
            with suppress(KafkaError):
                return KafkaProducer(
                    bootstrap_servers=self._bootstrap,
                    acks="all",
                    linger_ms=5,
                    request_timeout_ms=8_000,
                    delivery_timeout_ms=12_000,
                    max_block_ms=10_000,
                    allow_auto_create_topics=False,
                )
            time.sleep(0.5)


def hash_of(department: str) -> int:
    return sum(department.encode())


def _digest(raw: bytes) -> str:
    return sha256(raw).hexdigest()[:16]
