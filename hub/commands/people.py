"""``hub person`` and ``hub forget``: what the vault knows of people, and what it knows no more."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub.client import ask
from hub.commands.options import AsJson
from hub.output import print_rows
from hub.settings import Settings

app = typer.Typer(no_args_is_help=True, help="People in the vault: enter, show.")

Person = Annotated[str, typer.Argument(help="Pseudonym, department's id, or a value told of them.")]


@app.command()
def add(
    context: typer.Context,
    party: Annotated[str, typer.Option(help="The department's own id, where it has one.")] = "",
    id: Annotated[str, typer.Option(help="Identity-card number.")] = "",
    name: Annotated[str, typer.Option(help="Name.")] = "",
    telephone: Annotated[str, typer.Option(help="Telephone number.")] = "",
    address: Annotated[str, typer.Option(help="Address.")] = "",
    note: Annotated[str, typer.Option(help="Anything else that is to be known.")] = "",
    json: AsJson = False,
) -> None:
    """Keep what is known of a person; say the party_id under which events are to name them."""
    settings: Settings = context.obj
    told = {"id": id, "name": name, "telephone": telephone, "address": address, "note": note}
    facts = {fact: said for fact, said in told.items() if said}
    document = ask(settings, "person_add", create=True, facts=facts, party=party)
    print_rows([document], json, settings.language)


@app.command()
def show(context: typer.Context, person: Person, json: AsJson = False) -> None:
    """Show what the vault knows of a person."""
    settings: Settings = context.obj
    document = ask(settings, "person_show", person=person)
    print_rows([document], json, settings.language)


def forget(
    context: typer.Context,
    person: Person,
    reason: Annotated[str, typer.Option(help="Kept in the log: nothing personal.")] = "",
    keys: Annotated[
        list[Path] | None, typer.Option(help="A copy of vault.keys that is to forget too; repeat.")
    ] = None,
    cluster: Annotated[bool, typer.Option("--cluster", help="On Kafka [HUB_KAFKA].")] = False,
    json: AsJson = False,
) -> None:
    """Shred what is known of a person. Events, findings and reports keep the pseudonym."""
    settings: Settings = context.obj
    copies = [str(path.resolve()) for path in keys or ()]
    document = ask(settings, "forget", cluster=cluster, person=person, reason=reason, copies=copies)
    print_rows([document], json, settings.language)
