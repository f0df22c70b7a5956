"""``hub gateway``: departments send over HTTP to a cluster. ``hub key``: who may come in."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from hub.commands.options import AsJson, Limit
from hub.failure import Failure
from hub.gateway.keyring import Caller, open_keyring
from hub.gateway.roles import roles
from hub.i18n import say
from hub.onboarding import QUOTA
from hub.output import print_json, print_rows
from hub.settings import Settings

keys = typer.Typer(no_args_is_help=True, help="Keys of the HTTP gateway, and what it refused.")

Name = Annotated[str, typer.Argument(help="Who holds it: a department, a system, a person.")]


def gateway(
    context: typer.Context,
    http: Annotated[str, typer.Option(help="PORT on this machine, or HOST:PORT.")] = "8080",
    json: AsJson = False,
) -> None:
    """Let departments send over HTTP to Kafka. An embedded hub: hub serve --http PORT."""
    from hub.gateway.serving import run_gateway

    settings: Settings = context.obj

    def ready(address: str) -> None:
        if json:
            print_json({"gateway": address})
        else:
            print(say(settings.language, "gateway-open", address=address))
        sys.stdout.flush()

    run_gateway(settings, http, ready)


@keys.command()
def add(
    context: typer.Context,
    name: Name,
    role: Annotated[str, typer.Option(help="department, dispatcher, supervisor …")],
    department: Annotated[str, typer.Option(help="Whose events and receipts.")] = "",
    quota: Annotated[int, typer.Option(min=1, help="Bytes a second.")] = QUOTA,
    json: AsJson = False,
) -> None:
    """Make a key, shown once; one of the same name is void from now on."""
    settings: Settings = context.obj
    if role not in roles():
        raise Failure("role-wrong", value=role, known=", ".join(roles()))
    if role == "department" and not department.strip():
        raise Failure("key-of-whom")
    caller = Caller(name, department, role, quota)
    with open_keyring(settings.data) as keyring:
        row = {**caller._asdict(), "key": keyring.make(caller)}
    print_rows([row], json, settings.language)


@keys.command("list")
def listed(context: typer.Context, json: AsJson = False) -> None:
    """Show who holds a key; the keys themselves nobody can show."""
    settings: Settings = context.obj
    with open_keyring(settings.data) as keyring:
        rows = [caller._asdict() for caller in keyring.callers()]
    print_rows(rows, json, settings.language)


@keys.command()
def revoke(context: typer.Context, name: Name) -> None:
    """Make a key void at once."""
    settings: Settings = context.obj
    with open_keyring(settings.data) as keyring:
        if not keyring.revoke(name):
            raise Failure("unknown-key", name=name)


@keys.command()
def refused(context: typer.Context, limit: Limit = 1000, json: AsJson = False) -> None:
    """Show what the gateway refused, newest first, counted per minute, caller and reason."""
    settings: Settings = context.obj
    with open_keyring(settings.data) as keyring:
        rows = keyring.refusals(limit)
    print_rows(rows, json, settings.language)
