"""``hub mapping suggest``: a mapping of a department's table, proposed from its header."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
import yaml

from events.messages import Language
from hub.commands.options import AsJson
from hub.failure import Failure, must_be_file
from hub.i18n import say
from hub.mapping.tables import is_table
from hub.output import note, print_json
from hub.settings import Settings

if TYPE_CHECKING:
    from hub.mapping.suggested import Said, Suggestion

app: Final = typer.Typer(no_args_is_help=True, help="Mappings: a table's columns as events.")


@app.callback()
def group() -> None:
    """Keep ``suggest`` a sub-command though it is the only one."""


@app.command()
def suggest(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV or XLSX with a header row.")],
    json: AsJson = False,
) -> None:
    """Propose a mapping from the header and some rows; say what is sure of it and what is not."""
    from hub.mapping.suggesting import suggest as suggested

    settings: Settings = context.obj
    must_be_file(file)
    if not is_table(file):
        raise Failure("table-elsewhere", path=file)
    found = suggested(file)
    if json:
        print_json(_document(found, settings.language))
        return
    sys.stdout.write(_yaml(found, settings.language))
    unsure = len(found.decided(sure=False))
    note(settings.language, "mapping-suggested", sure=len(found.said) - unsure, unsure=unsure)


def _yaml(found: Suggestion, language: Language) -> str:
    """Return the mapping with its doubts above it, as comments."""
    lines = [say(language, f"mapping-of-{found.subject}")]
    lines += [
        say(language, "mapping-sure", field=one.field, source=one.source)
        for one in found.decided(sure=True)
    ]
    lines += [
        say(language, "mapping-unsure", field=one.field, source=one.source, why=_why(one, language))
        for one in found.decided(sure=False)
    ]
    lines += [say(language, "mapping-unused", column=column) for column in found.unused]
    said = yaml.safe_dump(found.mapping, allow_unicode=True, sort_keys=False, width=100)
    return "".join(f"# {line}\n" for line in lines) + said


def _why(one: Said, language: Language) -> str:
    return say(language, one.doubt)


def _document(found: Suggestion, language: Language) -> dict[str, object]:
    return {
        "subject": found.subject,
        "mapping": found.mapping,
        "sure": [{"field": one.field, "source": one.source} for one in found.decided(sure=True)],
        "unsure": [
            {"field": one.field, "source": one.source, "why": _why(one, language)}
            for one in found.decided(sure=False)
        ],
        "unused": list(found.unused),
    }
