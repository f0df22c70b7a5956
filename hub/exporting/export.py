"""
One export from beginning to end: the form is found, a draft written, and put under its name.

A form is a format and, where it has several, the ending of the file: ``ocel`` to ``.json``
or ``.sqlite``, ``open311`` to ``.json`` or ``.xml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from events.messages import Language
from hub.client import Client
from hub.exporting import bulletin, grid, ocel, ocel_json, ocel_sqlite, open311, xes
from hub.exporting.selection import Selection
from hub.exporting.source import Advance, Source
from hub.failure import Failure, must_have_folder
from hub.output import metered
from hub.report_options import one_of
from projections.schema import Dialect

ENDINGS: Final = {
    "ocel": (".json", ".jsonocel", ".sqlite"),
    "xes": (".xes",),
    "open311": (".json", ".xml"),
    "csv": (".csv",),
    "xlsx": (".xlsx",),
    "parquet": (".parquet",),
    "bulletin": (".html",),
}
"""By format: the endings a file may have."""
_TODAY: Final = f"SELECT toDate(now, '{Dialect().zone}') AS today FROM now"  # noqa: S608 - ours
_SHEETS: Final = ("csv", "xlsx", "parquet")


class Wanted(NamedTuple):
    """
    What is asked for: ``report`` or ``table`` of the sheets, ``quarter`` of the bulletin.

    ``language``: of what people read; ``stated`` False: columns bear their names.
    """

    format: str
    path: Path
    selection: Selection
    report: str = ""
    table: str = ""
    quarter: str = ""
    language: Language = "en"
    stated: bool = False
    replace: bool = False


def export(client: Client, wanted: Wanted) -> dict[str, Any]:
    """
    Write the file *wanted* and return what is in it: format, file, counts, bytes.

    Raises:
        Failure: the format, the ending, the report or the table is none; or the file is there.
    """
    _check(wanted)
    with _drafted(wanted) as draft:
        counts = _FORMS[wanted.format](client, wanted, draft)
    size = wanted.path.stat().st_size
    return {"format": wanted.format, "file": str(wanted.path), **counts, "bytes": size}


def _check(wanted: Wanted) -> None:
    one_of("format", wanted.format, tuple(ENDINGS))
    endings = ENDINGS[wanted.format]
    if wanted.path.suffix not in endings:
        raise Failure("export-ending", file=wanted.path, known=", ".join(endings))
    if wanted.format in _SHEETS and bool(wanted.report) == bool(wanted.table):
        raise Failure("export-of-what")
    if wanted.path.exists() and not wanted.replace:
        raise Failure("export-exists", file=wanted.path)
    must_have_folder(wanted.path)


@contextmanager
def _drafted(wanted: Wanted) -> Iterator[Path]:
    """Give a path beside the file; its draft takes the file's name when the body has ended."""
    draft = wanted.path.with_name(f".{wanted.path.name}.half")
    draft.unlink(missing_ok=True)
    try:
        yield draft
        draft.replace(wanted.path)
    finally:
        draft.unlink(missing_ok=True)


def _ocel(client: Client, wanted: Wanted, draft: Path) -> dict[str, Any]:
    writer = ocel_sqlite if wanted.path.suffix == ".sqlite" else ocel_json
    with _walked(client, wanted) as (source, advance):
        return dict(writer.write(draft, ocel.walk(source, advance)))


def _xes(client: Client, wanted: Wanted, draft: Path) -> dict[str, Any]:
    with _walked(client, wanted) as (source, advance):
        return dict(xes.write(draft, source, advance))


def _open311(client: Client, wanted: Wanted, draft: Path) -> dict[str, Any]:
    write = open311.write_xml if wanted.path.suffix == ".xml" else open311.write_json
    with _walked(client, wanted) as (source, advance):
        return {"requests": write(draft, open311.requests(source, advance))}


@contextmanager
def _walked(client: Client, wanted: Wanted) -> Iterator[tuple[Source, Advance]]:
    source = Source(client, wanted.selection)
    with metered(wanted.path.name, source.buckets) as meter:
        yield source, meter.advance


def _sheet(client: Client, wanted: Wanted, draft: Path) -> dict[str, Any]:
    from hub.exporting import sheets  # Arrow is slow to begin, and few exports need it

    language = wanted.language if wanted.stated else None
    if wanted.report:
        told = grid.of_report(client, wanted.report, wanted.selection, language)
        return {"report": wanted.report, "rows": sheets.WRITERS[wanted.format](draft, told)}
    with metered(wanted.path.name, 1) as meter:
        told = grid.of_table(client, wanted.table, wanted.selection, meter.advance)
        meter.expect(told.steps)
        return {"table": wanted.table, "rows": sheets.WRITERS[wanted.format](draft, told)}


def _bulletin(client: Client, wanted: Wanted, draft: Path) -> dict[str, Any]:
    rows = client.ask("report", name="bulletin")
    [last] = client.ask("sql", query=_TODAY)
    return bulletin.write(draft, rows, wanted.quarter, last["today"], wanted.language)


_FORMS: Final = {
    "ocel": _ocel,
    "xes": _xes,
    "open311": _open311,
    "bulletin": _bulletin,
    **dict.fromkeys(_SHEETS, _sheet),
}
