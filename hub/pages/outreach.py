"""
Outreach: whom policies reach, and what the campaigns of the month are about.

Of each item of a menu that says whom it is for: how many it fits, who was told, opened, applied
(report ``offers``), and by name who was never told. Of each campaign (爱企日, the 27th): its topic,
its next day, who is invited and will come, its visits and their results (report ``campaigns``);
below them the topics that the next one could have.

Source: the mission, rows J and K.
"""

from __future__ import annotations

from typing import Any, Final

from hub.operations.campaigning import campaign_topics
from hub.operations.following import cases
from hub.pages.desk import Desk, Rows
from hub.pages.tables import MOST, Table

_LISTED: Final = 200
_BARS: Final = 30
_SEPARATOR: Final = " / "
_TITLES: Final = "SELECT item, any(title) AS title FROM menu_items GROUP BY item"
_NAMES: Final = """
SELECT party_id, name, area, officer_id FROM parties
WHERE party_id IN (
    SELECT id FROM report_offers_cases
    WHERE number = 'untold' AND menu_id = {menu:String} AND item = {item:String}
)
"""
_TOPICS: Final = ("why", "category", "area", "lead_case", "cases", "parties", "waiting")


def outreach(desk: Desk) -> dict[str, Any]:
    """Return what the page shows: items, who was never told of one, campaigns, topics."""
    titles = {row["item"]: row["title"] for row in desk.rows(_TITLES)}
    items = desk.report("offers")
    keys = [f"{row['menu_id']}{_SEPARATOR}{row['item']}" for row in items]
    chosen = desk.said("item") if desk.said("item") in keys else ""
    untold = _untold(desk, *chosen.split(_SEPARATOR, 1)) if chosen else []
    campaigns, topics = desk.report("campaigns"), _topics(desk)
    columns = [(key, desk.word(key)) for key in ("party", "name", "area", "officer")]
    topic_columns = [(name, desk.word(f"topic-{name}")) for name in _TOPICS]
    return {
        "items": [row | {"title": titles.get(row["item"]) or row["item"]} for row in items],
        "item_columns": desk.titles("offers"),
        "choices": keys,
        "chosen": chosen,
        "untold": untold[:_LISTED],
        "untold_count": len(untold),
        "untold_columns": columns,
        "campaigns": campaigns,
        "campaign_columns": desk.titles("campaigns"),
        "topics": topics,
        "topic_columns": topic_columns,
        "chart": _chart(desk, items, titles),
        "tables": {
            "items": Table(desk.titles("offers"), items),
            "untold": Table(columns, untold[:MOST]),
            "campaigns": Table(desk.titles("campaigns"), campaigns),
            "topics": Table(topic_columns, topics),
        },
    }


def _untold(desk: Desk, menu: str, item: str) -> Rows:
    of = {"menu_id": menu, "item": item}
    listed = desk.kept(("untold", menu, item), lambda: cases(desk.hub, "offers", "untold", of))
    known = {row["party_id"]: row for row in desk.rows(_NAMES, menu=menu, item=item)}
    return [
        {
            "party": row["id"],
            "name": known.get(row["id"], {}).get("name", ""),
            "area": known.get(row["id"], {}).get("area", ""),
            "officer": known.get(row["id"], {}).get("officer_id", ""),
        }
        for row in listed
    ]


def _topics(desk: Desk) -> Rows:
    found: Rows = desk.kept("campaign-topics", lambda: campaign_topics(desk.hub))
    return [row | {"why": desk.word(f"why-{row['why']}")} for row in found]


def _chart(desk: Desk, items: Rows, titles: dict[str, str]) -> dict[str, Any]:
    drawn = sorted(items, key=lambda row: (-row["untold"], row["item"]))[:_BARS]
    words = dict(desk.titles("offers"))
    return {
        "kind": "bar",
        "names": [titles.get(row["item"]) or row["item"] for row in drawn],
        "series": [
            {"name": words[one], "values": [row[one] for row in drawn]}
            for one in ("told", "untold", "opened", "applied")
        ],
    }
