"""``hub findings``, ``report``, ``sql``, ``explain`` and ``party``: questions to the hub."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from hub.client import ask
from hub.commands.options import AsJson, day_option, pairs_option
from hub.failure import WRONG_USE
from hub.i18n import say
from hub.output import console, print_json, print_rows
from hub.settings import Settings

_CLOCK = ("clock", "episode", "department", "status", "started_at", "deadline", "stopped_at")
_SHOWN = ("rule", "kind", "severity", "status", "case_id", "party_id", "department", "raised_at")
_ENOUGH: Final = 8
"""Characters of an id that tell findings apart."""


def findings(
    context: typer.Context,
    rule: Annotated[str | None, typer.Option(help="Like stalled or ping-pong.")] = None,
    kind: Annotated[str | None, typer.Option(help="Like resolve or bounce.")] = None,
    status: Annotated[str | None, typer.Option(help="Like open or resolved.")] = None,
    shadow: Annotated[
        bool, typer.Option("--shadow", help="What policies in shadow would find.")
    ] = False,
    json: AsJson = False,
) -> None:
    """List what was found wrong, oldest first."""
    settings: Settings = context.obj
    rows = ask(settings, "findings", rule=rule, kind=kind, status=status, shadow=shadow)
    print_rows(rows if json else [_shown(row) for row in rows], json, settings.language)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a person reads of a finding; the beginning of its id is enough to name it."""
    return {"finding": row["finding_id"][:_ENOUGH]} | {name: row[name] for name in _SHOWN}


def finding(
    context: typer.Context,
    finding_id: Annotated[str, typer.Argument(help="Its id, or the beginning of it.")],
    json: AsJson = False,
) -> None:
    """Say in one sentence what a finding saw, why it counts, by which rule; list its evidence."""
    settings: Settings = context.obj
    document = ask(settings, "finding", id=finding_id)
    if json:
        print_json(document)
        return
    print(document["finding"]["text_zh" if settings.language == "zh" else "text"])
    print_rows(document["evidence"], as_json=False, language=settings.language)


def report(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="The report's name.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Name all reports.")] = False,
    cases: Annotated[bool, typer.Option("--cases", help="List what its numbers count.")] = False,
    number: Annotated[str, typer.Option(help="With --cases: this number or rate only.")] = "",
    of: Annotated[
        list[str] | None, typer.Option(help="With --cases: column=value of a row; repeatable.")
    ] = None,
    since: Annotated[str | None, typer.Option("--from", help="Local date, included.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Local date, excluded.")] = None,
    level: Annotated[str | None, typer.Option(help="Like county or township.")] = None,
    tree: Annotated[str | None, typer.Option(help="Of departments: then or today.")] = None,
    area: Annotated[str | None, typer.Option(help="As parties and cases name it.")] = None,
    officer: Annotated[str | None, typer.Option(help="A contact officer's id.")] = None,
    reader: Annotated[
        str | None, typer.Option("--for", help="As this department may see it.")
    ] = None,
    formula: Annotated[str | None, typer.Option(help="Of the scoreboard, like 2026-1.")] = None,
    support: Annotated[str | None, typer.Option(help="Least cases of a best path.")] = None,
    json: AsJson = False,
) -> None:
    """
    Show a report, list them all, or follow a report's numbers to the cases behind them.

    A report is narrowed by those of --from, --to, --level, --tree, --area, --officer,
    --for, --formula, --support it has.
    """
    settings: Settings = context.obj
    if name is None and not listed:
        raise typer.Exit(_usage(context))
    given = {"from": day_option(since), "to": day_option(until), "level": level, "tree": tree}
    given |= {"area": area, "officer": officer, "for": reader, "formula": formula}
    given |= {"support": support}
    options = {option: value for option, value in given.items() if value is not None}
    if listed:
        rows = ask(settings, "reports")
    elif cases or number or of:
        counted: dict[str, Any] = {"number": number, "of": pairs_option(of), "options": options}
        rows = ask(settings, "cases", name=name, **counted)
    else:
        rows = ask(settings, "report", name=name, options=options)
    print_rows(rows, json, settings.language)


def _usage(context: typer.Context) -> int:
    typer.echo(context.get_usage(), err=True)
    return WRONG_USE


def sql(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="SELECT … over the contract's tables.")],
    reader: Annotated[
        str, typer.Option("--for", help="As this department's office may ask: its own rows.")
    ] = "",
    json: AsJson = False,
) -> None:
    """Ask the warehouse in ClickHouse SQL."""
    settings: Settings = context.obj
    if reader:
        rows = ask(settings, "sql_for", query=query, reader=reader)
    else:
        rows = ask(settings, "sql", query=query)
    print_rows(rows, json, settings.language)


def party(
    context: typer.Context,
    party_id: Annotated[str, typer.Argument(help="The party's id, or a part of its name.")],
    json: AsJson = False,
) -> None:
    """Show what the hub knows of a party: its ids, links, questions, visits, cases, findings."""
    settings: Settings = context.obj
    document = ask(settings, "party", party=party_id)
    _print_parts(document, json, settings)


def explain(
    context: typer.Context,
    case_id: Annotated[str, typer.Argument(help="The case's id.")],
    json: AsJson = False,
) -> None:
    """Show every clock of a case, stretch by stretch: what counted, what did not, and why."""
    settings: Settings = context.obj
    document = ask(settings, "explain", case=case_id)
    if not json:
        clocks = [{name: clock[name] for name in _CLOCK} for clock in document["clocks"]]
        document = document | {"clocks": clocks}
    _print_parts(document, json, settings)


def _print_parts(document: dict[str, Any], json: bool, settings: Settings) -> None:
    if json:
        print_json(document)
        return
    for title, part in document.items():
        if isinstance(part, list) and not part:
            continue
        console().print(f"\n[bold]{say(settings.language, title)}[/bold]")
        if isinstance(part, list):
            print_rows(part, as_json=False, language=settings.language)
        else:
            print(part)
