"""
Orders from the service menu 点菜单: every department's menu, and what came of the orders.

Each of the city's departments has a menu with what the law allows and what it promised; nobody
dispatches an order, the menu does. Orders are of the first items of every menu, answered the
next day. Who is not satisfied gets a better answer, and is asked again.

Source: the mission, rows C (98 % satisfied) and N (2 261 items of 43 departments, 75 % and more
below the statutory limit).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any, NamedTuple

from hub.simulation.casework import Casework
from hub.simulation.city import DEPARTMENTS, City
from hub.simulation.matter import fresh
from hub.simulation.writing import Book, at

MENUS = 43
"""Departments that have a menu."""
CATEGORIES = ("企业开办", "项目审批", "融资", "用工", "用地", "水电气", "人才", "科技")
_STATUTORY = 20
_PROMISED = (4, 5)
"""Working days, item by item in turn: 80 and 75 % below the law."""
_GOAL = 75


class _Item(NamedTuple):
    department: str
    number: int

    @property
    def id(self) -> str:
        return f"{self.department}-item-{self.number:02}"

    def data(self) -> dict[str, Any]:
        promised = _PROMISED[self.number % len(_PROMISED)]
        limits = {
            "statutory": {"target": _STATUTORY, "unit": "working-days"},
            "promised": {"target": promised, "unit": "working-days"},
        }
        return {"item": self.id, "title": f"事项{self.number}", **limits}


def write(
    book: Book, city: City, items: int, orders: int, pleased: int, *, days: int, random: Random
) -> None:
    """Publish *items* on the menus; write *orders*, of which *pleased* are satisfied."""
    if not items:
        return
    menus = list(_menus(items))
    for menu in menus:
        _publish(book, menu)
    for number in range(orders):
        day = book.start + timedelta(days=random.randrange(days))
        case = Casework(book, number, random.choice(city.parties), day, random)
        case.case_id = f"order-{number:05}"
        _order(case, menus[number % len(menus)][0], pleased=number < pleased)
        book.count("orders")
        book.count("orders_pleased", number < pleased)
    book.figures["orders_pleased_percent"] = round(100 * pleased / orders, 1)


def _menus(items: int) -> Iterator[list[_Item]]:
    """Yield *items* items, spread over the menus as evenly as it goes."""
    names = [*DEPARTMENTS, *(f"bureau-{n}" for n in range(len(DEPARTMENTS) + 1, MENUS + 1))]
    for number, department in enumerate(names):
        count = items // MENUS + (number < items % MENUS)
        yield [_Item(department, n) for n in range(1, count + 1)]


def _publish(book: Book, menu: list[_Item]) -> None:
    department = menu[0].department
    menu_id = f"menu-{department}"
    size = -(-len(menu) // len(CATEGORIES))
    categories = [
        {"category": category, "items": [item.data() for item in menu[n * size : (n + 1) * size]]}
        for n, category in enumerate(CATEGORIES)
    ]
    data = {
        "menu_id": menu_id,
        "version": 1,
        "valid_from": "2026-01-01T00:00:00+08:00",
        "department": department,
        "content": {"goal": _GOAL, "categories": [one for one in categories if one["items"]]},
    }
    when = at(book.start - timedelta(days=3), 8)
    book.say("hub/menus", "menu.published", when, menu_id, data)
    book.count("menu_items", len(menu))
    book.count("menu_statutory", _STATUTORY * len(menu))
    book.count("menu_promised", sum(item.data()["promised"]["target"] for item in menu))


def _order(case: Casework, item: _Item, *, pleased: bool) -> None:
    matter = fresh(case.book, case.party.area, case.random)
    matter.tell(case.book, case.case_id)
    party = {"party_id": case.party.party_id, "area": matter.area, "place": matter.place}
    what = {"category": matter.topic.category, "item": item.id, "text": "点单"}
    case.say("opened", case.on(0, 9), kind="order", channel="menu", **party, **what)
    case.lead = item.department
    case.accept(case.on(0, 11))
    case.answer(pleased=pleased)
