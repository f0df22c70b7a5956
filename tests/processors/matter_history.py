"""
Build matters in tests: cases of many parties, taken through the real partitions.

Cases are opened in category ``water``, county 清溪, unless said otherwise. ``find`` gives what is
said last, as (kind, subject) → finding; ``Interleaving`` reads the partitions in any order.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

import orjson

from events import topics
from events.comparison import last_findings
from events.event import Event
from events.instant import Instant
from processors.published.defaults import default_publications
from processors.published.reference import Reference
from tests.history import learned, opened, publication, reference
from tests.processors.interleaving import Interleaving

CASES = (topics.JOURNAL_CASES, topics.BY_MATTER)

LAMP = "工业路8号门口的路灯坏了半个月，晚上看不清路，老人出行很不安全"
LAMP_AGAIN = "领导：工业路8号门口的路灯还是坏的，晚上看不清路，老人出行不安全，请尽快处理，谢谢"
PIPE = "小区二期自来水管爆裂，整栋楼停水两天，物业一直没有派人来修"


def case(case_id: str, when: Instant, text: str = LAMP, party: str = "P-1", **data: Any) -> Event:
    """Return the opening of a case."""
    said = opened(when, case_id=case_id, party_id=party, text=text, **data)
    return of(case_id, said)


def of(case_id: str, said: Event) -> Event:
    """Return *said* as an event of the case *case_id*."""
    return said._replace(subject=case_id, data={**said.data, "case_id": case_id})


def told(
    events: Iterable[Event],
    seed: int = 1,
    *,
    crashes: bool = False,
    rules: Reference | None = None,
) -> Interleaving:
    """Return the partitions after they have read *events*, in an order drawn from *seed*."""
    run = Interleaving(Random(seed), crashes, CASES, torn=crashes)
    run.publish(rules or reference())
    run.tell((said.data["case_id"], said) for said in events)
    run.run()
    return run


def comparing(**most: int) -> Reference:
    """Return what every hub is given, with so many cases compared at *most*."""
    publications = []
    for name, data in default_publications():
        if data.get("policy_id") == "matters":
            compare = {**data["content"]["compare"], **most}
            data = {**data, "content": {**data["content"], "compare": compare}}
        publications.append(publication(name, data))
    return learned(Reference(), *publications)


def ended(run: Interleaving, now: Instant) -> Interleaving:
    """Return *run* after a last tick."""
    run.tick(now)
    run.run()
    return run


def find(run: Interleaving, rule: str = "") -> dict[tuple[str, str], dict[str, Any]]:
    """Return the findings of *rule* (of all) that stand, by (kind, subject)."""
    return {
        (found["kind"], found["subject"]): found
        for found in last_findings(run.findings).values()
        if found["status"] != "retracted" and rule in ("", found["rule"])
    }


def rows(run: Interleaving, kind: str) -> dict[str, dict[str, Any]]:
    """Return the last snapshots of *kind*, by id; those that vanished are left out."""
    said: dict[str, dict[str, Any]] = {}
    for value in run.conclusions:
        one = orjson.loads(value)
        if one["kind"] == kind:
            said[one["id"]] = one["row"]
    return {id: row for id, row in said.items() if row.get("status") != "cancelled"}
