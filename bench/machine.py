"""The machine a figure was measured on: cores, memory, versions; nothing that names it."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

from tests.support.kafka_jars import VERSION as KAFKA

_PARTS = ("faust-streaming", "aiokafka", "orjson", "uvloop")


def line() -> str:
    """Return one line: what a reader needs to judge the figures by."""
    parts = ", ".join(f"{name} {version(name)}" for name in _PARTS)
    return (
        f"{os.cpu_count()} cores ({_model()}), {_memory_gb():.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}, Kafka {KAFKA}, {parts}"
    )


def load() -> float:
    """Return how many processes wanted a core on average over the last minute."""
    return os.getloadavg()[0]


def _model() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
