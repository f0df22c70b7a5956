"""
Ages: the policies and calendars that count between two changes, and which one a case gets.

Calendars: of one id, all versions count, each for its dates. Policies: of one id, the greatest
(valid_from, version) counts and says which cases the policy is for; among policies for a case
the most specific wins, then the greatest (valid_from, version). What the winner does not state
is taken from older versions of it and from the policies it won over (``sla_policy.overlaid``).

Menus: of one id, the greatest (valid_from, version) counts whole; of two menus with one item the
later published one. An item's policy is laid over those a case has anyway, and its limits last.

A publication that is broken, or whose deadlines its calendar cannot give, is passed over and
listed in ``problems``: no publication can stop a partition or leave a clock unarmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Protocol, TypeVar

from events.instant import Instant
from processors.policies.identity_policy import readable
from processors.policies.life_cycle import LifeCycles, build_life_cycles
from processors.policies.matter_policy import MatterPolicy, parse_matters
from processors.policies.menu import Limits, Menu, MenuItem, limited, parse_menu
from processors.policies.policy import Fields, PolicyError, contents
from processors.policies.selectors import CaseFacts, Selectors, matches, parse_selectors
from processors.policies.sla_policy import SlaPolicy, overlaid, parse_sla
from processors.policies.visit_policy import VisitPolicy, parse_visits
from processors.published.policy_check import uncomputable, uncomputable_limits
from processors.time.calendar import Calendar, build_calendar
from processors.time.calendar_version import parse_version, version_content

CALENDAR = "calendar.published"
MENU = "menu.published"

Armed = tuple[SlaPolicy, Calendar]
Content = Mapping[str, Any]
Rank = tuple[int, tuple[Instant, int, Instant, str]]
P = TypeVar("P")
Ordered = tuple[tuple[int, ...], str, Limits]
"""The contenders laid over each other for an order, the menu, and the limits of its item."""


class Published(Protocol):
    """What an age reads of a publication; see ``processors.published.publications``."""

    @property
    def name(self) -> str: ...
    @property
    def data(self) -> Content: ...
    @property
    def order(self) -> tuple[Instant, int, Instant, str]: ...


class Contender(NamedTuple):
    """A policy that counts: how specific, for whom, and its contents, oldest version first."""

    policy_id: str
    rank: Rank
    selectors: Selectors
    contents: tuple[Content, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Age:
    """
    The rules between two changes. The dictionaries of armed policies are caches.

    ``menus``: by the id of each item, the menu that counts for it.
    """

    calendars: Mapping[str, Calendar]
    contenders: tuple[Contender, ...]
    visits: VisitPolicy | None
    identity: Content | None
    life_cycles: LifeCycles
    matters: MatterPolicy | None
    menus: Mapping[str, Menu]
    problems: tuple[str, ...]
    _by_facts: dict[CaseFacts, Armed | None] = field(default_factory=dict, repr=False)
    _by_match: dict[tuple[int, ...], Armed | None] = field(default_factory=dict, repr=False)
    _by_item: dict[Ordered, Armed | None] = field(default_factory=dict, repr=False)

    def item(self, facts: CaseFacts) -> MenuItem | None:
        """Return the menu item that a case of *facts* orders, None when it orders none."""
        menu = self.menus.get(facts.item)
        return menu.find(facts) if menu else None

    def armed(self, facts: CaseFacts) -> Armed | None:
        """Return the policy for *facts* with its calendar; None when no usable one is for it."""
        if facts not in self._by_facts:
            self._by_facts[facts] = self._matched(facts)
        return self._by_facts[facts]

    def _matched(self, facts: CaseFacts) -> Armed | None:
        places = enumerate(self.contenders)
        match = tuple(place for place, one in places if matches(one.selectors, facts))
        item = self.item(facts)
        return self._ordered(match, item) if item else self._armed(match)

    def _armed(self, match: tuple[int, ...]) -> Armed | None:
        if match not in self._by_match:
            chosen = [self.contenders[place] for place in match]
            self._by_match[match] = arm(chosen, self.calendars, [])
        return self._by_match[match]

    def _ordered(self, match: tuple[int, ...], item: MenuItem) -> Armed | None:
        """Return what stands for an order of *item*, whose cases *match* by themselves."""
        match = self._with_named(match, item.policy)
        key = (match, item.menu, item.limits)
        if key not in self._by_item:
            armed = self._armed(match)
            usable = armed and not uncomputable_limits(*armed, item.limits.stated)
            self._by_item[key] = (limited(armed[0], item), armed[1]) if armed and usable else armed
        return self._by_item[key]

    def _with_named(self, match: tuple[int, ...], policy_id: str) -> tuple[int, ...]:
        """Return *match* with the policy that an item names at its end, most specific."""
        ids = [one.policy_id for one in self.contenders]
        if not policy_id or policy_id not in ids:
            return match
        named = ids.index(policy_id)
        return (*(place for place in match if place != named), named)


def build_age(counting: Sequence[Published]) -> Age:
    """Return the age in which just the publications in *counting* count, given by order."""
    problems: list[str] = []
    calendars = _calendars(_data(counting, CALENDAR, None), problems)
    contenders = _contenders([one for one in counting if _kind(one) == "sla"], problems)
    visits = _latest(_data(counting, "policy.published", "visits"), parse_visits, problems)
    matters = _latest(_data(counting, "policy.published", "matters"), parse_matters, problems)
    cycles = _data(counting, "policy.published", "life-cycle")
    life_cycles = build_life_cycles(map(contents, cycles), problems)
    identity = _latest(_data(counting, "policy.published", "identity"), readable, problems)
    for contender in contenders:
        facts = _example(contender.selectors)
        arm([one for one in contenders if matches(one.selectors, facts)], calendars, problems)
    menus = _menus(_data(counting, MENU, None), problems)
    age = Age(calendars, contenders, visits, identity, life_cycles, matters, menus, ())
    return replace(age, problems=tuple(dict.fromkeys((*problems, *_wrong_items(age)))))


def arm(
    contenders: Sequence[Contender], calendars: Mapping[str, Calendar], problems: list[str]
) -> Armed | None:
    """Lay *contenders* (least specific first) over each other; note what is passed over."""
    armed: Armed | None = None
    whole: Content = {}
    for content in (content for one in contenders for content in one.contents):
        laid = overlaid(whole, content)
        found = _usable(laid, calendars)
        if isinstance(found, str):
            problems.append(found)
        else:
            armed, whole = found, laid
    return armed


def _usable(content: Content, calendars: Mapping[str, Calendar]) -> Armed | str:
    try:
        policy = parse_sla(content)
    except PolicyError as error:
        return str(error)
    calendar = calendars.get(policy.calendar_id)
    problems = uncomputable(policy, calendar)
    return problems[0] if calendar is None or problems else (policy, calendar)


def _wrong_items(age: Age) -> Iterator[str]:
    """Yield what is wrong with the items of the menus: each policy and each limit once."""
    seen: dict[tuple[str, Limits], MenuItem] = {}
    for item in (menu.items[id] for id, menu in age.menus.items()):
        seen.setdefault((item.policy, item.limits), item)
    known = {one.policy_id for one in age.contenders}
    for item in seen.values():
        where = f"menu {item.menu}, item {item.item}"
        if item.policy and item.policy not in known:
            yield f"{where}: policy {item.policy} is not published: publish it first"
        facts = _example(age.menus[item.item].selectors)._replace(item=item.item)
        armed = age.armed(facts)
        if armed:
            yield from uncomputable_limits(*armed, item.limits.stated, where)


def _menus(published: Iterator[Content], problems: list[str]) -> dict[str, Menu]:
    current: dict[str, Menu] = {}
    for data in published:
        content = contents(data)
        try:
            menu = parse_menu(content)
        except PolicyError as error:
            problems.append(str(error))
        else:
            current.pop(str(content["menu_id"]), None)  # the later published one comes last
            current[str(content["menu_id"])] = menu
    return {item: menu for menu in current.values() for item in menu.items}


def _kind(one: Published) -> str:
    return str(contents(one.data).get("kind", "")) if one.name == "policy.published" else ""


def _data(counting: Sequence[Published], name: str, kind: str | None) -> Iterator[Content]:
    for one in counting:
        if one.name == name and kind in (None, _kind(one)):
            yield one.data


def _calendars(published: Iterator[Content], problems: list[str]) -> dict[str, Calendar]:
    versions: dict[str, list[Content]] = {}
    for data in published:
        try:
            version = parse_version(version_content(data))
        except PolicyError as error:
            problems.append(str(error))
        else:
            versions.setdefault(version.calendar_id, []).append(data)
    return {calendar_id: build_calendar(*found) for calendar_id, found in versions.items()}


def _latest(
    published: Iterator[Content], parse: Callable[[Content], P], problems: list[str]
) -> P | None:
    """Return the policy that the versions *published* give, each laid over those before it."""
    policy: P | None = None
    whole: Content = {}
    for data in published:
        laid = {**whole, **contents(data)}
        try:
            policy = parse(laid)
        except PolicyError as error:
            problems.append(str(error))
        else:
            whole = laid
    return policy


def _contenders(published: Sequence[Published], problems: list[str]) -> tuple[Contender, ...]:
    versions: dict[str, list[Content]] = {}
    current: dict[str, tuple[Rank, Selectors]] = {}
    for one in published:
        content = contents(one.data)
        policy_id = str(content.get("policy_id", ""))
        try:
            selectors = _selectors(content, policy_id)
        except PolicyError as error:
            problems.append(str(error))
            continue
        versions.setdefault(policy_id, []).append(content)
        current[policy_id] = ((len(selectors), one.order), selectors)
    found = (Contender(key, *current[key], tuple(versions[key])) for key in versions)
    return tuple(sorted(found, key=lambda one: one.rank))


def _selectors(content: Content, policy_id: str) -> Selectors:
    return parse_selectors(Fields(f"policy {policy_id}", content).under("applies_to"))


def _example(selectors: Selectors) -> CaseFacts:
    """Return facts that *selectors* match."""
    said = {place: min(allowed, default="") for place, allowed in selectors}
    return CaseFacts._make(said.get(place, fact) for place, fact in enumerate(CaseFacts()))
