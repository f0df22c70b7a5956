"""The program and the machine: Python, packages against the lock, folder, space, zone, port."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hub.doctor import Seen, good, unsure, wrong
from hub.settings import Settings

OLDEST: Final = (3, 11)
LOCK: Final = Path(__file__).parents[2] / "requirements.lock"
LEAST_BYTES: Final = 1 << 30
"""Under this a log stops soon; under five times this somebody should look."""
_PINNED: Final = re.compile(r"^([\w.-]+)==(\S+)(?: ; (.*?))?(?: \\)?$", re.MULTILINE)
_ZONE: Final = "Asia/Shanghai"


def python(_: Settings, running: tuple[int, ...] = sys.version_info[:3]) -> Iterator[Seen]:
    said = ".".join(map(str, running))
    yield (good if running >= OLDEST else wrong)(
        "doctor-python" if running >= OLDEST else "doctor-python-old", version=said
    )


def packages(_: Settings, lock: Path = LOCK) -> Iterator[Seen]:
    """Compare what is installed with the lock, where there is one."""
    if not lock.exists():
        return
    pinned = [one for one in _PINNED.findall(lock.read_text("utf-8")) if not one[2]]
    others = [
        f"{name} {found or '-'} ({wanted})"
        for name, wanted, _marker in pinned
        if (found := _installed(name)) != wanted
    ]
    if others:
        yield wrong("doctor-packages", count=len(others), listed=", ".join(others[:5]))
    else:
        yield good("doctor-packages-good", count=len(pinned))


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def folder(settings: Settings) -> Iterator[Seen]:
    """Look whether the data folder can be written to, and who else may read it."""
    data = settings.data
    if not data.exists():
        yield unsure("doctor-no-folder", data=data)
        return
    if not data.is_dir() or not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        yield wrong("doctor-folder", data=data)
        return
    yield good("doctor-folder-good", data=data)


def space(settings: Settings, least: int = LEAST_BYTES) -> Iterator[Seen]:
    there = next(one for one in (settings.data, *settings.data.absolute().parents) if one.exists())
    free = shutil.disk_usage(there).free
    values = {"free": f"{free / (1 << 30):.1f}", "data": there}
    if free < least:
        yield wrong("doctor-space", **values)
    elif free < 5 * least:
        yield unsure("doctor-space", **values)
    else:
        yield good("doctor-space-good", **values)


def zone(_: Settings, name: str = _ZONE) -> Iterator[Seen]:
    """Days and office hours are local: the zone must be known to this machine."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        yield wrong("doctor-zone", zone=name)
    else:
        yield good("doctor-zone-good", zone=name)


def port(settings: Settings) -> Iterator[Seen]:
    """Look whether ``HUB_HEALTH`` can be listened at; a part that runs there is as good."""
    if not settings.health:
        return
    host, _, number = settings.health.rpartition(":")
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host or "127.0.0.1", int(number)))
    except (OSError, ValueError, OverflowError) as error:
        yield unsure("doctor-port", address=settings.health, reason=error)
    else:
        yield good("doctor-port-good", address=settings.health)
