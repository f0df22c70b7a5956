"""
Who hears of a finding: the route that fits, its words, the people they mean now, at what hour.

Of several rungs reached at once (after an outage) each person hears of the highest, once; lower
ones count as said. Where a rung finds nobody, that is itself news: the nearest supervisor up the
tree hears that the department has no receiver, else the policy's fallback, else it is a notice to
nobody, which ``hub status`` shows until somebody is registered. Of several people a word means,
those on duty hear; where none is, each when their duty begins, and at once what is urgent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from events.instant import Instant
from hub.alerting.duty import next_duty
from hub.alerting.hours import Hours, digest_at, earliest
from hub.alerting.people import Directory, Person
from hub.alerting.policy import AlertPolicy, Route, fits
from hub.alerting.rungs import facts, reached

NOBODY: Final = ""
OVER: Final = frozenset({"resolved", "retracted", "dismissed"})


@dataclass(frozen=True, slots=True)
class Notice:
    """
    One person should hear one thing. ``receiver`` is an officer's id, '' for nobody.

    ``reason``: rung, ``no-receiver`` or ``retracted``. ``due``: not before this instant.
    """

    finding_id: str
    rung: str
    receiver: str
    department: str
    rule: str
    due: Instant
    urgent: bool = False
    digest: bool = False
    reason: str = "rung"


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing is said of findings that fit ``matchers`` in [since, until)."""

    matchers: Mapping[str, frozenset[str]]
    since: Instant
    until: Instant


@dataclass(frozen=True, slots=True)
class Known:
    """
    What else counts for a finding: rungs said of it before, who was told, whether somebody took
    it over, the silences, and the facts of open findings about the same case.
    """

    said: frozenset[str] = frozenset()
    told: tuple[str, ...] = ()
    acknowledged: bool = False
    silences: Sequence[Silence] = ()
    beside: Sequence[Mapping[str, str]] = ()


def notices(
    finding: Mapping[str, Any], known: Known, policy: AlertPolicy, who: Directory, hours: Hours
) -> tuple[Notice, ...]:
    """
    Return what should be said of *finding* now that was not said yet, one notice per person.

    Args:
        finding: as its last record says (``rungs.warned`` for a warning).
        known: what was said, and what hides it.
        policy: routes and hours.
        who: people as of now.
        hours: now, and which days are worked.
    """
    found = facts(finding, who.areas.get(finding["department"], ""))
    if finding["status"] in OVER:
        return _taken_back(finding, known, policy, hours)
    route = next((one for one in policy.routes if fits(one.when, found)), None)
    if route is None or known.acknowledged or _hidden(found, known, policy, hours.now):
        return ()
    new = [rung for rung in reached(finding) if rung in route.rungs and rung not in known.said]
    tell = _Telling(finding, found, route, policy, who, hours)
    return tuple(tell.notices(new))


def _taken_back(
    finding: Mapping[str, Any], known: Known, policy: AlertPolicy, hours: Hours
) -> tuple[Notice, ...]:
    """A finding the hub took back is taken back with everyone who was told; resolved ones end."""
    if finding["status"] == "resolved" or "retracted" in known.said:
        return ()
    due = earliest(hours, policy, urgent=False)
    return tuple(
        Notice(
            finding["finding_id"], "retracted", receiver, finding["department"], finding["rule"],
            due, reason="retracted",
        )
        for receiver in known.told
    )  # fmt: skip


def _hidden(found: Mapping[str, str], known: Known, policy: AlertPolicy, now: Instant) -> bool:
    silenced = any(
        silence.since <= now < silence.until and fits(silence.matchers, found)
        for silence in known.silences
    )
    return silenced or any(
        fits(hides, found) and any(fits(by, other) for other in known.beside)
        for hides, by in policy.inhibit
    )


@dataclass(frozen=True, slots=True)
class _Telling:
    """One finding on its way to people."""

    finding: Mapping[str, Any]
    found: Mapping[str, str]
    route: Route
    policy: AlertPolicy
    who: Directory
    hours: Hours

    def notices(self, rungs: Iterable[str]) -> Iterator[Notice]:
        heard: dict[str, tuple[str, str]] = {}
        for rung in rungs:
            people = self._people(self.route.rungs[rung])
            for person in people or self._instead():
                heard[person] = (rung, "rung" if people else "no-receiver")
        for receiver, (rung, reason) in sorted(heard.items()):
            yield self._notice(receiver, rung, reason)

    def _people(self, words: Iterable[str]) -> dict[str, None]:
        found = (person for word in words for person in self._on_duty(_MEANS[word](self)))
        return dict.fromkeys(person.officer_id for person in found)

    def _on_duty(self, names: Iterable[str]) -> list[Person]:
        """Return those of *names* (or who stands in) who are on duty now; all where nobody is."""
        now, zone = self.hours.now, self.policy.zone
        present = [one for name in names if (one := self.who.present(name, now))]
        return [one for one in present if next_duty(one.duty, now, zone) == now] or present

    def _instead(self) -> dict[str, None]:
        """Return who hears that nobody could be told."""
        found = self._people(("supervisor", "superior", "dispatcher"))
        if found:
            return dict.fromkeys([next(iter(found))])
        last = self.who.present(self.policy.fallback, self.hours.now)
        return dict.fromkeys([last.officer_id if last else NOBODY])

    def _notice(self, receiver: str, rung: str, reason: str) -> Notice:
        urgent = _urgent(self.policy, rung, self.found)
        digest = self.route.digest and not urgent and reason == "rung"
        due = self._due(receiver, urgent=urgent, digest=digest)
        return Notice(
            self.finding["finding_id"], rung, receiver, self.found["department"],
            self.found["rule"], due, urgent, digest, reason,
        )  # fmt: skip

    def _due(self, receiver: str, *, urgent: bool, digest: bool) -> Instant:
        """Return when *receiver* may be told: in their duty times where they have some."""
        person = self.who.people.get(receiver)
        duty = person.duty if person else ()
        if urgent or not (digest or duty):
            return earliest(self.hours, self.policy, urgent=urgent)
        said = digest_at(self.hours, self.policy) if digest else self.hours.now
        return next_duty(duty, said, self.policy.zone)

    def nearest(self, word: str, start: Iterable[str]) -> Iterator[str]:
        """Yield the people of the first department of *start* that has any of the role *word*."""
        for department in start:
            found = self.who.of(department, self.policy.roles[word], self.found["area"])
            if found:
                yield from (person.officer_id for person in found)
                return

    def handlers(self) -> Iterator[str]:
        department = self.found["department"]
        roles = self.policy.roles["handler"]
        yield from (p.officer_id for p in self.who.of(department, roles, self.found["area"]))

    def contacts(self) -> Iterator[str]:
        if officer := self.who.contacts.get(self.found["party_id"]):
            yield officer

    def supervisors(self) -> Iterator[str]:
        yield from self.nearest("supervisor", self.who.upwards(self.found["department"]))

    def superiors(self) -> Iterator[str]:
        """The next supervisors above those of ``supervisors``."""
        near = [self.who.people[name].department for name in self.supervisors()]
        above = self.who.parents.get(near[0] if near else self.found["department"], "")
        yield from self.nearest("supervisor", self.who.upwards(above))

    def dispatchers(self) -> Iterator[str]:
        near = tuple(self.nearest("dispatcher", self.who.upwards(self.found["department"])))
        roles = self.policy.roles["dispatcher"]
        anywhere = (p.officer_id for p in self.who.people.values() if p.role in roles)
        yield from near or sorted(anywhere)


_MEANS: Final[Mapping[str, Callable[[_Telling], Iterator[str]]]] = {
    "handler": _Telling.handlers,
    "contact": _Telling.contacts,
    "supervisor": _Telling.supervisors,
    "superior": _Telling.superiors,
    "dispatcher": _Telling.dispatchers,
}


def _urgent(policy: AlertPolicy, rung: str, found: Mapping[str, str]) -> bool:
    return (
        rung in policy.urgent.get("rungs", ())
        or found["rule"] in policy.urgent.get("rules", ())
        or found["severity"] in policy.urgent.get("severities", ())
    )


__all__ = ["NOBODY", "OVER", "Directory", "Known", "Notice", "Person", "Silence", "notices"]
