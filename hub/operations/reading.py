"""Operations that ask the warehouse: findings, reports, SQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import orjson

from hub.embedded.hub import Embedded
from hub.failure import Failure
from hub.i18n.findings import STATUSES, kinds, of_rule
from hub.i18n.sentences import told
from hub.port import Asked
from hub.report_options import check, one_of
from projections import reporting
from projections.beyond import beyond
from projections.guarding import guarded
from projections.offices import below
from projections.reading import asks, beginning, meant
from projections.schema import Dialect

_FINDINGS: Final = """
SELECT * FROM findings
WHERE ({rule:String} = '' OR rule = {rule:String} OR rule = concat('shadow/', {rule:String}))
    AND ({kind:String} = '' OR kind = {kind:String})
    AND ({status:String} = '' OR status = {status:String})
ORDER BY raised_at, finding_id
"""
_FINDING: Final = "SELECT * FROM findings WHERE finding_id = {id:String}"
_BEGUN: Final = "SELECT finding_id FROM findings WHERE startsWith(finding_id, {id:String}) LIMIT 2"
_NO_NAME: Final = ("(UNKNOWN_IDENTIFIER)", "(UNKNOWN_TABLE)")
"""How the warehouse ends what it says of a name that it does not have."""
READER: Final = "for"
"""The option of every report that says which rated department will see it."""
_CITED: Final = """
SELECT time, type, department, subject, case_id, event_id
FROM events
WHERE event_id IN (SELECT arrayJoin(evidence) FROM findings WHERE finding_id = {id:String})
ORDER BY time, event_id
"""
_JUDGED: Final = """
SELECT time, type, department, data FROM events
WHERE event_id IN (SELECT event_id FROM judgements WHERE finding_id = {id:String})
ORDER BY time, event_id
"""


def findings(
    hub: Asked,
    rule: str | None = None,
    kind: str | None = None,
    status: str | None = None,
    shadow: bool = False,
) -> list[dict[str, Any]]:
    """
    Return the findings, oldest first; retracted ones too. *shadow*: of policies on trial.

    Raises:
        Failure: there is no such rule, kind or status.
    """
    one_of("rule", rule or "", ("", *kinds()))
    one_of("kind", kind or "", ("", *of_rule(rule or "")))
    one_of("status", status or "", ("", *STATUSES))
    wanted = {"rule": rule or "", "kind": kind or "", "status": status or ""}
    asked = _FINDINGS.replace("FROM findings", "FROM shadow_findings") if shadow else _FINDINGS
    return [_told(row) for row in hub.query(asked, wanted)]


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return told(row | {"details": orjson.loads(row["details"])})


def finding(hub: Asked, id: str) -> dict[str, Any]:
    """
    Return one finding with its sentence and the events it cites. *id*: whole, or its beginning.

    Raises:
        Failure: no finding has an id that begins so, or several have.
    """
    named = {"id": whole_id(hub, id)}
    return {
        "finding": _told(hub.query(_FINDING, named)[0]),
        "evidence": hub.query(_CITED, named),
        "judgements": [_judged(row) for row in hub.query(_JUDGED, named)],
    }


def whole_id(hub: Asked, begun: str) -> str:
    """Return the id of the one finding whose id begins with *begun*; ``Failure`` for none."""
    rows = hub.query(_BEGUN, {"id": begun})
    if len(rows) != 1:
        raise Failure("several-findings" if rows else "unknown-finding", id=begun)
    id: str = rows[0]["finding_id"]
    return id


def _judged(row: dict[str, Any]) -> dict[str, Any]:
    said = orjson.loads(row.pop("data"))
    return row | {"by": said["by"], "reason": said["reason"]}


def report(hub: Asked, name: str, options: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """
    Return the rows of the report *name*, narrowed by those *options* that are given.

    With ``for``, a department: as it may see them (``projections.guarding``).

    Raises:
        Failure: there is no such report, option, or value of an option.
    """
    wanted = found(name)
    own, reader = seen_by(wanted, options or {})
    select = filled(wanted, own) if own else wanted.sql
    check(options or {}, hub)
    rows = hub.query(select)
    return guarded(name, rows, _least_group(hub)) if reader else rows


def seen_by(wanted: reporting.Report, options: Mapping[str, str]) -> tuple[Mapping[str, str], str]:
    """Return the options that are the report's own, and the department it is for ('': any)."""
    reader = options.get(READER, "")
    if any(option.name == READER for option in wanted.options):
        return options, reader
    return {name: value for name, value in options.items() if name != READER}, reader


def _least_group(hub: Asked) -> float:
    return float(hub.query("SELECT least_group FROM limits")[0]["least_group"])


def found(name: str) -> reporting.Report:
    """Return the report *name*; raise ``Failure`` where there is none."""
    try:
        return reporting.find(name)
    except KeyError as error:
        raise Failure("unknown-report", name=name) from error


def filled(wanted: reporting.Report, options: Mapping[str, str], *, cases: bool = False) -> str:
    """Return the SQL of the report with *options*; raise ``Failure`` for one it has not."""
    try:
        return Dialect().render(wanted.filled(options, cases=cases))
    except KeyError as error:
        known = ", ".join(f"--{option.name}" for option in wanted.options) or "-"
        raise Failure(
            "report-option", name=wanted.name, option=error.args[0], known=known
        ) from error


def reports(hub: Asked) -> list[dict[str, str]]:  # noqa: ARG001 - one shape for all
    """Return the name, titles and explanation of every report."""
    return [
        {"name": r.name, "zh": r.title.zh, "en": r.title.en, "note": r.note}
        for r in reporting.reports()
    ]


def sql(hub: Asked, query: str) -> list[dict[str, Any]]:
    """Return the rows that answer *query*; raise ``Failure`` where it reaches beyond the tables."""
    _must_ask(query)
    if reached := beyond(query):
        raise Failure("beyond-tables", what=reached)
    try:
        return hub.query(query)
    except Failure as error:
        reason = str(error.values.get("reason", ""))
        if error.key == "query-failed" and reason.endswith(_NO_NAME):
            raise Failure("query-no-name", reason=reason) from error
        raise


def _must_ask(query: str) -> None:
    """Raise ``Failure`` where *query* does not begin as a question does."""
    word = beginning(query)
    if not word:
        raise Failure("sql-nothing")
    if not asks(word):
        like = meant(word)
        raise Failure("sql-misspelt" if like else "sql-no-question", word=word, like=like)


def sql_for(hub: Embedded, query: str, reader: str) -> list[dict[str, Any]]:
    """Return the rows that answer *query* as the office of the department *reader* may ask it."""
    _must_ask(query)
    rows = hub.query("SELECT department_id, parent_id FROM departments")
    parents = {str(row["department_id"]): str(row["parent_id"]) for row in rows}
    return hub.query_as(reader, below(reader, parents), query)
