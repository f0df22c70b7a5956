"""
A policy of identity in shadow: whom it would link, beside whom the live one links.

While one is tried, what is known of the parties is kept a second time, under its rules
(``Identity.trial``); no link is said of it and nobody is asked. Each party that it would link
to another, people apart, gives a finding ``identity / link``, which is told as one in shadow
(``processors.folding.shadow``); ``hub report shadow`` holds them against the links that stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from events.finding import Finding
from processors.identity.identity_building import build_identity
from processors.identity.identity_pointers import cluster
from processors.identity.identity_standings import told
from processors.identity.identity_state import Identity, unpack
from processors.identity.identity_verdicts import settle
from processors.published.reference import Reference

KIND = "identity"
RULE = "identity"


def tried(state: Identity, reference: Reference) -> Identity:
    """Return *state* with what the policy in shadow makes of it, if there is one."""
    beside = reference.shadow if KIND in reference.shadow_kinds else None
    trial = None if beside is None else trial_of(state, beside)
    return state if trial is state.trial else replace(state, trial=trial)


def trial_of(state: Identity, beside: Reference) -> Identity | None:
    """Return what is known by the policy in shadow that *beside* has; None: it has a live one."""
    content = beside.naming(state.latest)
    if content is None or content.get("shadow") is not True:
        return None
    if state.trial is not None and state.trial.content == content:
        return state.trial
    parties = {id: unpack(packed) for id, packed in state.parties.items()}
    return build_identity(parties, content, state.latest)


def followed(state: Identity, party_id: str) -> tuple[Identity, frozenset[str]]:
    """Return *state* whose trial knows the party as it does, and the parties this touched."""
    if state.trial is None:
        return state, frozenset()
    known = replace(state.trial, latest=state.latest)
    trial, crowds = told(known, party_id, state.party(party_id))
    settled = settle(known, trial, crowds)
    changed = (settled.state.members(crowd) for crowd in settled.crowds)
    near = frozenset[str]().union(*({*crowd.members, *crowd.odd} for crowd in changed))
    return replace(state, trial=settled.state), near | {party_id}


def would_link(trial: Identity, parties: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for each of *parties* that *trial* links to another."""
    for party_id in parties:
        same_as, named = cluster(trial, party_id), trial.party(party_id)
        if same_as == party_id or named.hand:
            continue
        first, other = named.first, trial.party(same_as).first
        yield Finding(
            rule=RULE,
            kind="link",
            subject=party_id,
            raised_at=max(first.time, other.time),
            severity="info",
            version="" if trial.policy is None else trial.policy.name,
            party_id=party_id,
            evidence=(named.last.event_id, trial.party(same_as).last.event_id),
            details={"same_as": same_as},
        )
