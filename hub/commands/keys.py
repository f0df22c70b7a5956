"""``hub keys``: departments sign what they send; the hub knows their public keys."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from events.refusal import RefusedError
from hub.client import ask
from hub.commands.options import AsJson, instant_option
from hub.failure import Failure, must_be_file
from hub.names import is_department
from hub.output import print_rows
from hub.settings import Settings

if TYPE_CHECKING:
    from events.signing import Signer

app = typer.Typer(no_args_is_help=True, help="Keys with which departments sign their events.")

Department = Annotated[str, typer.Argument(help="Whose key it is.")]
KeyId = Annotated[str, typer.Argument(help="As hub keys list shows it.")]
Cluster = Annotated[bool, typer.Option("--cluster", help="On Kafka [HUB_KAFKA].")]


@app.command()
def new(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where the private key goes; keep it to yourself.")],
    json: AsJson = False,
) -> None:
    """Make a private key, and show the public half that hub keys add publishes."""
    from events.signing import fingerprint
    from hub import keys

    settings: Settings = context.obj
    signer = keys.make_key_file(file)
    row = {"key_id": fingerprint(signer.public), "public": signer.public, "file": str(file)}
    print_rows([row], json, settings.language)


@app.command()
def add(
    context: typer.Context,
    department: Department,
    public: Annotated[str, typer.Argument(help="The public key, as hub keys new shows it.")],
    since: Annotated[str | None, typer.Option("--from", help="First instant [now].")] = None,
    until: Annotated[str | None, typer.Option("--to", help="First instant after it.")] = None,
    cluster: Cluster = False,
    json: AsJson = False,
) -> None:
    """Publish a public key: what the department signs with it is believed."""
    settings: Settings = context.obj
    if not is_department(department):
        raise Failure("department-wrong", value=department)
    asked: dict[str, Any] = {"department": department, "public": public}
    asked |= {"since": instant_option(since), "until": instant_option(until)}
    rows = ask(settings, "key_add", create=True, cluster=cluster, **asked)
    print_rows(rows, json, settings.language)


@app.command("list")
def listed(context: typer.Context, cluster: Cluster = False, json: AsJson = False) -> None:
    """Show the keys of departments, and who must sign (a policy of kind signing)."""
    settings: Settings = context.obj
    rows = ask(settings, "keys", cluster=cluster)
    print_rows(rows, json, settings.language)


@app.command()
def revoke(
    context: typer.Context,
    department: Department,
    key_id: KeyId,
    reason: Annotated[str, typer.Option(help="Why, for the record.")],
    until: Annotated[
        str | None,
        typer.Option(help="A key that is replaced: what happened before this is still believed."),
    ] = None,
    cluster: Cluster = False,
    json: AsJson = False,
) -> None:
    """Make a key void, for good. Without --until nothing that arrives from now on is believed."""
    settings: Settings = context.obj
    asked: dict[str, Any] = {"department": department, "key_id": key_id, "reason": reason}
    asked["until"] = instant_option(until)
    rows = ask(settings, "key_revoke", cluster=cluster, **asked)
    print_rows(rows, json, settings.language)


@app.command()
def sign(
    file: Annotated[Path, typer.Argument(help="NDJSON (.gz too), CSV or XLSX.")],
    key: Annotated[Path, typer.Option(help="The file of the private key.")],
    mapping: Annotated[Path | None, typer.Option(help="YAML mapping of a table.")] = None,
    department: Annotated[str | None, typer.Option(help="Who sends a table.")] = None,
) -> None:
    """Print the events of a file, signed, one a line: send them like any others."""
    from hub import keys
    from hub.loading.load import read_any  # reads tables, which no other command here does

    signer = keys.read_key_file(key)
    must_be_file(file)
    for number, (_, raw) in enumerate(read_any(file, department, mapping), 1):
        sys.stdout.buffer.write(_signed(_one_line(raw), signer, f"{file}:{number}") + b"\n")
    sys.stdout.buffer.flush()


def _one_line(raw: bytes) -> bytes:
    """Return *raw*, which nobody has signed yet, without the line ends that people write in it."""
    try:
        return orjson.dumps(orjson.loads(raw)) if b"\n" in raw else raw
    except orjson.JSONDecodeError:
        return raw


def _signed(raw: bytes, signer: Signer, where: str) -> bytes:
    from events.signed_message import signed

    try:
        return signed(raw, (), signer)[0]
    except (RefusedError, ValueError) as error:
        raise Failure("cannot-sign", where=where, reason=error) from error
