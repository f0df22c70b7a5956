"""
The ``hub`` command: what is common to all its sub-commands.

Each sub-command is a function in ``hub.commands``. Exit codes: 0 done, 1 found something
wrong, 2 wrong use. Whatever goes wrong is told in one line, in the reader's language, and
never as a traceback.
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
from hub.commands import (
    alert,
    backup,
    campaigns,
    departments,
    distributed,
    doctor,
    exporting,
    gateway,
    keys,
    loading,
    mapping,
    menu,
    notary,
    outreach,
    people,
    policy,
    proving,
    readers,
    reading,
    rejected,
    rules,
    schemas,
    serving,
    status,
    walking,
)
from hub.completing import Install, Show, shell_named
from hub.failure import FOUND_WRONG, WRONG_USE, Failure
from hub.i18n import say
from hub.settings import read_settings

_INTERRUPTED: Final = 130
"""What a shell gives for a command ended by Ctrl-C."""

app: Final = typer.Typer(
    name="hub",
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
    stated = {"HUB_LANG": lang} if lang else {}
    settings = read_settings({**os.environ, **stated})
    context.obj = replace(settings, data=data) if data else settings


app.command("ingest")(loading.ingest)
app.command("check")(loading.check)
app.command("findings")(reading.findings)
app.command("finding")(reading.finding)
app.command("report")(reading.report)
# A question may begin with a comment, which begins like an option.
app.command("sql", context_settings={"ignore_unknown_options": True})(reading.sql)
app.command("explain")(reading.explain)
app.command("export")(exporting.export)
app.command("path")(walking.path)
app.command("knowledge")(walking.knowledge)
app.command("party")(reading.party)
app.command("verify")(proving.verify)
app.command("notary")(notary.notary)
app.command("replay")(proving.replay)
app.command("rules")(rules.rules)
app.command("rebuild")(proving.rebuild)
app.command("status")(status.status)
app.command("doctor")(doctor.doctor)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("forget")(people.forget)
app.command("readers")(readers.readers)
app.command("serve")(serving.serve)
app.command("demo")(serving.demo)
app.command("simulate")(serving.simulate)
app.command("intake")(distributed.intake)
app.command("worker")(distributed.worker)
app.command("project")(distributed.project)
app.command("gateway")(gateway.gateway)
app.add_typer(alert.app, name="alert")
app.add_typer(gateway.keys, name="key")
app.add_typer(keys.app, name="keys")
app.add_typer(distributed.topics, name="topics")
app.add_typer(schemas.app, name="schemas")
app.add_typer(policy.app, name="policy")
app.add_typer(menu.app, name="menu")
app.add_typer(mapping.app, name="mapping")
app.add_typer(departments.app, name="department")
app.add_typer(campaigns.app, name="campaign")
app.add_typer(outreach.app, name="outreach")
app.add_typer(rejected.app, name="rejected")
app.add_typer(people.app, name="person")


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
