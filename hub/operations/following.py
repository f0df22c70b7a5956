"""The operation ``cases``: from a number on a report to what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.embedded import Embedded
from hub.failure import Failure
from hub.operations.reading import found


def cases(
    hub: Embedded, name: str, number: str = "", of: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """
    Return the things that *number* of the report *name* counts (all its numbers for '').

    Args:
        hub: whose warehouse is asked.
        name: a report.
        number: a number or figure of the report.
        of: key columns of the report and their values, which name its rows; none: all rows.

    Raises:
        Failure: there is no such report, number or key.
    """
    listed = found(name).cases
    if listed is None:
        raise Failure("report-without-cases", name=name)
    try:
        asked = listed.question(number, of)
    except KeyError as error:
        numbers = ", ".join((*listed.numbers, *listed.made) or listed.counted(""))
        keys, column = ", ".join(listed.keys), error.args[0]
        raise Failure(
            "no-such-number", name=name, column=column, numbers=numbers, keys=keys
        ) from error
    return hub.query(asked.sql, asked.params)
