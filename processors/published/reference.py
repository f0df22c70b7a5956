"""
Reference data that a partition knows: policies, calendars, departments, officers, menus.

They reach every partition as events. ``learn`` gives a new reference and leaves the old one
as it was; learning is idempotent by event id and does not depend on order. Every look-up
takes the instant as of which it is asked: for an open case now, for a closed one its closing,
so that closed cases keep theirs. A publication that was withdrawn counts for nobody.

Look-ups happen per event, so they are cached (``processors.published.ages``); parsing happens once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from events.event import WITHDRAWN, Event
from events.instant import Instant
from processors.policies.life_cycle import LifeCycle
from processors.policies.matter_policy import MatterPolicy
from processors.policies.menu import MenuItem
from processors.policies.policy import contents
from processors.policies.selectors import CaseFacts
from processors.policies.visit_policy import VisitPolicy
from processors.published.ages import Armed
from processors.published.publications import Publication, Rules, build_rules, publication
from processors.published.registry import LOCAL, SUBJECTS, Registry
from processors.time.calendar import Calendar

RULES = frozenset({"policy.published", "calendar.published", "menu.published"})


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """
    Frozen; ``learn`` gives a new one.

    ``identity`` differs whenever anything was learnt and is the same for the same events in
    any order; ``rules_identity`` likewise, of policies, calendars and menus only.
    """

    identity: int = 0
    rules_identity: int = 0
    rules: Rules = field(default_factory=Rules, repr=False)
    registry: Registry = field(default_factory=Registry, repr=False)
    withdrawn: frozenset[str] = frozenset()

    def holds(self, event: Event) -> bool:
        """Return whether *event* is reference data, or withdraws some that is known here."""
        if event.name == WITHDRAWN:
            target = event.data.get("event_id", "")
            return target in self.withdrawn or self._published(target) is not None
        return event.name in RULES or event.name in SUBJECTS

    def spreads(self, event: Event) -> bool:
        """Return whether derived topics need *event*, which this reference holds, as well."""
        gone = self._published(event.data.get("event_id", ""))
        return (event.name if gone is None else gone.name) not in LOCAL

    def learn(self, event: Event) -> Reference:
        """
        Return the reference with *event*; self when it says nothing new. Never raises.

        A withdrawal that comes before what it withdraws is remembered.
        """
        if event.name == WITHDRAWN:
            return self._withdraw(event.data.get("event_id", ""))
        known = event.event_id in self.withdrawn or self._published(event.event_id) is not None
        return self if known else self._with(publication(event))

    @property
    def shadow(self) -> Reference | None:
        """The reference in which policies in shadow count too, None while there are none."""
        beside = self.rules.shadow
        return None if beside is None else replace(self, rules=beside)

    @property
    def shadow_kinds(self) -> frozenset[str]:
        """The kinds of policies that are in shadow."""
        tried = (self.rules.published[id] for id in self.rules.passed_over)
        return frozenset(str(contents(one.data).get("kind", "")) for one in tried)

    def calendar(self, calendar_id: str, as_of: Instant) -> Calendar | None:
        """Return a calendar, of all its versions published by *as_of*."""
        return self.rules.at(as_of).calendars.get(calendar_id)

    def armed(self, facts: CaseFacts, as_of: Instant) -> Armed | None:
        """
        Return the policy for *facts*, most specific first, and its calendar.

        Every target of it can be computed in that calendar. None: no usable policy counts.
        """
        return self.rules.at(as_of).armed(facts)

    def visits(self, as_of: Instant) -> VisitPolicy | None:
        """Return the visit policy that counts as of *as_of*."""
        return self.rules.at(as_of).visits

    def naming(self, as_of: Instant) -> Mapping[str, Any] | None:
        """Return the content of the identity policy that counts as of *as_of*."""
        return self.rules.at(as_of).identity

    def life_cycle(self, case_kind: str, as_of: Instant) -> LifeCycle:
        """Return the life cycle of a kind of case ('' or unknown: the general one)."""
        return self.rules.at(as_of).life_cycles.of(case_kind)

    def matters(self, as_of: Instant) -> MatterPolicy | None:
        """Return the policy of matters that counts as of *as_of*."""
        return self.rules.at(as_of).matters

    def ordered(self, facts: CaseFacts, as_of: Instant) -> MenuItem | None:
        """Return the menu item that a case of *facts* orders, None when no menu knows it."""
        return self.rules.at(as_of).item(facts)

    def problems(self, as_of: Instant) -> tuple[str, ...]:
        """Return why publications that should count are passed over, one line each."""
        return self.rules.at(as_of).problems

    def next_change(self, after: Instant) -> Instant | None:
        """Return the first instant later than *after* at which other rules count."""
        return self.rules.next_change(after)

    def cause(self, change: Instant) -> tuple[str, str]:
        """Return (``calendar``, ``policy`` or ``menu``, event id) of what counts from then on."""
        found = self.rules.counting_from(change)
        if found is None:
            return "policy", ""
        return found.name.removesuffix(".published"), found.event_id

    def department(self, department_id: str, as_of: Instant) -> Mapping[str, Any] | None:
        """Return the department's facts (the event's data) as of *as_of*."""
        return self._registered("department", department_id, as_of)

    def officer(self, officer_id: str, as_of: Instant) -> Mapping[str, Any] | None:
        """Return the officer's facts (the event's data) as of *as_of*."""
        return self._registered("officer", officer_id, as_of)

    def listed(self, subject: str, as_of: Instant) -> Iterator[Mapping[str, Any]]:
        """Yield the facts of every *subject* (department, officer, campaign), by id."""
        for key in sorted(self.registry.keys(subject)):
            found = self.registry.at(key, as_of)
            if found is not None:
                yield found.data

    def dump(self) -> Any:
        """Return the reference as JSON values, for a checkpoint."""
        found = sorted(
            (*self.rules.published.values(), *self.registry.everything()),
            key=lambda one: one.event_id,
        )
        return {
            "published": [[one.event_id, one.name, one.time, one.data] for one in found],
            "withdrawn": sorted(self.withdrawn),
        }

    @staticmethod
    def load(values: Any) -> Reference:
        """Return the reference that ``dump`` gave *values* for."""
        reference = Reference()
        for target in values["withdrawn"]:
            reference = reference.learn(_event("", WITHDRAWN, 0, {"event_id": target}))
        for event_id, name, time, data in values["published"]:
            reference = reference.learn(_event(event_id, name, time, data))
        return reference

    def _published(self, event_id: str) -> Publication | None:
        return self.rules.published.get(event_id) or self.registry.published(event_id)

    def _registered(self, subject: str, id: str, as_of: Instant) -> Mapping[str, Any] | None:
        found = self.registry.at((subject, id), as_of)
        return None if found is None else found.data

    def _with(self, found: Publication) -> Reference:
        mark = _mark(found.event_id)
        if found.name in SUBJECTS:
            registry = self.registry.with_one(found)
            return replace(self, identity=self.identity ^ mark, registry=registry)
        rules = build_rules({**self.rules.published, found.event_id: found})
        return self._ruled(rules, mark)

    def _withdraw(self, target: str) -> Reference:
        if target in self.withdrawn:
            return self
        gone = self._published(target)
        known = self if gone is None else self._without(gone)
        mark = _mark(WITHDRAWN, target)
        withdrawn = known.withdrawn | {target}
        return replace(known, identity=known.identity ^ mark, withdrawn=withdrawn)

    def _without(self, gone: Publication) -> Reference:
        mark = _mark(gone.event_id)
        if gone.name in SUBJECTS:
            registry = self.registry.without(gone)
            return replace(self, identity=self.identity ^ mark, registry=registry)
        kept = {key: one for key, one in self.rules.published.items() if one is not gone}
        return self._ruled(build_rules(kept), mark)

    def _ruled(self, rules: Rules, mark: int) -> Reference:
        identity, ruled = self.identity ^ mark, self.rules_identity ^ mark
        return replace(self, identity=identity, rules_identity=ruled, rules=rules)


def _event(event_id: str, name: str, time: int, data: Mapping[str, Any]) -> Event:
    return Event(event_id, name, 1, Instant(time), 0, "", "", "", data)


def _mark(*parts: str) -> int:
    """Return a number that stands for *parts*; marks are combined by exclusive or."""
    return int.from_bytes(blake2b("\x1f".join(parts).encode(), digest_size=8).digest(), "big")
