"""
``hub demo``: a simulated county from published events to reports, in one go.

It simulates (``hub.simulate``), takes the events in as history, holds the findings against
the truth that was planted, and shows a few reports. Everything goes through the same engine,
folds and warehouse as any other input. The files stay, so that one can look around in them.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from events.messages import Language
from hub import simulate
from hub.client import Client, open_client
from hub.failure import Failure
from hub.i18n.demo import COLUMNS, SHOWN, WORDS
from hub.i18n.speaking import spoken
from hub.loading.load import Load, run_load
from hub.output import print_json
from hub.settings import Settings
from hub.simulation.truth import Score, missed, score
from hub.simulation.writing import ZONE
from projections import reporting

COUNTY: Final = simulate.Parameters()
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ROWS: Final = 6
"""How many rows of a report the demo shows; the whole of it is a command away."""


def run(settings: Settings, json: bool = False) -> Settings:
    """
    Show the demo in ``settings.data`` (by default ``var/demo``), or give it as JSON.

    Returns:
        The settings that name where it stands.

    Raises:
        Failure: the folder holds a log that is not an earlier demo's.
    """
    settings = replace(settings, data=_folder(settings))
    started = monotonic()
    truth = simulate.write(COUNTY, settings.data)
    with open_client(settings, create=True) as client:
        counts = run_load(client, Load((settings.data / "events.ndjson",), clock="event"))
        seconds = monotonic() - started
        told = _tell(client, truth, counts.document() | {"seconds": seconds})
    if json:
        print_json(told)
    else:
        _show(settings, told)
    return settings


def _folder(settings: Settings) -> Path:
    """Make room: an earlier demo is thrown away, anything else is left alone."""
    data = Path("var/demo") if settings.data == Settings().data else settings.data
    if (data / "log.sqlite").exists() and not (data / "truth.json").exists():
        raise Failure("demo-elsewhere", data=data)
    shutil.rmtree(data, ignore_errors=True)
    return data


def _tell(client: Client, truth: dict[str, Any], counts: dict[str, Any]) -> dict[str, Any]:
    findings = client.ask("findings")
    return {
        "figures": truth["figures"],
        "planted": len(truth["planted"]),
        "counts": counts,
        "scores": [_scored(one) for one in score(truth, findings)],
        "missed": [list(key) for key in missed(truth, findings)],
        "reports": {name: client.ask("report", name=name) for name in SHOWN},
        "example": _example(truth),
    }


def _scored(one: Score) -> dict[str, Any]:
    return {**one._asdict(), "missed": one.planted - one.found}


def _example(truth: dict[str, Any]) -> str:
    """Return a case worth explaining: one with a pause or the most faults."""
    cases: list[str] = [planted["case_id"] for planted in truth["planted"] if planted["case_id"]]
    return max(cases, key=cases.count)


def _show(settings: Settings, told: dict[str, Any]) -> None:
    language, console = settings.language, Console()
    say = _speaker(language)
    figures, counts = told["figures"], told["counts"]
    parties = figures["enterprises"] + figures["villages"]
    numbers = {**figures, "parties": parties, "events": counts["accepted"]}
    console.rule("hub demo")
    console.print(say("simulated", **numbers, departments=13, planted=told["planted"]))
    console.print(say("taken", **counts))
    with _table(console, say("found"), [spoken(language, c) for c in COLUMNS.values()]) as table:
        for one in told["scores"]:
            table.add_row(*(str(one[name]) for name in COLUMNS))
    lost = ", ".join(" ".join(key[:3]) for key in told["missed"])
    console.print(say("missed", missed=lost) if lost else say("all_found"))
    for name, rows in told["reports"].items():
        _report(console, language, name, rows)
    console.print(say("next", data=settings.data))
    for command in _commands(settings, told["example"]):
        console.print(f"  {command}", highlight=False)
    console.print(say("pages"), highlight=False)


def _report(
    console: Console, language: Language, name: str, rows: Sequence[dict[str, Any]]
) -> None:
    report = reporting.find(name)
    columns = [column for column in report.columns if column.name in SHOWN[name]]
    titles = [spoken(language, (column.en, column.zh)) for column in columns]
    title = spoken(language, (report.title.en, report.title.zh))
    with _table(console, title, titles) as table:
        for row in rows[:ROWS]:
            table.add_row(*(_cell(row[column.name]) for column in columns))
        if len(rows) > ROWS:
            table.caption = _speaker(language)("rows", shown=ROWS, all=len(rows))


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    text = "" if value is None else str(value)
    return _local(text) if _INSTANT.fullmatch(text) else text


def _local(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(ZONE).strftime("%m-%d %H:%M")


@contextmanager
def _table(console: Console, title: str, columns: Sequence[str]) -> Iterator[Table]:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    yield table
    console.print(table)


def _commands(settings: Settings, case: str) -> Iterator[str]:
    hub = f".venv/bin/hub --data {settings.data}"
    yield f"{hub} explain {case}"
    yield f"{hub} findings --rule stalled"
    yield f"{hub} report --list"
    yield f'{hub} sql "SELECT rule, kind, status FROM findings"'  # noqa: S608 - shown, not run
    yield f"{hub} verify"


def _speaker(language: Language) -> Any:
    def say(key: str, **values: Any) -> str:
        return spoken(language, WORDS[key], **values)

    return say
