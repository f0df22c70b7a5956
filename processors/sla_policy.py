"""The SLA policy: how long each clock of a case may run. Signatures first; parsing follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from events.instant import Instant
from processors.deadline import Roll, Target

ClockName = Literal[
    "accept", "return", "first-contact", "resolve", "holding", "rectify", "adjudicate", "follow-up"
]


class CaseFacts(NamedTuple):
    """What selects a policy for a case. Missing strings are ''."""

    kind: str = ""
    channel: str = ""
    platform: str = ""
    category: str = ""
    item: str = ""
    area: str = ""
    colour: str = ""
    hard: bool = False


@dataclass(frozen=True, slots=True)
class ClockPolicy:
    """``cut_off``: µs after local midnight. ``hard``: the target of a hard case."""

    name: ClockName
    target: Target
    hard: Target
    cut_off: int | None
    roll: Roll
    pauses: bool

    def target_for(self, hard: bool) -> Target:
        return self.hard if hard else self.target


@dataclass(frozen=True, slots=True)
class PingPongPolicy:
    """``ordered_referrals``: (from, to, category) the catalogue orders; '' matches any."""

    rung_1_returns: int
    rung_2_returns: int
    unowned: Target
    default_owner: str
    ordered_referrals: tuple[tuple[str, str, str], ...]

    def orders(self, from_department: str, to_department: str, category: str) -> bool:
        """Return whether the catalogue orders this referral (it is then no hop)."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class SlaPolicy:
    """One version of one policy. ``bands``: ascending percents, 100 among them."""

    policy_id: str
    version: int
    valid_from: Instant
    calendar_id: str
    clocks: Mapping[str, ClockPolicy]
    silence: Target
    bands: tuple[int, ...]
    warn_band: int
    pause_reasons: Mapping[str, Target]
    """Reason class → the longest one pause of it may be (counted from its beginning)."""
    reopen_window: Target
    ping_pong: PingPongPolicy
    default_owner: str
    answer: Target | None = None
    """How soon the channel itself answers, from opening to the first act; for reports."""

    @property
    def name(self) -> str:
        """``sla-135/1``: what the ``policy`` column of a clock says."""
        return f"{self.policy_id}/{self.version}"

    def clock(self, name: str) -> ClockPolicy | None:
        return self.clocks.get(name)


def parse_sla(content: Mapping[str, Any], file: str = "") -> SlaPolicy:
    """Return the policy; PolicyError names file, field and mend."""
    raise NotImplementedError
