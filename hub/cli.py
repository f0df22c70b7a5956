"""
The ``hub`` command: what is common to all its sub-commands.

Each sub-command is a function in ``hub.commands``, imported when it is asked for. Exit codes: 0
done, 1 found something wrong, 2 wrong use. Whatever goes wrong is told in one line, in the
reader's language, and never as a traceback.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError  # typer's own click

from events.brokers import BrokersAwayError
from events.messages import Language
from hub.commands.catalogue import Group
from hub.commands.wrong_use import wrong_use
from hub.completing import Install, Show, shell_named
from hub.failure import FOUND_WRONG, WRONG_USE, Failure
from hub.i18n import say
from hub.settings import read_settings

_INTERRUPTED: Final = 130
"""What a shell gives for a command ended by Ctrl-C."""

_LANGUAGES: Final = ("en", "zh")

app: Final = typer.Typer(
    name="hub",
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="One log for the departments that serve the same people: finds duplicate visits,"
    " stalled cases and buck-passing. The log is the truth; all else is concluded from it.",
)


@app.callback()
def common(
    context: typer.Context,
    data: Annotated[
        Path | None, typer.Option("--data", help="Folder of the embedded hub [HUB_DATA].")
    ] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="en or zh [HUB_LANG].")] = None,
    show_completion: Show = None,  # noqa: ARG001 - done when it is read
    install_completion: Install = None,  # noqa: ARG001 - done when it is read
) -> None:
    """Read the settings once; every sub-command finds them in its context."""
    if lang not in {None, *_LANGUAGES}:
        raise Failure("language-wrong", value=lang)
    stated = {"HUB_LANG": lang} if lang else {}
    settings = read_settings({**os.environ, **stated})
    context.obj = replace(settings, data=data) if data else settings
    if context.obj.data.exists() and not context.obj.data.is_dir():
        raise Failure("data-no-folder", data=context.obj.data)


def run(arguments: Sequence[str]) -> int:
    """Run the command line *arguments* and return the exit code; nothing is raised."""
    command: Any = typer.main.get_command(app)
    language = _language(arguments)
    command.speak(language)
    try:
        code = command.main(shell_named(arguments), prog_name="hub", standalone_mode=False)
    except NoArgsIsHelpError as shown:
        print(shown.format_message(), file=sys.stderr)
        return WRONG_USE
    except (KeyboardInterrupt, typer.Abort):
        return _INTERRUPTED
    except BrokenPipeError:
        return 0
    except (Failure, BrokersAwayError, ClickException, OSError) as error:
        return _complain(error, language)
    return code if isinstance(code, int) else 0


def _complain(error: Exception, language: Language) -> int:
    """Tell people in one line what went wrong and return the exit code."""
    if isinstance(error, ClickException):
        print(f"hub: {wrong_use(error, language)} (hub --help)", file=sys.stderr)
        return WRONG_USE
    failure = error if isinstance(error, Failure) else _failure(error)
    line = " ".join(say(language, failure.key, **failure.values).split())
    print(f"hub: {line}", file=sys.stderr)
    return failure.exit_code


def _failure(error: Exception) -> Failure:
    away = isinstance(error, BrokersAwayError)
    return Failure("brokers-away" if away else "system-refused", FOUND_WRONG, reason=error)


def _language(arguments: Sequence[str]) -> Language:
    """Return the language of help and errors; ``--lang`` counts although a command has failed."""
    stated = dict(pairwise(arguments)).get("--lang")
    return read_settings({**os.environ, **({"HUB_LANG": stated} if stated else {})}).language


def main() -> None:
    """Run what the shell was given."""
    spare_the_collector()
    sys.exit(run(sys.argv[1:]))


def spare_the_collector() -> None:
    """
    Look for cycles seldom.

    A load makes millions of small values that live on; looking through them all again and
    again cost a sixth of its time.
    """
    gc.set_threshold(1_000_000, 20, 100)
