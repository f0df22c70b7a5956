"""
Who works in a simulated city: a province, the city, its counties, townships and villages, and
officers.

Officers are spread evenly over bureaus, counties and townships: so each unit's share is known.
"""

from __future__ import annotations

from datetime import timedelta

from hub.simulation.city import AREAS, DEPARTMENTS
from hub.simulation.writing import Book, at

PROVINCE, CITY = "zhejiang", "jinhua"
TOWNSHIPS = 16
"""Townships of a county."""
_REGISTRY = "hub/registry"
_SINCE = "2020-01-01T00:00:00+08:00"


def write(book: Book, officers: int, villages: int = 0) -> None:
    """
    Register the tree with *officers* officers in it; nothing where there are none.

    *villages* units of the lowest level stand under the townships of the first county.
    """
    if not officers:
        return
    when = at(book.start - timedelta(days=3), 8)
    _unit(book, PROVINCE, "浙江省", "province")
    _unit(book, CITY, "金华市", "city", PROVINCE)
    units = [*DEPARTMENTS]
    for number, area in enumerate(AREAS, 1):
        county = f"county-{number}"
        _unit(book, county, area, "county", CITY, area)
        townships = [f"{county}-township-{n}" for n in range(1, TOWNSHIPS + 1)]
        for township in townships:
            _unit(book, township, f"{area}{township}", "township", county)
        units += [county, *townships]
    for number in range(1, villages + 1):
        township = f"county-1-township-{number % TOWNSHIPS + 1}"
        _unit(book, f"village-{number:03}", f"{AREAS[0]}{number}村", "village", township)
    for number in range(1, officers + 1):
        id = f"officer-{number:03}"
        data = {
            "officer_id": id,
            "department_id": units[number % len(units)],
            "role": "official",
            "channel_ref": f"vault:{number}",
        }
        book.say(_REGISTRY, "officer.registered", when, id, data)
    book.count("officers", officers)


def _unit(book: Book, id: str, name: str, level: str, parent: str = "", area: str = "") -> None:
    data = {"department_id": id, "name": name, "level": level, "valid_from": _SINCE}
    data |= {"parent_id": parent} if parent else {}
    data |= {"area": area} if area else {}
    when = at(book.start - timedelta(days=3), 8)
    book.say(_REGISTRY, "department.registered", when, id, data)
