"""What is kept in the data folder: databases whole, states of this format, secrets kept secret."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from typing import Final

from events.signing import Signer
from hub.alerting.policy import read_policy
from hub.doctor import Seen, good, unsure, wrong
from hub.embedded.checkpoints import Checkpoints
from hub.notary.office import KEY
from hub.settings import Settings
from hub.sqlite import Database, SqliteError

DATABASES: Final = ("log.sqlite", "access.sqlite", "alerts.sqlite", "intake.sqlite")


def databases(settings: Settings) -> Iterator[Seen]:
    for path in (*(settings.data / name for name in DATABASES), settings.vault):
        if not path.exists():
            continue
        try:
            with closing(Database(path)) as database:
                damage = database.damage()
        except SqliteError as error:
            damage = str(error)
        if damage:
            yield wrong("doctor-database", file=path, reason=damage)
        else:
            yield good("doctor-database-good", file=path)


def states(settings: Settings) -> Iterator[Seen]:
    """States in another format are folded again from the log: right, but it takes time."""
    if not settings.log.exists():
        return
    with closing(Database(settings.log)) as database:
        kept = Checkpoints(database)
        empty = not database.row("SELECT 1 FROM checkpoint LIMIT 1")
        if empty or kept.readable():
            yield good("doctor-states-good")
        else:
            yield unsure("doctor-states")


def secrets(settings: Settings) -> Iterator[Seen]:
    """Look whether others can read what only the owner may."""
    for path in (settings.vault, settings.data / KEY):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield wrong("doctor-secret", file=path)


def keys(settings: Settings) -> Iterator[Seen]:
    """Look whether the notary's key, and the password for the brokers, can be read."""
    path = settings.data / KEY
    if path.exists():
        try:
            Signer.read(path.read_bytes())
        except (OSError, ValueError) as error:
            yield wrong("notary-key-unreadable", file=path, reason=error)
        else:
            yield good("doctor-key-good", file=path)
    if settings.kafka_user:
        password = settings.kafka_password
        if password is None or not os.access(password, os.R_OK):
            yield wrong("password-unreadable", user=settings.kafka_user, reason=password or "-")


def alert_policy(settings: Settings) -> Iterator[Seen]:
    """Read ``alerts.yaml``; what is wrong in it stops every alert."""
    read_policy(settings.data)
    if (settings.data / "alerts.yaml").exists():
        yield good("doctor-alerts-good", file=settings.data / "alerts.yaml")
