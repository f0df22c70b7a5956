"""The operation ``cases``: from a number on a report to what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.failure import Failure
from hub.operations.reading import filled, found, report, seen_by
from hub.port import Asked
from hub.report_options import check, one_of
from projections.guarding import names_raters
from projections.report_cases import Cases, Question


def cases(
    hub: Asked,
    name: str,
    number: str = "",
    of: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """
    Return the things that *number* of the report *name* counts (all its numbers for '').

    Args:
        hub: whose warehouse is asked.
        name: a report.
        number: a number or figure of the report.
        of: key columns of the report and their values, which name its rows; none: all rows.
        options: narrow the report, as in ``report``.

    Raises:
        Failure: there is no such report, number, key, or value of a key or an option.
    """
    wanted = found(name)
    listed = wanted.cases
    if listed is None:
        raise Failure("report-without-cases", name=name)
    own, reader = seen_by(wanted, options or {})
    kept_back = names_raters(name) if reader else ()
    if number in kept_back:
        raise Failure("number-guarded", name=name, column=number)
    narrowed = filled(wanted, own, cases=True) if own else ""
    asked = _question(name, listed, number, of, narrowed)
    check(options or {}, hub)
    rows = hub.query(asked.sql, asked.params)
    if not rows and of:
        _known_keys(report(hub, name, options), of)
    return [row for row in rows if row["number"] not in kept_back]


def _question(
    name: str, listed: Cases, number: str, of: Mapping[str, str] | None, narrowed: str
) -> Question:
    """Return what asks for *number*; ``Failure`` where there is none, or no such key."""
    try:
        return listed.question(number, of, narrowed)
    except KeyError as error:
        numbers = ", ".join((*listed.numbers, *listed.made) or listed.counted(""))
        keys, column = ", ".join(listed.keys), error.args[0]
        raise Failure(
            "no-such-number", name=name, column=column, numbers=numbers, keys=keys
        ) from error


def _known_keys(rows: list[dict[str, Any]], of: Mapping[str, str]) -> None:
    """Raise ``Failure`` where no row of the report has a value that *of* names a row by."""
    for key, value in of.items():
        known = {"" if row[key] is None else str(row[key]) for row in rows}
        one_of(f"of {key}", value, sorted(known))
