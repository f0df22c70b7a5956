"""``hub readers``: who may ask the ClickHouse server what, told to the server itself."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.settings import Settings

Offices = Annotated[
    list[str] | None, typer.Option("--office", help="A department that may ask; repeat it.")
]


def readers(
    context: typer.Context,
    office: Offices = None,
    apply: Annotated[bool, typer.Option("--apply", help="Tell it to CLICKHOUSE_URL.")] = False,
) -> None:
    """Print the SQL that makes read-only roles: analysts ask all, an office its own rows."""
    from hub.reading_rights import rights, tell

    settings: Settings = context.obj
    statements = rights(settings, office or ())
    if apply:
        tell(settings, statements)
    for statement in statements:
        print(statement + ";")
