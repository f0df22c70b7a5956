"""The files that alerts stand in: the outbox, what was told; the vault, how one is reached."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from hub.alerting.addresses import Addresses
from hub.alerting.outbox import Outbox


@contextmanager
def books(data: Path) -> Iterator[tuple[Outbox, Addresses]]:
    """Give the outbox and the vault of the folder *data*."""
    with ExitStack() as stack:
        outbox = stack.enter_context(closing(Outbox(data / "alerts.sqlite")))
        yield outbox, stack.enter_context(closing(Addresses(data / "vault.sqlite")))
