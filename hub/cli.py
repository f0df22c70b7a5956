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
from typing import Annotated, Final

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError  # typer's own click

from events.brokers import BrokersAwayError
from hub.commands.catalogue import Group
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


def run(arguments: Sequence[str]) -> int:
    """Run the command line *arguments* and return the exit code; nothing is raised."""
    command = typer.main.get_command(app)
    try:
        code = command.main(shell_named(arguments), prog_name="hub", standalone_mode=False)
    except (Failure, BrokersAwayError) as error:
        failure = error if isinstance(error, Failure) else _away(error)
        return _complain(_told(failure, arguments), failure.exit_code)
    except NoArgsIsHelpError as shown:
        print(shown.format_message(), file=sys.stderr)
        return WRONG_USE
    except ClickException as error:
        return _complain(f"{error.format_message()} (hub --help)", WRONG_USE)
    except (KeyboardInterrupt, typer.Abort):
        return _INTERRUPTED
    except BrokenPipeError:
        return 0
    return code if isinstance(code, int) else 0


def _away(error: BrokersAwayError) -> Failure:
    return Failure("brokers-away", FOUND_WRONG, reason=error)


def _told(failure: Failure, arguments: Sequence[str]) -> str:
    """Return the one line; ``--lang`` counts although its command has failed."""
    stated = dict(pairwise(arguments)).get("--lang")
    settings = read_settings({**os.environ, **({"HUB_LANG": stated} if stated else {})})
    line = say(settings.language, failure.key, **failure.values)
    return " ".join(line.split())


def _complain(line: str, code: int) -> int:
    print(f"hub: {line}", file=sys.stderr)
    return code


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
