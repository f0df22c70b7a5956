"""One simulated city for everything an analyst takes out of the hub."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub import simulate
from hub.client import Client, open_client
from hub.loading.load import Load, run_load
from hub.settings import Settings


@pytest.fixture(scope="session", name="city_folder")
def _city_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the data folder of a hub that has taken in a small city; nothing holds it."""
    folder = tmp_path_factory.mktemp("city")
    simulate.write(simulate.sized(parties=120, days=100, seed=5), folder)
    settings = Settings(data=folder / "hub")
    with open_client(settings, create=True) as client:
        run_load(client, Load((folder / "events.ndjson",), clock="event"))
        client.ask("sql", query="SELECT 1")
    return settings.data


@pytest.fixture(scope="module", name="city")
def _city(city_folder: Path) -> Iterator[Client]:
    """Give the client of the city."""
    with open_client(Settings(data=city_folder)) as client:
        yield client
