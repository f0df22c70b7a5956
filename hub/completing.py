"""
Completion for shells: ``--show-completion SHELL`` prints it, ``--install-completion`` keeps it.

The shell is the one that was named, else the one the command was started from. Typer's own two
options take no name (they are flags, and a name after them is read as a sub-command): so its
scripts stand behind options of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

import typer
from typer._completion_classes import completion_init
from typer._completion_shared import Shells, _get_shell_name, get_completion_script, install

_OPTIONS: Final = ("--show-completion", "--install-completion")
_UNKNOWN: Final = "none"
"""Where no shell is seen: refused with the names of those there are."""

completion_init()


def _show(value: Shells | None) -> None:
    if value:
        said = {"prog_name": "hub", "complete_var": "_HUB_COMPLETE", "shell": value.value}
        typer.echo(get_completion_script(**said))
        raise typer.Exit


def _install(value: Shells | None) -> None:
    if value:
        _, path = install(shell=value.value, prog_name="hub")
        typer.echo(path)
        raise typer.Exit


Show = Annotated[
    Shells | None,
    typer.Option("--show-completion", callback=_show, is_eager=True, help="Print it for a shell."),
]
Install = Annotated[
    Shells | None,
    typer.Option("--install-completion", callback=_install, is_eager=True, help="For a shell."),
]


def shell_named(arguments: Sequence[str]) -> list[str]:
    """Return *arguments* with the shell at hand after an option that names none."""
    given = list(arguments)
    for place, word in enumerate(given):
        following = given[place + 1 : place + 2]
        if word in _OPTIONS and (not following or following[0].startswith("-")):
            given.insert(place + 1, _get_shell_name() or _UNKNOWN)
            break
    return given
