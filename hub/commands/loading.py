"""``hub ingest`` and ``hub check``: files of events on their way in, or judged where they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.client import open_client
from hub.commands.options import AsJson, instant_option
from hub.commands.rules import warn
from hub.failure import FOUND_WRONG, Failure, must_be_file
from hub.i18n import say
from hub.names import is_department
from hub.output import note, print_json, print_rows, tell
from hub.settings import Settings
from hub.wall import wall_now

if TYPE_CHECKING:
    from hub.loading.checking import Problem
    from hub.loading.counts import Counts
    from hub.loading.load import Load

Files = Annotated[list[Path], typer.Argument(help="NDJSON (.gz too), CSV or XLSX.")]
Department = Annotated[
    str | None, typer.Option(help="Who sends; by default each event's own source.")
]
Mapping = Annotated[Path | None, typer.Option(help="YAML mapping of a table's columns.")]

_CLOCKS = ("event", "wall")


def ingest(
    context: typer.Context,
    files: Files,
    department: Department = None,
    mapping: Mapping = None,
    clock: Annotated[
        str | None,
        typer.Option(help="event: history at its own time (default); wall: live, for good."),
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Last tick of the load [last event's time].")
    ] = None,
    policy: Annotated[
        list[Path] | None, typer.Option(help="Policy YAML, published before the load.")
    ] = None,
    defaults: Annotated[
        bool, typer.Option(help="Publish the default policies into an empty log.")
    ] = True,
    json: AsJson = False,
) -> None:
    """Take events in and conclude. Counts accepted, duplicate and rejected ones."""
    from hub.loading.load import Load, run_load

    settings: Settings = context.obj
    load = Load(
        tuple(files),
        department,
        mapping,
        clock,
        instant_option(until),
        defaults,
        tuple(policy or ()),
        say(settings.language, "loading"),
    )
    _refuse_wrong_use(load)
    with open_client(settings, create=True) as client:
        if clock == "event" and client.ask("clock") == "wall":
            note(settings.language, "late-data")
        counts = run_load(client, load)
        warn(settings, client.ask("rules"))
    _show(counts, settings, json)


def _refuse_wrong_use(load: Load) -> None:
    if load.clock is not None and load.clock not in _CLOCKS:
        raise Failure("clock-wrong", value=load.clock)
    if load.until is not None and load.clock == "wall":
        raise Failure("until-needs-event")
    _must_be_department(load.department)
    for path in load.files:
        must_be_file(path)


def _must_be_department(stated: str | None) -> None:
    if stated is not None and not is_department(stated):
        raise Failure("department-wrong", value=stated)


def _show(counts: Counts, settings: Settings, json: bool) -> None:
    document = counts.document()
    if json:
        print_json(document)
        return
    tell(settings.language, "accepted", **document)
    for code, count in document["by_code"].items():
        tell(settings.language, "rejected-code", code=code, count=count)


def check(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="NDJSON (.gz too), CSV or XLSX.")],
    department: Department = None,
    mapping: Mapping = None,
    json: AsJson = False,
) -> None:
    """Judge a file as intake would, offline. Exit code 1 when a line would be refused."""
    from hub.loading.checking import check_file

    settings: Settings = context.obj
    must_be_file(file)
    _must_be_department(department)
    lines, problems = check_file(file, department, mapping, settings.language, wall_now())
    _report(settings, file, lines, problems, json)
    if problems:
        raise typer.Exit(FOUND_WRONG)


def _report(
    settings: Settings, file: Path, lines: int, problems: list[Problem], json: bool
) -> None:
    rows: list[dict[str, Any]] = [problem._asdict() for problem in problems]
    if json or rows:
        print_rows(rows, json, settings.language)
    if json:
        return
    if rows:
        note(settings.language, "problems", path=file, count=len(rows), lines=lines)
    else:
        key = "all-good" if lines else "file-without-events"
        tell(settings.language, key, path=file, count=lines)
