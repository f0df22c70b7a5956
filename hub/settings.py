"""
Settings: read once from the environment, in the shell, and passed on.

``HUB_DATA`` is where the embedded hub keeps its files, ``HUB_VAULT`` where its vault is (there too
unless said: intakes of one machine share one), ``HUB_LANG`` the language of what
people read (``en`` or ``zh``; else that of ``LC_ALL``, ``LC_MESSAGES``, ``LANG``), ``HUB_KAFKA``
the brokers and ``CLICKHOUSE_URL`` the warehouse of the distributed runtime. ``HUB_KAFKA_USER``
and ``HUB_KAFKA_PASSWORD_FILE`` are how the brokers know us, ``HUB_KAFKA_CA`` how we know them: a
file of authorities, ``system``, or ``none`` for a network that is guarded otherwise. Nothing else
reads the environment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from events.messages import Language

_DATA: Final = "var/hub"
_KAFKA: Final = "localhost:9092"
_CLICKHOUSE: Final = "clickhouse://localhost:9000/default"
_LANGUAGE: Final = ("HUB_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


@dataclass(frozen=True, slots=True)
class Settings:
    """
    ``data``: folder of the embedded files. ``kafka``: brokers, comma separated.

    ``health``: host:port at which a part tells how it is (``hub.health``); '' for nowhere.
    ``kafka_password`` is a file, so that no list of processes shows what is in it.
    """

    data: Path = Path(_DATA)
    language: Language = "en"
    kafka: str = _KAFKA
    clickhouse: str = _CLICKHOUSE
    kafka_user: str = ""
    kafka_password: Path | None = None
    kafka_ca: str = ""
    health: str = ""
    vault_folder: Path | None = None

    @property
    def log(self) -> Path:
        """The SQLite file of the log and of everything that must be durable with it."""
        return self.data / "log.sqlite"

    @property
    def answers(self) -> Path:
        """The full-text index of answers, made from the log."""
        return self.data / "answers.sqlite"

    @property
    def warehouse(self) -> Path:
        """The folder chDB owns; it can be thrown away and built again from the log."""
        return self.data / "warehouse"

    @property
    def vault(self) -> Path:
        """The file of the vault of people; its keys stand beside it."""
        return (self.vault_folder or self.data) / "vault.sqlite"

    @property
    def schemas(self) -> Path:
        return Path("schemas")


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings that *environment* (names and values as the shell has them) says."""
    return Settings(
        data=Path(environment.get("HUB_DATA") or _DATA),
        language=_language(environment),
        kafka=environment.get("HUB_KAFKA") or _KAFKA,
        clickhouse=environment.get("CLICKHOUSE_URL") or _CLICKHOUSE,
        kafka_user=environment.get("HUB_KAFKA_USER", ""),
        kafka_password=_file(environment.get("HUB_KAFKA_PASSWORD_FILE", "")),
        kafka_ca=environment.get("HUB_KAFKA_CA", ""),
        health=environment.get("HUB_HEALTH", ""),
        vault_folder=_file(environment.get("HUB_VAULT", "")),
    )


def _file(named: str) -> Path | None:
    return Path(named) if named else None


def _language(environment: Mapping[str, str]) -> Language:
    """Return the language of the first name that says one, in the order of POSIX."""
    stated = next(filter(None, map(environment.get, _LANGUAGE)), "")
    return "zh" if stated.lower().startswith("zh") else "en"
