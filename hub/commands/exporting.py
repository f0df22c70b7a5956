"""``hub export``: what the hub knows, in a file that another tool reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub.client import open_client
from hub.commands.options import AsJson, day_option
from hub.output import print_rows
from hub.settings import Settings, read_settings


def export(
    context: typer.Context,
    format: Annotated[
        str, typer.Argument(help="ocel, xes, open311, csv, xlsx, parquet or bulletin.")
    ],
    file: Annotated[Path, typer.Argument(help="ocel: .json or .sqlite; open311: .json or .xml.")],
    report: Annotated[str, typer.Option(help="Of csv, xlsx, parquet: this report.")] = "",
    table: Annotated[str, typer.Option(help="Of csv, xlsx, parquet: this table.")] = "",
    since: Annotated[str | None, typer.Option(help="Local date, included.")] = None,
    until: Annotated[str | None, typer.Option(help="Local date, excluded.")] = None,
    department: Annotated[str, typer.Option(help="What it was given or took part in.")] = "",
    reader: Annotated[str, typer.Option("--for", help="As this department may see it.")] = "",
    quarter: Annotated[str, typer.Option(help="Of the bulletin, like 2026Q1.")] = "",
    lang: Annotated[str | None, typer.Option(help="en or zh: titles of columns too.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write over FILE.")] = False,
    json: AsJson = False,
) -> None:
    """Write cases, tables, reports or the bulletin into FILE; nothing in it names a rater."""
    from hub.exporting.export import Wanted
    from hub.exporting.export import export as write
    from hub.exporting.selection import Selection

    settings: Settings = context.obj
    language = read_settings({"HUB_LANG": lang}).language if lang else settings.language
    selection = Selection(day_option(since) or "", day_option(until) or "", department, reader)
    wanted = Wanted(format, file, selection, report, table, quarter, language, bool(lang), replace)
    with open_client(settings) as client:
        document = write(client, wanted)
    print_rows([document], json, settings.language)
