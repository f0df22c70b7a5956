"""
Real sets, loaded once per run through the whole embedded pipeline and asked in SQL.

Their figures were computed independently of the hub. The data stands beside the project,
never in it; where it is missing the tests are skipped, in CI they fail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from hub.cli import spare_the_collector
from hub.client import Client, open_client
from hub.loading.counts import Counts
from hub.loading.load import Load, run_load
from hub.settings import Settings
from tests.support.part import required

spare_the_collector()

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "shared" / "data"

Loaded = tuple[Client, Counts]
Loader = Callable[..., Loaded]


class Uci(NamedTuple):
    """The client that took the ServiceNow log in, what became of its events, and its files."""

    client: Client
    counts: Counts
    settings: Settings


def table(name: str) -> Path:
    """Return the file of the set *name*."""
    path = DATA / f"{name}.csv.gz"
    if not path.exists():
        message = f"the real set {name} is not beside the project: put it into {DATA}"
        pytest.fail(message) if required() else pytest.skip(message)
    return path


def _loaded(
    stack: ExitStack, settings: Settings, name: str, mapping: str = "", policy: Path | None = None
) -> Loaded:
    client = stack.enter_context(open_client(settings, create=True))
    files, mapping_file = (table(name),), HERE / f"{mapping or name}.yaml"
    policies = (policy,) if policy else ()
    load = Load(files, mapping=mapping_file, clock="event", policies=policies)
    return client, run_load(client, load)


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loader]:
    """Give a function that loads a set by a mapping of this folder and returns its client."""
    with ExitStack() as stack:

        def loaded(name: str, mapping: str = "", policy: Path | None = None) -> Loaded:
            settings = Settings(data=tmp_path_factory.mktemp(name) / "hub")
            return _loaded(stack, settings, name, mapping, policy)

        yield loaded


@pytest.fixture(scope="session")
def uci(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Uci]:
    """Give the ServiceNow log after one embedded load, shared by both runtimes' tests."""
    settings = Settings(data=tmp_path_factory.mktemp("uci") / "hub")
    with ExitStack() as stack:
        client, counts = _loaded(stack, settings, "uci_incidents")
        yield Uci(client, counts, settings)


def one(client: Client, sql: str) -> Any:
    """Return the only value of the only row that answers *sql*."""
    (row,) = client.ask("sql", query=sql)
    (value,) = row.values()
    return value
