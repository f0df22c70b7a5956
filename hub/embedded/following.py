"""
The warehouse follows a long load in a process of its own, while the load goes on.

Making rows of the log's records needs none of what the engine knows: it reads the same file,
and has a core for itself. The parent closes its pipe when the load is done; then this process
brings the warehouse to the end of what was committed, lets go of it, and ends. Should it fall,
nothing is lost: whoever opens the warehouse next goes on from the ranges that were noted.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Final

from hub.embedded.hub import Embedded
from hub.failure import Failure
from hub.settings import Settings

LONG: Final = 50_000
"""Lines of a load that are worth the seconds a second process takes to start."""
_PAUSE_S: Final = 0.2
_ROOT: Final = Path(__file__).parents[2]


@contextmanager
def followed(settings: Settings, lines: int) -> Iterator[None]:
    """Have the warehouse in ``settings.data`` follow while the body takes in *lines*."""
    if lines < LONG:
        yield
        return
    command = [sys.executable, "-m", "hub.embedded.following", str(settings.data.resolve())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=_ROOT) as child:
        try:
            yield
        finally:
            assert child.stdin is not None  # noqa: S101 - asked for above
            child.stdin.close()
            child.wait()


def follow(settings: Settings, done: Event) -> None:
    """Project what the log holds, again and again, until *done* and nothing is left."""
    hub = Embedded(settings)
    try:
        while not (done.is_set() and hub.project() == 0):
            if not done.is_set() and hub.project() == 0:
                done.wait(_PAUSE_S)
    finally:
        hub.close()


def _until_closed(done: Event) -> None:
    sys.stdin.buffer.read()
    done.set()


def main(data: str) -> int:
    """Follow the log in the folder *data* until standard input is closed."""
    done = Event()
    Thread(target=_until_closed, args=(done,), daemon=True).start()
    try:
        follow(Settings(data=Path(data)), done)
    except Failure:
        return 1  # the load says it, when it opens the warehouse itself
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
