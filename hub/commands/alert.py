"""``hub alert``: who is told of findings, how, and what became of each message."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

import typer

from events.instant import Instant, parse, render
from hub.alerting.addresses import Address
from hub.alerting.books import books
from hub.alerting.grouping import Message
from hub.alerting.health import health
from hub.alerting.policy import matchers, read_policy
from hub.commands.options import AsJson, Limit, instant_option, named_option, pairs_option
from hub.failure import FOUND_WRONG, Failure
from hub.output import print_json, print_rows, tell
from hub.settings import Settings
from hub.wall import wall_now

app = typer.Typer(no_args_is_help=True, help="Alerts: receivers, silences, deliveries.")
address = typer.Typer(no_args_is_help=True, help="Addresses in the vault, apart from the log.")
silence = typer.Typer(no_args_is_help=True, help="What nobody should hear of for a while.")
app.add_typer(address, name="address")
app.add_typer(silence, name="silence")

Ref = Annotated[str, typer.Argument(help="channel_ref of an officer (officer.registered).")]


@app.command()
def run(context: typer.Context) -> None:
    """Alert beside a cluster. An embedded hub alerts by itself: hub serve."""
    from hub.alerting.hosting import run_alerter

    run_alerter(context.obj)


@app.command()
def status(context: typer.Context, json: AsJson = False) -> None:
    """Show whether alerts arrive. Exit code 1: some could not be delivered for five minutes."""
    settings: Settings = context.obj
    with books(settings.data) as (outbox, _):
        found = health(outbox, read_policy(settings.data), wall_now())
    if json:
        print_json(found)
    else:
        print_rows([found], json, settings.language)
    if found["quiet"]:
        raise typer.Exit(FOUND_WRONG)


@app.command("log")
def delivered(context: typer.Context, limit: Limit = 200, json: AsJson = False) -> None:
    """Show each attempt to deliver, newest first."""
    _listed(context, "delivered", limit, json)


@app.command()
def dead(context: typer.Context, limit: Limit = 200, json: AsJson = False) -> None:
    """Show the messages that were given up; hub alert again sends them anew."""
    _listed(context, "dead", limit, json)


@app.command()
def again(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="Of a message; all dead ones without it.")] = "",
) -> None:
    """Put dead messages on their way again."""
    settings: Settings = context.obj
    with books(settings.data) as (outbox, _):
        with outbox.step():
            count = outbox.again(key, wall_now())
        if not count:
            raise Failure("no-dead-alert", message=key or "-")
    tell(settings.language, "alerts-again", count=count)


@app.command()
def ack(
    context: typer.Context,
    finding: Annotated[str, typer.Argument(help="Its id, or the beginning of it.")],
    by: Annotated[str, typer.Option(help="Officer who takes it over.")],
    note: Annotated[str, typer.Option(help="What they will do.")] = "",
    cluster: Annotated[bool, typer.Option("--cluster", help="On Kafka [HUB_KAFKA].")] = False,
) -> None:
    """Take an alert over: the event alert.acknowledged, after which no further rung is told."""
    from hub.alerting.taking import take_over

    settings: Settings = context.obj
    who = named_option("by", by)
    taken = take_over(settings, finding, who, note, cluster=cluster)
    tell(settings.language, "taken-over", id=taken, by=who)


@address.command("add")
def add(
    context: typer.Context,
    ref: Ref,
    url: Annotated[str, typer.Argument(help="An apprise URL, webhook+https://…, alertmanager+…")],
    secret: Annotated[str, typer.Option(help="Signs webhooks.")] = "",
    test: Annotated[bool, typer.Option("--test", help="Send a first message now.")] = False,
) -> None:
    """Keep an address of an officer."""
    settings: Settings = context.obj
    with books(settings.data) as (_, vault):
        kept = vault.put(ref, url, secret)
    tell(settings.language, "address-kept", ref=ref, channel=kept.channel)
    if test:
        _try_out(kept)


def _try_out(kept: Address) -> None:
    from hub.alerting.channels import ChannelError, send  # apprise knows a hundred services

    first = ("hub: test",)
    hello = Message("test", kept.channel_ref, "", "hub", first, (), urgent=False, digest=False)
    try:
        send(kept, hello, wall_now())
    except ChannelError as error:
        raise Failure("alert-not-delivered", channel=kept.channel, reason=error) from error


@address.command("list")
def addresses(context: typer.Context, json: AsJson = False) -> None:
    """Show who can be reached, and by which channel; addresses themselves stay in the vault."""
    settings: Settings = context.obj
    with books(settings.data) as (_, vault):
        rows = [{"channel_ref": one.channel_ref, "channel": one.channel} for one in vault.all()]
    print_rows(rows, json, settings.language)


@address.command()
def forget(context: typer.Context, ref: Ref) -> None:
    """Delete all addresses of an officer."""
    settings: Settings = context.obj
    with books(settings.data) as (_, vault):
        if not vault.forget(ref):
            raise Failure("unknown-address", ref=ref)
    tell(settings.language, "address-forgotten", ref=ref)


@silence.command("add")
def hush(
    context: typer.Context,
    of: Annotated[list[str], typer.Option("--of", help="fact=value: rule, kind, department …")],
    reason: Annotated[str, typer.Option(help="Why nothing is to be said.")],
    by: Annotated[str, typer.Option(help="Who wants it so.")],
    until: Annotated[str | None, typer.Option(help="RFC 3339; a day from now.")] = None,
) -> None:
    """Say nothing of such findings for a while; what still holds then is said afterwards."""
    settings: Settings = context.obj
    wanted = pairs_option(of)
    try:
        matchers(wanted)
    except ValueError as error:
        raise Failure("alert-policy-wrong", path="--of", reason=error) from error
    stated, now = instant_option(until), wall_now()
    day = Instant(now + timedelta(days=1) // timedelta(microseconds=1))
    until_then = day if stated is None else parse(stated)
    if until_then <= now:
        raise Failure("silence-over", until=render(until_then), now=render(now))
    why, who = named_option("reason", reason), named_option("by", by)
    said = {"matchers": wanted, "by": who, "reason": why}
    with books(settings.data) as (outbox, _), outbox.step():
        outbox.silence(said, now, until_then)
    tell(settings.language, "silenced", until=render(until_then))


@silence.command("list")
def silences(context: typer.Context, json: AsJson = False) -> None:
    """Show silences, newest first."""
    _listed(context, "silence", 200, json)


@silence.command()
def end(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="As hub alert silence list shows it.")],
) -> None:
    """End a silence now."""
    settings: Settings = context.obj
    with books(settings.data) as (outbox, _), outbox.step():
        if not outbox.unsilence(number, wall_now()):
            raise Failure("unknown-silence", number=number)
    tell(settings.language, "silence-ended", number=number)


def _listed(context: typer.Context, what: str, limit: int, json: bool) -> None:
    settings: Settings = context.obj
    with books(settings.data) as (outbox, _):
        rows: list[dict[str, Any]] = outbox.listed(what, limit)
    print_rows(rows, json, settings.language)
