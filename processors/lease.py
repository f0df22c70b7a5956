"""
Whether the group still counts this worker in, by what the group's coordinator was heard to answer.

A lease is counted from when the question left, not from when its answer was read: a process that
was stopped meanwhile finds the answer waiting when it goes on, and that the group heard it long
ago says nothing about now. Heartbeats renew it, and the answer that gives a worker its part. (An
answer that the group is about to change is one of a group that counts this worker in.)
"""

from __future__ import annotations

import time
from typing import Any, Final

_SYNC_GROUP, _HEARTBEAT = 14, 12
_COUNTED_IN: Final = frozenset({0, 27})
"""Of the protocol's error codes: none, and that members are joining."""


class Lease:
    """Held for *lasts_s* seconds of the monotonic clock after the last renewal."""

    def __init__(self, lasts_s: float) -> None:
        self._lasts_s = lasts_s
        self._renewed = time.monotonic()

    def renew(self, left: float) -> None:
        """Hear that the group heard what left at *left* on the monotonic clock."""
        self._renewed = max(left, self._renewed)

    @property
    def held(self) -> bool:
        """The monotonic clock runs on while a process is stopped: that is what matters here."""
        return time.monotonic() - self._renewed < self._lasts_s


def renewed_by(coordinator: Any, lease: Lease) -> Any:
    """Let what *coordinator*, aiokafka's own, hears of its group renew *lease*; return it."""
    ask = coordinator._send_req  # noqa: SLF001 - there is no other place to hear it

    async def ask_and_hear(request: Any) -> Any:
        left = time.monotonic()
        answer = await ask(request)
        if request.API_KEY in (_SYNC_GROUP, _HEARTBEAT) and answer.error_code in _COUNTED_IN:
            lease.renew(left)
        return answer

    coordinator._send_req = ask_and_hear  # noqa: SLF001
    return coordinator
