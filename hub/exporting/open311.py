"""
Cases as requests of Open311's GeoReport v2, in bulk: for the public, so nobody is in them.

No party, no text, no address. A group of parties who could be told apart is not shown: the
area of a category with fewer than ``least_group`` parties there, and a category with fewer
in all, are left out, each with the two smallest others of its whole, as ``projections.guarding``
has it for ratings (what is left out could else be worked out from what is shown).

Source: GeoReport v2 (wiki.open311.org/GeoReport_v2), "GET service_requests".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import escape

import orjson

from events.instant import render
from hub.exporting.case_log import instant
from hub.exporting.source import Advance, Row, Source
from hub.exporting.xes import writable
from projections.guarding import hidden

OTHER: Final = "other"
"""The service of a category that is not shown."""


class Shown(NamedTuple):
    """Categories, and areas of a category, that enough parties stand behind."""

    categories: frozenset[str]
    areas: frozenset[tuple[str, str]]


def shown(rows: Iterable[Row], k: float) -> Shown:
    """Return what may be told of the groups in *rows* (category, area, parties, by_area)."""
    wholes: defaultdict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        wholes[row["category"] if row["by_area"] else None].append(row)
    told = {whole: _told(groups, k) for whole, groups in wholes.items()}
    categories = frozenset(row["category"] for row in told.pop(None, []))
    areas = {(row["category"], row["area"]) for groups in told.values() for row in groups}
    return Shown(categories, frozenset(one for one in areas if one[0] in categories))


def _told(groups: list[Row], k: float) -> list[Row]:
    # A group of nobody known could still be somebody: it counts as one.
    sizes = [max(1, int(row["parties"])) for row in groups]
    left_out = hidden(sizes, k)
    return [row for place, row in enumerate(groups) if place not in left_out]


def requests(source: Source, advance: Advance) -> Iterator[dict[str, Any]]:
    """Yield each selected case of *source* as a request, by the field names of the standard."""
    [limit] = source.rows("least_group")
    told = shown(source.rows("groups"), float(limit["least_group"]))
    for bucket in range(source.buckets):
        yield from (_request(row, told) for row in source.rows("requests", bucket))
        advance(1)


def _request(row: Row, told: Shown) -> dict[str, Any]:
    service = row["category"] if row["category"] in told.categories else OTHER
    place = row["area"] if (row["category"], row["area"]) in told.areas else None
    return {
        "service_request_id": row["case_id"],
        "status": "closed" if row["status"] == "closed" else "open",
        "status_notes": row["outcome"] or None,
        "service_name": service,
        "service_code": service,
        "description": None,
        "agency_responsible": row["agency"] or None,
        "service_notice": None,
        "requested_datetime": _time(row["opened"]),
        "updated_datetime": _time(row["changed"]),
        "expected_datetime": _time(row["expected"]),
        "address": place,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _time(milliseconds: int | None) -> str | None:
    return None if milliseconds is None else render(instant(milliseconds))


def write_json(path: Path, told: Iterable[Mapping[str, Any]]) -> int:
    """Write the requests *told* as one JSON array; return how many they were."""
    count = 0
    with path.open("wb") as out:
        for count, one in enumerate(told, 1):
            out.write((b",\n" if count > 1 else b"[\n") + orjson.dumps(one))
        out.write(b"\n]\n" if count else b"[]\n")
    return count


def write_xml(path: Path, told: Iterable[Mapping[str, Any]]) -> int:
    """Write the requests *told* as ``service_requests``; return how many they were."""
    count = 0
    with path.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="utf-8"?>\n<service_requests>\n')
        for one in told:
            count += 1
            fields = (f"<{n}>{escape(writable(str(v or '')))}</{n}>" for n, v in one.items())
            out.write(f"<request>{''.join(fields)}</request>\n")
        out.write("</service_requests>\n")
    return count
