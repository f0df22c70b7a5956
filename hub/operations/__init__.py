"""
What can be asked of an embedded hub: operations by name, each giving one JSON document.

They run in the process that owns the files; the command line calls them there directly, and
through ``hub.embedded.door`` when a serve holds the files. The module of an operation is imported
when it is first asked for: a load needs neither exports nor letters. What needs no more of a hub
than the port (``hub.port``) works of a cluster too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

from hub.failure import Failure
from hub.port import Hub

OPERATIONS: Final[Mapping[str, str]] = {
    "begin": "intake.begin",
    "clock": "intake.clock",
    "accept": "intake.accept",
    "finish": "intake.finish",
    "publish": "intake.publish",
    "problems": "intake.problems",
    "findings": "reading.findings",
    "finding": "reading.finding",
    "alerted": "alerted.alerted",
    "report": "reading.report",
    "reports": "reading.reports",
    "cases": "following.cases",
    "sql": "reading.sql",
    "sql_for": "reading.sql_for",
    "party": "people.party",
    "explain": "explaining.explain",
    "export_rows": "exporting.export_rows",
    "export_table": "exporting.export_table",
    "path": "walking.path",
    "knowledge": "looking_up.knowledge",
    "campaign_topics": "campaigning.campaign_topics",
    "campaign_schedule": "campaigning.campaign_schedule",
    "campaign_invite": "reaching.campaign_invite",
    "outreach_tell": "reaching.outreach_tell",
    "department_add": "departments.add",
    "department_reorganise": "departments.reorganise",
    "keys": "keys.listed",
    "key_add": "keys.added",
    "key_revoke": "keys.revoked",
    "swear": "swearing.swear",
    "chain": "swearing.chain",
    "verify": "proving.verify",
    "replay": "proving.replay",
    "rules": "proving.rules",
    "rebuild": "proving.rebuild",
    "status": "standing.status",
    "person_add": "people.entrust",
    "person_show": "people.shown",
    "forget": "people.forget",
    "rejected": "rejected.listed",
    "rejected_show": "rejected.shown",
    "rejected_retry": "rejected.retried",
    "rejected_drop": "rejected.dropped",
}
"""Name → module of this folder and function in it; each takes the hub and named arguments."""


def perform(hub: Hub, operation: str, arguments: Mapping[str, Any]) -> Any:
    """Return the document of *operation*; raise ``Failure`` where it cannot be had."""
    return found(OPERATIONS, "hub.operations", operation)(hub, **arguments)


def found(operations: Mapping[str, str], folder: str, operation: str) -> Callable[..., Any]:
    """Return the function of *operation*; raise ``Failure`` where *operations* name none."""
    if operation not in operations:
        raise Failure("unknown-operation", operation=operation)
    module, _, name = operations[operation].partition(".")
    function: Callable[..., Any] = getattr(import_module(f"{folder}.{module}"), name)
    return function
