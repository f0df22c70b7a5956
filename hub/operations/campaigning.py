"""
Operations on campaigns: what the next one could be about, and to schedule one.

A topic is proposed from what the hub has found: topics that rise (``rising-topic``), then the
ten most common kinds of like cases. What nobody waits for any more, and what a campaign is
about already, is left out. People decide: a proposal publishes nothing.

Source: the mission, row K (爱企日, topic chosen from the clusters).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import orjson

from hub.failure import Failure
from hub.port import Asked, Hub
from processors.matters.matter_key import matter_key

_RISING: Final = """
SELECT subject, details, raised_at FROM findings
WHERE rule = 'rising-topic' AND status NOT IN ('dismissed', 'retracted')
ORDER BY raised_at DESC, subject
"""
_WAITING: Final = """
SELECT toString(category) AS category, toString(area) AS area, case_id, cluster_id AS party
FROM cases WHERE status NOT IN ('closed', 'responded')
"""
_COMMON: Final = """
SELECT
    clusters.cluster_id AS cluster_id, any(clusters.lead_case) AS lead_case,
    argMin(told.category, (told.opened_at, told.case_id)) AS category,
    argMin(told.area, (told.opened_at, told.case_id)) AS area,
    count() AS cases, uniqExact(told.party) AS parties,
    countIf(clusters.status IN ('open', 'proposed')) AS waiting
FROM clusters
INNER JOIN (
    SELECT case_id, toString(category) AS category, toString(area) AS area,
        cluster_id AS party, opened_at
    FROM cases
) AS told ON told.case_id = clusters.case_id
GROUP BY cluster_id
ORDER BY waiting DESC, cases DESC, lead_case
"""
_SCHEDULED: Final = """
SELECT campaign_id, category, cluster_id FROM campaigns WHERE next_date IS NOT NULL
"""
_KNOWN: Final = "SELECT max(version) AS version FROM campaign_facts WHERE campaign_id = {id:String}"
_LISTED: Final = 10


def campaign_topics(hub: Asked) -> list[dict[str, Any]]:
    """
    Return what a campaign could be about, best first, at most ten.

    Each has ``why`` (rising or common), category, area (of a rising one its county), cluster_id
    and lead_case ('' where it rises), cases, parties, and how many ``waiting`` for an answer.
    """
    taken = hub.query(_SCHEDULED)
    about = {(row["category"], row["cluster_id"]) for row in taken}
    topics = [*_rising(hub), *_common(hub)]
    free = [one for one in topics if (one["category"], one["cluster_id"]) not in about]
    return [one for one in free if one["waiting"]][:_LISTED]


def campaign_schedule(
    hub: Hub,
    id: str,
    name: str,
    day: int,
    departments: Sequence[str],
    topic: dict[str, str] | None = None,
) -> dict[str, Any]:
    """
    Publish campaign *id*, held on the *day* of each month, on *topic*; return its data.

    Args:
        hub: is asked what there is, and publishes.
        id: of a campaign; of one that stands it is the next version.
        name: as people call it.
        day: 1 to 28.
        departments: who goes; n >= 0.
        topic: category and cluster_id; None takes the first of ``campaign_topics``.

    Raises:
        Failure: nothing is proposed and no topic was named.
    """
    if topic is None:
        proposed = campaign_topics(hub)
        if not proposed:
            raise Failure("no-topic", id=id)
        topic = {name: proposed[0][name] for name in ("category", "cluster_id")}
    said = {name: value for name, value in topic.items() if value}
    version = int(hub.query(_KNOWN, {"id": id})[0]["version"] or 0) + 1
    data = {"campaign_id": id, "version": version, "name": name, "monthly_day": day, **said}
    data |= {"departments": list(departments)} if departments else {}
    data |= {"valid_from": hub.as_of()}
    hub.publish([("campaign.scheduled", data)])
    return data


def _rising(hub: Asked) -> list[dict[str, Any]]:
    waiting = hub.query(_WAITING)
    found: dict[str, dict[str, Any]] = {}
    for row in hub.query(_RISING):
        details = orjson.loads(row["details"])
        category, _, county = str(details["matter"]).partition("|")
        mine = [one for one in waiting if matter_key(one) == details["matter"]]
        found.setdefault(
            details["matter"],
            {
                "why": "rising",
                "category": category,
                "area": county,
                "cluster_id": "",
                "lead_case": "",
                "cases": details["count"],
                "parties": len({one["party"] for one in mine}),
                "waiting": len(mine),
            },
        )
    return list(found.values())


def _common(hub: Asked) -> list[dict[str, Any]]:
    columns = ("category", "area", "cluster_id", "lead_case", "cases", "parties", "waiting")
    return [{"why": "common", **{n: row[n] for n in columns}} for row in hub.query(_COMMON)]
