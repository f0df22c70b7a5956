"""
The identity fold: which party ids name one party.

One key on ``identity``, all parties in it. A party points to another when a person (or
another department) linked it so, or else to the first registered of all that it belongs
together with: by the same valid USCC, or by a name so like theirs that the policy links it
(``identity_verdicts``). Following the pointers gives a party's cluster. Where that differs
from the link that stands, the fold says ``party.linked`` or ``party.unlinked`` into
``journal.visits``, under both parties, with score, rule and version, and remembers having said
it; hearing its own word again from there changes nothing. What is only likely becomes a
question (``identity_questions``).

An event re-considers only the crowds it touches: those of its code and name, of the names like
it, and what follows them. A link that a person undid is not made again, whatever else is
learnt: the later of the two is judged alone from then on. A party that was only stated with a
visit or case (a ``party`` object) is registered after every registered one. Names are compared
by the policy that counts at the latest event time heard; another one has all compared anew:
one that comes late at once (``retell``), one that waits for its day with the next fact.
"""

# ruff: noqa: ARG002 - every fold has the same shape, whatever it reads

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import orjson
from stdnum.cn import uscc as code

from events import codec, ids, topics
from events.event import WITHDRAWN, Event
from events.instant import Instant
from processors.folding.conclusion import Conclusion, Scope
from processors.folding.fold import Forward
from processors.identity.identity_building import build_identity
from processors.identity.identity_pointers import cluster, hanging
from processors.identity.identity_questions import asked_of, question_rows
from processors.identity.identity_standings import told
from processors.identity.identity_state import (
    SOURCE,
    Identity,
    Named,
    Registration,
    load_named,
    pack,
    unpack,
)
from processors.identity.identity_trial import followed, trial_of, tried, would_link
from processors.identity.identity_verdicts import settle
from processors.identity.party import (
    FACTS,
    LINKED,
    LINKS,
    UNLINKED,
    Link,
    last_per_pair,
    read_link,
    standing,
)
from processors.published.reference import Reference

RULE: Final = "uscc"
BY_NAME: Final = "name"
VERSION: Final = "1"
"""Of the rule by USCC; that by name has the policy's."""

_NOTHING: Scope = frozenset()


class IdentityFold:
    """Fold the facts of all parties; see the module."""

    name = "identity"

    def empty(self, key: str) -> Identity:
        return Identity()

    def step(self, state: Identity, event: Event, reference: Reference) -> tuple[Identity, Scope]:
        """Return what is known after *event*; ``news`` of a repeat are none."""
        known, everyone = _ruled(tried(state, reference), event, reference)
        party_id = event.data["party_id"]
        before = known.party(party_id)
        after = heard(before, event)
        if after == before and not everyone:
            return replace(known, news=()), _NOTHING
        changed, touched = told(known, party_id, after)
        settled = settle(known, changed, touched)
        if everyone:
            said = _say(settled.state, sorted(settled.state.parties))
            return followed(said, party_id)[0], None
        parties = _near(known, settled.state, party_id, settled.crowds)
        names = settled.names.union(crowd[2:] for crowd in touched if crowd.startswith("n:"))
        said, tried_on = followed(_say(settled.state, sorted(parties)), party_id)
        return said, asked_of(known, said, names, parties) | tried_on

    def conclude(
        self, state: Identity, scope: Scope, now: Instant, reference: Reference
    ) -> Conclusion:
        """
        Return the questions about the parties in *scope*; *now* does not matter.

        Asked by a *reference* whose policy is the one in shadow: whom that would link.
        """
        parties = sorted(state.parties) if scope is None else sorted(scope)
        if (trial := trial_of(state, reference)) is not None:
            return Conclusion(findings=tuple(would_link(trial, parties)))
        return Conclusion(snapshots=tuple(question_rows(state, parties)))

    def forwards(self, before: Identity, after: Identity, event: Event) -> Iterable[Forward]:
        """Return the links newly said, for the journal, under both of their parties."""
        for said in after.news:
            for party_id in (said.data["party_id"], said.data["same_as"]):
                yield Forward(topics.JOURNAL_VISITS, party_id, codec.encode(said))

    def retell(self, state: Identity, reference: Reference) -> Identity:
        """Return what is known with the links said that the policy in *reference* asks for."""
        content = reference.naming(state.latest)
        if content == state.content:
            return state
        return _say(_under(state, content), sorted(state.parties))

    def large(self, state: Identity) -> bool:
        """Tell that it is saved in parts from its first party on: there will be many."""
        return True

    def settled(self, state: Identity, reference: Reference) -> tuple[Identity, Iterable[str]]:
        """Return *state* with what a policy in shadow makes of it; no part differs by that."""
        return tried(state, reference), ()

    def parts(self, event: Event) -> Iterable[str]:
        """Name the party that *event* is about: those it touches beside are subjects."""
        return (event.data["party_id"],)

    def every_part(self, state: Identity) -> Iterable[str]:
        return state.parties

    def part(self, state: Identity, name: str) -> Any:
        """Return a party's registrations and links; None: nobody has that id."""
        packed = state.parties.get(name)
        return None if packed is None else orjson.loads(packed)

    def frame(self, state: Identity) -> Any:
        return [state.latest, state.content]

    def whole(self, frame: Any, parts: Iterable[tuple[str, Any]]) -> Identity:
        latest, content = frame
        parties = {party_id: load_named(values) for party_id, values in parts}
        return build_identity(parties, content, latest)

    def dump(self, state: Identity) -> Any:
        return [self.frame(state), [[id, self.part(state, id)] for id in sorted(state.parties)]]

    def load(self, values: Any) -> Identity:
        return self.whole(*values)


def _ruled(state: Identity, event: Event, reference: Reference) -> tuple[Identity, bool]:
    """Return *state* under the policy that counts now, and whether that is another one."""
    latest = max(state.latest, event.time)
    if latest != state.latest:
        state = replace(state, latest=latest)
    content = reference.naming(latest)
    if content is state.content:
        return state, False
    if content == state.content:
        return replace(state, content=content), False
    return _under(state, content), True


def _under(state: Identity, content: Mapping[str, Any] | None) -> Identity:
    """Return what is known of the same parties under the policy published as *content*."""
    parties = {id: unpack(packed) for id, packed in state.parties.items()}
    return replace(build_identity(parties, content, state.latest), trial=state.trial)


def heard(named: Named, event: Event) -> Named:
    """Return what is known of a party after *event* about it."""
    if event.name in LINKS:
        return _linked(named, read_link(event))
    if event.name == WITHDRAWN:
        gone = event.data["event_id"]
        return Named(
            tuple(r for r in named.registrations if r.event_id != gone),
            tuple(link for link in named.links if link.event_id != gone),
        )
    said = event.data if event.name in FACTS else event.data.get("party")
    if not isinstance(said, Mapping):
        return named
    registrations = tuple(sorted({*named.registrations, _registration(event, said)}))
    return named._replace(registrations=registrations)


def _registration(event: Event, said: Mapping[str, Any]) -> Registration:
    place = (event.name not in FACTS, event.time, event.sequence, event.event_id)
    text = (str(said.get(field) or "") for field in ("name", "area", "kind"))
    return Registration(*place, _valid(said.get("uscc") or ""), *text)


def _linked(named: Named, link: Link) -> Named:
    return named._replace(links=tuple(sorted({*named.links, link})))


def _valid(text: str) -> str:
    return str(code.compact(text)) if text and code.is_valid(text) else ""


def _near(before: Identity, after: Identity, party_id: str, crowds: Iterable[str]) -> set[str]:
    """Return the parties whose cluster may be another now: those of *crowds*, and who hang on."""
    near = {party_id, *before.bars(party_id), *after.bars(party_id)}
    for known in (before, after):
        for crowd in (known.members(crowd) for crowd in crowds):
            near |= {*crowd.members, *crowd.odd}
    near |= {other for id in near for other in after.bars(id)}
    waiting = [*near]
    while waiting:
        found = hanging(after, waiting.pop()) - near
        near |= found
        waiting.extend(found)
    return near


def _say(state: Identity, parties: Iterable[str]) -> Identity:
    """Return *state* after telling *parties* where they belong, wherever that is not said."""
    said: list[Event] = []
    for party_id in parties:
        said.extend(_corrections(state, party_id))
    named: dict[str, Named] = {}
    for event in said:
        id = event.data["party_id"]
        named[id] = _linked(named.get(id) or state.party(id), read_link(event))
    kept = state.parties.update({id: pack(one) for id, one in named.items()})
    return replace(state, parties=kept, news=tuple(said))


def _corrections(state: Identity, party_id: str) -> Iterator[Event]:
    named, belongs = state.party(party_id), cluster(state, party_id)
    link = standing(named.links)
    if belongs == (party_id if link is None else link.same_as):
        return
    number = len(named.links) + 1
    for old in last_per_pair(named.links).values():
        if old.name == LINKED and (old.source == SOURCE or belongs == party_id):
            yield _link(state, UNLINKED, party_id, old.same_as, number)
            number += 1
    if belongs != party_id:
        yield _link(state, LINKED, party_id, belongs, number)


def _link(state: Identity, name: str, party_id: str, same_as: str, number: int) -> Event:
    """Return the link event: *number* counts the words on this party, and puts it after them."""
    named = state.party(party_id)
    times = (named.first.time, state.party(same_as).first.time, *(s.time for s in named.links))
    score, rule, version = _reason(state, party_id, same_as)
    id = ids.make(name, party_id, same_as, rule, version, str(score), str(number))
    data = {
        "party_id": party_id,
        "same_as": same_as,
        "score": score,
        "rule": rule,
        "version": version,
    }
    head = (f"{SOURCE}#{id}", name, 1, max(times), number, SOURCE, id, party_id)
    return Event(*head, data)


def _reason(state: Identity, party_id: str, same_as: str) -> tuple[float, str, str]:
    """Return score, rule and version of what holds the two together."""
    one, other = state.standing(party_id), state.standing(same_as)
    if (not one.name and not other.name) or (one.code and one.code == other.code):
        return 1.0, RULE, VERSION
    version = state.policy.name if state.policy is not None else VERSION
    if one.name == other.name:
        return 1.0, BY_NAME, version
    scores = [state.graph.near(one.name).get(other.name, 0.0)]
    for name in (one.name, other.name):
        verdict = state.verdicts.get(name)
        scores.append(0.0 if verdict is None else verdict.score)
    return max(scores), BY_NAME, version
