"""
The sub-commands by their names, each imported when it is asked for.

Importing all of them takes longer than most commands run: a worker needs no pages, and a question
no alerts. ``hub --help`` asks for every one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup

from events.messages import Language
from hub.commands.helping import translate

COMMANDS: Final[Mapping[str, str]] = {
    "ingest": "loading.ingest",
    "check": "loading.check",
    "findings": "reading.findings",
    "finding": "reading.finding",
    "report": "reading.report",
    "sql": "reading.sql",
    "explain": "reading.explain",
    "export": "exporting.export",
    "path": "walking.path",
    "knowledge": "walking.knowledge",
    "party": "reading.party",
    "verify": "proving.verify",
    "notary": "notary.notary",
    "replay": "proving.replay",
    "rules": "rules.rules",
    "rebuild": "proving.rebuild",
    "status": "status.status",
    "doctor": "doctor.doctor",
    "backup": "backup.backup",
    "restore": "backup.restore",
    "repartition": "generations.repartition",
    "forget": "people.forget",
    "readers": "readers.readers",
    "serve": "serving.serve",
    "demo": "serving.demo",
    "simulate": "serving.simulate",
    "intake": "distributed.intake",
    "worker": "distributed.worker",
    "project": "distributed.project",
    "gateway": "gateway.gateway",
    "alert": "alert.app",
    "key": "gateway.keys",
    "keys": "keys.app",
    "topics": "distributed.topics",
    "schemas": "schemas.app",
    "policy": "policy.app",
    "menu": "menu.app",
    "mapping": "mapping.app",
    "department": "departments.app",
    "campaign": "campaigns.app",
    "outreach": "outreach.app",
    "rejected": "rejected.app",
    "person": "people.app",
}
"""In the order of ``hub --help``: name → module of ``hub.commands`` and what stands in it."""

_SETTINGS: Final[Mapping[str, dict[str, Any]]] = {
    # A question may begin with a comment, which begins like an option.
    "sql": {"ignore_unknown_options": True},
}


class Catalogue(Mapping[str, Any]):
    """The parsed form of each command of ``COMMANDS``, made once, when it is looked up."""

    def __init__(self) -> None:
        self.language: Language = "en"
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            made = _made(name, COMMANDS[name])
            translate(made, self.language)
            self._made[name] = made
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class Group(TyperGroup):
    """``hub`` itself: its sub-commands are those of the catalogue."""

    def __init__(self, **said: Any) -> None:
        super().__init__(**said)
        self.commands: Any = Catalogue()

    def speak(self, language: Language) -> None:
        """Let help be in *language*, of the hub itself and of commands looked up from now on."""
        below, self.commands = self.commands, {}
        translate(self, language)
        self.commands = below
        self.commands.language = language


def _made(name: str, place: str) -> Any:
    """Return the command *name*, which is the function, or the app, that stands at *place*."""
    module, _, there = place.partition(".")
    found = getattr(import_module(f"hub.commands.{module}"), there)
    parent = typer.Typer(add_completion=False, rich_markup_mode=None, callback=_nothing)
    if isinstance(found, typer.Typer):
        parent.add_typer(found, name=name)
    else:
        parent.command(name, context_settings=_SETTINGS.get(name))(found)
    group: Any = typer.main.get_command(parent)
    return group.commands[name]


def _nothing() -> None:
    """Make a parent of one command a group all the same."""
