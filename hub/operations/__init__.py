"""
What can be asked of an embedded hub: operations by name, each giving one JSON document.

They run in the process that owns the files; the command line calls them there directly, and
through ``hub.embedded.door`` when a serve holds the files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from hub.embedded.hub import Embedded
from hub.failure import Failure
from hub.operations import (
    departments,
    following,
    intake,
    keys,
    people,
    proving,
    reading,
    rejected,
)
from hub.operations.campaigning import campaign_schedule, campaign_topics
from hub.operations.explaining import explain
from hub.operations.exporting import export_rows, export_table
from hub.operations.looking_up import knowledge
from hub.operations.reaching import campaign_invite, outreach_tell
from hub.operations.standing import status
from hub.operations.swearing import chain, swear
from hub.operations.walking import path

OPERATIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "begin": intake.begin,
    "clock": intake.clock,
    "accept": intake.accept,
    "finish": intake.finish,
    "publish": intake.publish,
    "problems": intake.problems,
    "findings": reading.findings,
    "finding": reading.finding,
    "report": reading.report,
    "reports": reading.reports,
    "cases": following.cases,
    "sql": reading.sql,
    "sql_for": reading.sql_for,
    "party": people.party,
    "explain": explain,
    "export_rows": export_rows,
    "export_table": export_table,
    "path": path,
    "knowledge": knowledge,
    "campaign_topics": campaign_topics,
    "campaign_schedule": campaign_schedule,
    "campaign_invite": campaign_invite,
    "outreach_tell": outreach_tell,
    "department_add": departments.add,
    "department_reorganise": departments.reorganise,
    "keys": keys.listed,
    "key_add": keys.added,
    "key_revoke": keys.revoked,
    "swear": swear,
    "chain": chain,
    "verify": proving.verify,
    "replay": proving.replay,
    "rules": proving.rules,
    "rebuild": proving.rebuild,
    "status": status,
    "person_add": people.entrust,
    "person_show": people.shown,
    "forget": people.forget,
    "rejected": rejected.listed,
    "rejected_show": rejected.shown,
    "rejected_retry": rejected.retried,
    "rejected_drop": rejected.dropped,
}


def perform(hub: Embedded, operation: str, arguments: Mapping[str, Any]) -> Any:
    """Return the document of *operation*; raise ``Failure`` where it cannot be had."""
    if operation not in OPERATIONS:
        raise Failure("unknown-operation", operation=operation)
    return OPERATIONS[operation](hub, **arguments)
