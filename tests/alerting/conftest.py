"""One Alertmanager for all tests of alerts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.support.part import Absent, required
from tests.support.prometheus import running_alertmanager


@pytest.fixture(scope="session")
def alertmanager(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a real Alertmanager; skip, or fail in CI, where there is none."""
    with ExitStack() as stack:
        try:
            place = stack.enter_context(running_alertmanager(tmp_path_factory.mktemp("am")))
        except Absent as absent:
            (pytest.fail if required() else pytest.skip)(str(absent))
        yield place
