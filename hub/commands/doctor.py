"""``hub doctor``: what is wrong with this installation, and the mend."""

from __future__ import annotations

import typer

from hub.commands.options import AsJson
from hub.commands.proving import Cluster
from hub.doctor import WRONG, Check, Row, examined
from hub.failure import FOUND_WRONG
from hub.output import print_rows, tell
from hub.settings import Settings


def doctor(context: typer.Context, cluster: Cluster = False, json: AsJson = False) -> None:
    """Find what is wrong with this installation; changes nothing. Exit code 1: something is."""
    settings: Settings = context.obj
    rows = list(examined(checks(cluster), settings, settings.language))
    print_rows([row._asdict() for row in rows], json, settings.language)
    if not json:
        _conclude(rows, settings)
    if any(row.state == WRONG for row in rows):
        raise typer.Exit(FOUND_WRONG)


def checks(cluster: bool) -> tuple[tuple[str, Check], ...]:
    """Return what is looked at, of an embedded hub or of a cluster."""
    if not cluster:
        from hub.doctor import said

        return (*_here(), ("log", said.embedded))
    from hub.doctor import cluster as parts

    return (*_here(), ("kafka", parts.kafka), ("warehouse", parts.warehouse))


def _here() -> tuple[tuple[str, Check], ...]:
    from hub.doctor import files, machine

    return (
        ("python", machine.python),
        ("packages", machine.packages),
        ("folder", machine.folder),
        ("space", machine.space),
        ("time zone", machine.zone),
        ("port", machine.port),
        ("databases", files.databases),
        ("states", files.states),
        ("secrets", files.secrets),
        ("keys", files.keys),
        ("alert policy", files.alert_policy),
    )


def _conclude(rows: list[Row], settings: Settings) -> None:
    counts = {state: sum(row.state == state for row in rows) for state in ("wrong", "unsure")}
    tell(settings.language, "doctor-concludes", **counts)
