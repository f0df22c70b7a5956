"""What processes that last do alike: they write a log for who runs them, and end when told to."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Final

_FORM: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LEVEL: Final = "INFO"


def write_log() -> None:
    """Write what happens to standard error; of Kafka's client only what is wrong."""
    logging.basicConfig(level=LEVEL, format=_FORM, stream=sys.stderr)
    logging.getLogger("kafka").setLevel(logging.WARNING)


@contextmanager
def ended_by_signal() -> Iterator[Event]:
    """Give an event that is set when the process is told to end (SIGINT, SIGTERM)."""
    ended = Event()
    before = {
        number: signal.signal(number, lambda *_: ended.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
