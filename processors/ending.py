"""How a worker ends that met what it did not expect: at once, and commits nothing past it."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Coroutine
from typing import Any, Final, NoReturn

log = logging.getLogger(__name__)

FAILED: Final = 70
"""The exit status of a worker that met an error it did not expect."""


async def or_die(work: Coroutine[Any, Any, Any]) -> Any:
    """Await *work*; an error ends the process, so that nothing is committed past it."""
    try:
        return await work
    except Exception:
        log.critical("unexpected error: the worker ends and its records come again", exc_info=True)
        die()


def die() -> NoReturn:
    """End the process without any clean-up: no commit, no farewell to the group."""
    logging.shutdown()
    sys.stderr.flush()
    os._exit(FAILED)
