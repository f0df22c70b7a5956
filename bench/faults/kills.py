"""
An embedded hub killed again and again while it takes events in: ``make kills RUNS=200``.

A sender asks ``hub serve`` to take batches in, and remembers those that were answered; one that
was not is sent again. The process is killed (-9) at random instants and started anew. At the end
every answered event stands in the log, and ``hub verify`` finds log, receipts, findings and
warehouse in agreement.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any, Final

from bench.faults.command import arguments, given, line_of, scratch, told
from bench.faults.load import Sent, draw_load
from events import topics
from hub.embedded.hub import Embedded
from hub.embedded.serve_client import ServeClient, find_serving
from hub.failure import Failure
from hub.operations import perform
from hub.settings import Settings
from tests.support.daemon import Process

_BATCH: Final = 40
_PAUSE_S: Final = 0.05


class Sender:
    """Sends *load* in batches, again and again from the start, until it is told to end."""

    def __init__(self, data: Path, load: list[Sent]) -> None:
        self._data, self._load = data, load
        self.answered: list[Sent] = []
        self.asked_again = 0
        self._ended = Event()
        self._thread = Thread(target=self._send, name="sender", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def _send(self) -> None:
        for batch in self._batches():
            while not self._ended.is_set() and not self._taken(batch):
                self.asked_again += 1
                self._ended.wait(_PAUSE_S)
            if self._ended.is_set():
                return
            self.answered += batch

    def _batches(self) -> Iterator[list[Sent]]:
        for at in range(0, len(self._load), _BATCH):
            yield self._load[at : at + _BATCH]

    def _taken(self, batch: list[Sent]) -> bool:
        serving = find_serving(self._data)
        if serving is None:
            return False
        raws = [(one.department, one.raw) for one in batch]
        with ServeClient(serving) as client:
            try:
                client.accept(raws, None)
            except Failure:
                return False
        return True


def kill_again_and_again(folder: Path, kills: int, seed: int, events: int) -> dict[str, Any]:
    """Carry out *kills* kills on a hub in *folder*; return what its accounts say."""
    began, draw, data = time.monotonic(), Random(f"kills {seed}"), folder / "data"
    sender = Sender(data, draw_load(events, draw))
    command = [sys.executable, "-m", "hub", "--data", str(data), "serve"]
    answers = lambda: find_serving(data) is not None  # noqa: E731
    process = Process("hub serve", command, folder / "serve.log", answers, patience_s=180)
    process.start()
    sender.start()
    for _ in range(kills):
        time.sleep(draw.uniform(0, 2))
        process.kill()
        process.start()
    sender.end()
    process.stop()
    document = _accounts(data, sender)
    return line_of(seed, began) | {
        "embedded": True,
        "kills": kills,
        "acknowledged": len(sender.answered),
        "asked_again": sender.asked_again,
        "faults": [{"fault": "kill -9 hub serve", "times": kills}],
        "lost": document["lost"],
        "twice": 0,
        "wrong": document["disagreements"],
        "problems": document["problems"][:5],
    }


def _accounts(data: Path, sender: Sender) -> dict[str, Any]:
    with Embedded(Settings(data=data)) as hub:
        document: dict[str, Any] = perform(hub, "verify", {})
        with hub.reading() as log:
            stands = {
                record.value
                for topic in log.topics()
                if topics.ingest_department(topic)
                for record in log.read(topic, 0)
            }
    return document | {"lost": sum(one.raw not in stands for one in sender.answered)}


def main() -> int:
    """Return 0 when nothing was lost and all accounts agree."""
    asked = given(arguments("kills", __doc__, kills=200))
    with scratch("kills") as folder:
        line = kill_again_and_again(folder, asked.kills, asked.seed, asked.kills * 300)
    return told(line, asked.record)


if __name__ == "__main__":
    sys.exit(main())
