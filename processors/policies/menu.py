"""
The service menu (点菜单): which department serves an item, by which policy, and how fast.

A menu is data, published as ``menu.published``: a whole version each time. Content: title?,
applies_to? (as a policy's; by default every order), goal? (percent by which promises should
lie below the law, for reports), categories [{category, title?, items}] and items outside any
category. An item: item (its id), title?, department? (else the menu's), policy? (a policy id
that stands for its cases whatever that policy is for), statutory? and promised? limits;
criteria? {kind, area, industry, stage, size: lists}: whom it is for; no list fits everybody.

Statutory and promised limit of an item count in one unit, because units are never converted,
and the promised one is not the longer. A case of an item is found by the item's id.

Source: the mission, rows C and N.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from processors.policies.policy import DAY_UNITS, Fields, Target
from processors.policies.selectors import CaseFacts, Selectors, matches, parse_selectors
from processors.policies.sla_policy import ClockPolicy, SlaPolicy

__all__ = ["Limits", "Menu", "MenuItem", "limited", "parse_menu"]

ORDERS: Mapping[str, Any] = {"kind": "order"}
"""Whom a menu is for that does not say it."""

_ENVELOPE = ("menu_id", "version", "valid_from", "department")
_PROMISED = ("resolve", "holding")
"""The clocks that run on what was promised."""


class Limits(NamedTuple):
    """What the law allows and what was promised; None where nobody said it."""

    statutory: Target | None = None
    promised: Target | None = None

    @property
    def stated(self) -> dict[str, Target]:
        """The targets by the names of their fields."""
        return {name: target for name, target in self._asdict().items() if target}


class MenuItem(NamedTuple):
    """``menu`` is ``services/2``; ``policy`` '' leaves the choice to the policies."""

    menu: str
    item: str
    category: str
    department: str
    policy: str
    limits: Limits


@dataclass(frozen=True, slots=True, eq=False)
class Menu:
    """One version of one menu. ``selectors`` say which cases may order from it."""

    name: str
    selectors: Selectors
    items: Mapping[str, MenuItem]

    def find(self, facts: CaseFacts) -> MenuItem | None:
        """Return the item that a case of *facts* orders, None when it orders none of these."""
        found = self.items.get(facts.item)
        return found if found and matches(self.selectors, facts) else None


def parse_menu(content: Mapping[str, Any], file: str = "") -> Menu:
    """
    Return the menu in a whole *content* (envelope fields and content in one mapping).

    Raises:
        PolicyError: names *file* (or the menu), the field, and how to mend it.
    """
    where = file or f"menu {content.get('menu_id', '')}".strip()
    fields = Fields(where, {"applies_to": ORDERS, **content})
    fields.only({*_ENVELOPE, "title", "applies_to", "goal", "categories", "items"})
    name = f"{fields.text('menu_id')}/{fields.count('version')}"
    _goal(fields)
    items: dict[str, MenuItem] = {}
    for category, one in _listed(fields):
        item = _item(one, name, category, str(content.get("department") or ""))
        if item.item in items:
            raise one.error("item", f"is {item.item!r} twice", "give each item an id of its own")
        items[item.item] = item
    return Menu(name, parse_selectors(fields.under("applies_to")), items)


def _goal(fields: Fields) -> None:
    goal = fields.values.get("goal", 0)
    if isinstance(goal, bool) or not isinstance(goal, int | float) or not 0 <= goal <= 100:
        raise fields.error("goal", f"is {goal!r}", "write a percent from 0 to 100")


def _listed(fields: Fields) -> Iterator[tuple[str, Fields]]:
    for category in fields.each("categories"):
        category.only({"category", "title", "items"})
        for item in category.each("items"):
            yield category.text("category"), item
    for item in fields.each("items"):
        yield "", item


def _item(fields: Fields, menu: str, category: str, department: str) -> MenuItem:
    fields.only({"item", "title", "department", "policy", "statutory", "promised", "criteria"})
    _criteria(fields)
    item = fields.text("item")
    if not item:
        raise fields.error("item", "is ''", "write a text")
    limits = Limits(_limit(fields, "statutory"), _limit(fields, "promised"))
    _comparable(fields, limits)
    department = fields.text("department", department)
    return MenuItem(menu, item, category, department, fields.text("policy", ""), limits)


def _criteria(fields: Fields) -> None:
    """Check whom the item is for: lists of words that a party's profile must hold one of."""
    if fields.values.get("criteria") is None:
        return
    criteria = fields.under("criteria")
    criteria.only({"kind", "area", "industry", "stage", "size"})
    for name, words in criteria.values.items():
        if not (isinstance(words, list | tuple) and all(isinstance(w, str) for w in words)):
            raise criteria.error(name, f"is {words!r}", "write a list of texts")


def _limit(fields: Fields, name: str) -> Target | None:
    if fields.values.get(name) is None:
        return None
    limit = fields.under(name)
    limit.only({"target", "unit"})
    return limit.target()


def _comparable(fields: Fields, limits: Limits) -> None:
    law, word = limits
    if law is None or word is None:
        return
    if law.unit != word.unit:
        mend = "units are never converted; write both limits in one"
        raise fields.error("promised.unit", f"is {word.unit!r} beside {law.unit!r}", mend)
    if word.amount > law.amount:
        mend = "promise no more than the law allows"
        raise fields.error("promised.target", f"is {word.amount} over {law.amount}", mend)


def limited(policy: SlaPolicy, item: MenuItem) -> SlaPolicy:
    """Return *policy* with the limits of *item*; its own where the item states none."""
    law, word = item.limits
    if law is None and word is None:
        return policy
    clocks = dict(policy.clocks)
    resolve = clocks.get("resolve")
    for name in _PROMISED if word else ():
        if word and name in clocks:
            clocks[name] = _within(clocks[name], word)
    if law and resolve:
        clocks["statutory"] = replace(_within(resolve, law), name="statutory")
    return replace(policy, clocks=clocks, menu=item.menu)


def _within(clock: ClockPolicy, target: Target) -> ClockPolicy:
    if target.unit in DAY_UNITS and target.unit == clock.target.unit:
        return replace(clock, target=target, hard=target)
    return replace(clock, target=target, hard=target, cut_off=None, roll="none")
