"""
New embedded warehouses for the tests, most of them a copy of one that the hub migrated.

Two hundred statements make the tables and views of a warehouse; that takes chDB longer than most
tests ask of it. What they leave in an empty folder is always the same, and bears no path: a run
makes it once, and a hub's new warehouse begins as a copy of it. Migrating stays what the hub does
at every start, and finds nothing to do. The tests of migrating (``tests.projections``), and every
hub in a process of its own, begin with nothing.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from hub.embedded import hub
from projections.embedded import EmbeddedWarehouse


class Begun(EmbeddedWarehouse):
    """
    A warehouse that begins as a copy of ``model``, where its folder is new.

    Without a model, outside a run of tests, it begins with nothing.
    """

    model: Path | None = None

    def __init__(self, folder: Path, *arguments: Any, **named: Any) -> None:
        if self.model is not None and not folder.exists():
            _copy(_made(self.model), folder)
        super().__init__(folder, *arguments, **named)


def _made(model: Path) -> Path:
    if not model.exists():
        with closing(EmbeddedWarehouse(model)) as first:
            first.migrate()
    return model


def _copy(model: Path, folder: Path) -> None:
    """Copy links as links: they lead from one place of the folder to another."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Python's own copy takes four times as long.
    subprocess.run(["cp", "-R", "-P", str(model), str(folder)], check=True)


@contextmanager
def begun(folder: Path) -> Iterator[None]:
    """Let hubs of this process begin their warehouses so; *folder* keeps the model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Begun, "model", folder / "model")
        patch.setattr(hub, "EmbeddedWarehouse", Begun)
        yield
