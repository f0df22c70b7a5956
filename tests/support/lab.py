"""
Says which real parts the tests will find here, after fetching what can be fetched.

``make lab`` runs it. Exit code 1: in CI (``CI=true``) a part is missing.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from tests.support import chromium, clickhouse, postgres
from tests.support.kafka_jars import VERSION, kafka_jars
from tests.support.part import Absent, docker_answers, required


def main() -> int:
    """Print one line per part and return the exit code."""
    found = [_tell("Kafka", "KAFKA_BOOTSTRAP", lambda: f"{VERSION}, jars in {kafka_jars()}")]
    found.append(_tell("ClickHouse", "CLICKHOUSE_URL", clickhouse.program))
    found.append(_tell("PostgreSQL", "POSTGRES_URL", postgres.program, docker=False))
    found.append(_tell("Chromium", "CHROMIUM", chromium.program, docker=False))
    return 0 if all(found) or not required() else 1


def _tell(part: str, variable: str, local: Callable[[], str], *, docker: bool = True) -> bool:
    try:
        there = os.environ.get(variable) or (_docker() if docker else "") or local()
        print(f"{part}: {there}")  # noqa: T201 - its purpose
    except Absent as absent:
        print(f"{part}: {absent}")  # noqa: T201 - its purpose
        return False
    return True


def _docker() -> str:
    return "Docker" if docker_answers() else ""


if __name__ == "__main__":
    raise SystemExit(main())
