"""
The operation ``party``: what the hub knows of one party, asked for by an id or by a name.

A party is all ids of its cluster: facts, visits, cases and findings of each of them are shown,
with the links that hold them together (score, rule, version) and the questions people have not
answered. A name is looked for in the names of all parties, levelled
(``processors.text.levelling``); one that several parties bear gives the list of them instead.
"""

# ruff: noqa: S608 - put together of constants

from __future__ import annotations

from typing import Any, Final

from hub.failure import Failure
from hub.port import Asked
from processors.text.levelling import levelled

_CLUSTER: Final = """
SELECT cluster_id FROM (
    SELECT party_id, cluster_id FROM parties
    UNION ALL SELECT party_id, cluster_id FROM visits
    UNION ALL SELECT party_id, cluster_id FROM cases
) AS known WHERE party_id = {party:String} LIMIT 1
"""
_MATCHES: Final = """
SELECT cluster_id, party_id, name, uscc, area, kind FROM parties
WHERE position(name, {name:String}) > 0 OR position(lowerUTF8(name), {levelled:String}) > 0
ORDER BY name = {name:String} DESC, cluster_id, party_id LIMIT 50
"""
_MEMBERS: Final = """
SELECT party_id, kind, name, uscc, area, industry, stage, size, officer_id, cluster_id,
    valid_from, registered
FROM parties WHERE cluster_id = {cluster:String} ORDER BY party_id
"""
_MINE: Final = """
(SELECT party_id FROM parties WHERE cluster_id = {cluster:String}
    UNION ALL SELECT {cluster:String} AS party_id)
"""
_PARTS: Final = {
    "facts": _MEMBERS,
    "links": f"""
        SELECT party_id, same_as, linked, score, rule, rule_version, by_hub, time FROM party_links
        WHERE party_id IN {_MINE} OR same_as IN {_MINE} ORDER BY time, party_id, same_as
    """,
    "questions": f"""
        SELECT party_id, name, area, other_party_id, other_name, other_area, score, asked_at
        FROM identity_questions WHERE party_id IN {_MINE} OR other_party_id IN {_MINE}
        ORDER BY score DESC, party_id, other_party_id
    """,
    "visits": "SELECT * FROM visits WHERE cluster_id = {cluster:String} ORDER BY start, visit_id",
    "cases": "SELECT * FROM cases WHERE cluster_id = {cluster:String} ORDER BY opened_at, case_id",
    "findings": f"""
        SELECT * FROM findings WHERE party_id IN {_MINE} ORDER BY raised_at, finding_id
    """,
}


def party(hub: Asked, party: str) -> dict[str, Any]:
    """
    Return what is known of the party that *party* (an id, or a part of a name) means.

    Of several: ``matches``, one row each, and nothing else. Raises ``Failure`` when there is none.
    """
    found = hub.query(_CLUSTER, {"party": party})
    if found:
        return _known(hub, party, found[0]["cluster_id"])
    matches = hub.query(_MATCHES, {"name": party, "levelled": levelled(party)}) if party else []
    exact = {row["cluster_id"] for row in matches if row["name"] == party}
    clusters = exact or {row["cluster_id"] for row in matches}
    if not clusters:
        raise Failure("unknown-party", party=party)
    if len(clusters) > 1:
        return {"matches": matches}
    (cluster,) = clusters
    return _known(hub, cluster, cluster)


def _known(hub: Asked, party_id: str, cluster: str) -> dict[str, Any]:
    parts = {name: hub.query(sql, {"cluster": cluster}) for name, sql in _PARTS.items()}
    return {"party_id": party_id, "cluster_id": cluster, **parts}
