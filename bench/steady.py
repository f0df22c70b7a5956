"""A steady load on a broker, sent by a process of its own (``bench.sender``)."""

from __future__ import annotations

import os
import pickle
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from events.record import Outgoing

if TYPE_CHECKING:  # the sender has another client than the lab
    from bench.lab import Lab


class Sent(NamedTuple):
    """Record ``number`` of the load, handed to the client ``at`` (monotonic s), and its place."""

    number: int
    at: float
    topic: str
    partition: int
    offset: int


def publish(lab: Lab, log: Sequence[Outgoing], rate: int) -> list[Sent]:
    """
    Append *log* evenly at *rate* records per second; return all of it in the order of *log*.

    Raises:
        subprocess.CalledProcessError: not all of it was acknowledged.
    """
    with tempfile.TemporaryDirectory(dir=lab.folder) as folder:
        file = Path(folder, "load")
        file.write_bytes(pickle.dumps(log))
        words = [lab.python, "-m", "bench.sender", lab.bootstrap, str(file), str(rate)]
        subprocess.run(words, check=True, env=os.environ | {"PYTHONPATH": str(Path.cwd())})
        found: list[Sent] = pickle.loads(file.read_bytes())  # noqa: S301 - written by our sender
    return found
