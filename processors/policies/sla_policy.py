"""
The SLA policy: how long each clock of a case may run, and what pauses, stalls and bounces.

A publication may state only what differs: ``overlaid`` lays a more specific content over a
more general one, section by section and clock by clock (``null`` takes a clock away), and
``parse_sla`` reads the result, which must be whole. Nothing here has a default number.

Content: calendar, applies_to?, clocks {name: {target, unit, hard?, cut_off?, roll?,
pauses?}}, silence, bands, warn_band, pause {reason: {longest, unit}}, reopen {window, unit},
ping_pong {rung_1_returns, rung_2_returns, unowned, unit, ordered_referrals?},
default_owner. The clocks ``answer`` (how soon a channel itself answers) and ``statutory``
(what the law allows beside what was promised) exist only where a policy states them.

Source: exact meanings, "Clocks of a case" and "Buck-passing".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from processors.policies.policy import (
    DAY_UNITS,
    ENVELOPE,
    Fields,
    PolicyVersion,
    Roll,
    Target,
    Unit,
    parse_time_of_day,
    read_policy_fields,
    read_version,
)
from processors.policies.selectors import CaseFacts, parse_selectors

__all__ = ["CaseFacts", "ClockName", "ClockPolicy", "PingPongPolicy", "SlaPolicy", "parse_sla"]

ClockName = Literal[
    "accept", "return", "first-contact", "resolve", "holding", "rectify", "adjudicate", "follow-up"
]
"""The clocks of every case."""
CLOCKS: tuple[str, ...] = get_args(ClockName)
OF_SOME_CASES = ("answer", "statutory")
NEVER_PAUSE = frozenset({"accept", "return", "answer"})
PAUSE_REASONS = frozenset({"waiting-party", "statutory", "expertise", "force-majeure"})

_SECTIONS = frozenset(
    {"title", "calendar", "applies_to", "clocks", "silence", "bands", "warn_band", "pause"}
    | {"reopen", "ping_pong", "default_owner"}
)
_NEEDED = ("clocks", "silence", "bands", "warn_band", "pause", "reopen", "ping_pong")
_MERGED = ("clocks", "ping_pong")


@dataclass(frozen=True, slots=True)
class ClockPolicy:
    """``cut_off``: µs after local midnight. ``hard``: the target of a hard case."""

    name: str
    target: Target
    hard: Target
    cut_off: int | None
    roll: Roll
    pauses: bool


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
        asked = (from_department, to_department, category)
        return any(
            all(rule in ("", said) for rule, said in zip(ordered, asked, strict=True))
            for ordered in self.ordered_referrals
        )


@dataclass(frozen=True, slots=True)
class SlaPolicy(PolicyVersion):
    """
    One version of one policy, whole.

    ``bands`` are ascending percents with 100 among them; ``warn_band`` is the one at which the
    department is warned (80): a notice of a clock says so, and alerts follow it.
    ``pause_reasons`` maps an allowed reason class to the longest one pause of it may be, counted
    from its beginning. ``menu``: the menu whose item set limits.
    """

    calendar_id: str
    clocks: Mapping[str, ClockPolicy]
    silence: Target
    bands: tuple[int, ...]
    warn_band: int
    pause_reasons: Mapping[str, Target]
    reopen_window: Target
    ping_pong: PingPongPolicy
    default_owner: str
    menu: str = ""

    @property
    def name(self) -> str:
        """``sla-135/1``, or ``sla-135/1+services/2`` with a menu's limits: what clocks say."""
        name = f"{self.policy_id}/{self.version}"
        return f"{name}+{self.menu}" if self.menu else name

    def clock(self, name: str) -> ClockPolicy | None:
        """Return the limit of clock *name*, or None when the policy has no such clock."""
        return self.clocks.get(name)


def overlaid(general: Mapping[str, Any], special: Mapping[str, Any]) -> dict[str, Any]:
    """Return *general* with what *special* states; clocks and ping-pong field by field."""
    merged = {**general, **special}
    for section in _MERGED:
        below, above = general.get(section), special.get(section)
        if isinstance(below, Mapping) and isinstance(above, Mapping):
            merged[section] = {**below, **above}
    return merged


def parse_sla(content: Mapping[str, Any], file: str = "") -> SlaPolicy:
    """
    Return the policy in a whole *content* (envelope fields and sections in one mapping).

    Raises:
        PolicyError: names *file* (or the policy), the field, and how to mend it.
    """
    fields = read_policy_fields(content, file)
    fields.only(ENVELOPE | _SECTIONS)
    fields.need(_NEEDED)
    parse_selectors(fields.under("applies_to"))
    owner = fields.text("default_owner")
    return SlaPolicy(
        **read_version(fields),
        calendar_id=fields.text("calendar"),
        clocks=_clocks(fields.under("clocks")),
        silence=_silence(fields.under("silence")),
        bands=_bands(fields),
        warn_band=_warn_band(fields),
        pause_reasons=_pause_reasons(fields.under("pause")),
        reopen_window=fields.under("reopen").target("window"),
        ping_pong=_ping_pong(fields.under("ping_pong"), owner),
        default_owner=owner,
    )


def _clocks(fields: Fields) -> dict[str, ClockPolicy]:
    fields.only((*CLOCKS, *OF_SOME_CASES))
    return {name: _clock(fields.under(name), name) for name in fields.values if fields.values[name]}


def _clock(fields: Fields, name: str) -> ClockPolicy:
    fields.only({"target", "unit", "hard", "cut_off", "roll", "pauses"})
    target = fields.target()
    pauses = fields.flag("pauses", name not in NEVER_PAUSE)
    if pauses and name in NEVER_PAUSE:
        raise fields.error(
            "pauses", "is true", "accept, return and answer never pause; take it out"
        )
    return ClockPolicy(
        name=name,
        target=target,
        hard=fields.target("hard") if "hard" in fields.values else target,
        cut_off=_cut_off(fields, target.unit),
        roll=_roll(fields, target.unit),
        pauses=pauses,
    )


def _cut_off(fields: Fields, unit: Unit) -> int | None:
    text = fields.values.get("cut_off")
    if text is None:
        return None
    if unit not in DAY_UNITS:
        raise fields.error("cut_off", f"stands beside {unit}", "only days have a cut-off")
    try:
        return parse_time_of_day(text)
    except (AttributeError, TypeError, ValueError):
        raise fields.error("cut_off", f"is {text!r}", 'write "HH:MM", in quotes') from None


def _roll(fields: Fields, unit: Unit) -> Roll:
    roll = fields.one_of("roll", ("none", "next", "previous"), "none")
    if roll != "none" and unit != "calendar-days":
        raise fields.error("roll", f"stands beside {unit}", "only calendar-days roll")
    return roll  # type: ignore[return-value]  # one_of has checked it


def _silence(fields: Fields) -> Target:
    fields.only({"target", "unit"})
    return fields.target()


def _bands(fields: Fields) -> tuple[int, ...]:
    bands = fields.values.get("bands")
    whole = isinstance(bands, list) and all(type(band) is int and band > 0 for band in bands)
    if not whole or bands != sorted(set(bands or ())) or 100 not in bands or bands[-1] > 1000:
        raise fields.error("bands", f"is {bands!r}", "write rising percents like [50, 80, 100]")
    return tuple(bands)


def _warn_band(fields: Fields) -> int:
    band = fields.count("warn_band")
    if band not in _bands(fields) or band >= 100:
        raise fields.error("warn_band", f"is {band}", "write a band below 100")
    return band


def _pause_reasons(fields: Fields) -> dict[str, Target]:
    fields.only(PAUSE_REASONS)
    return {reason: fields.under(reason).target("longest") for reason in fields.values}


def _ping_pong(fields: Fields, owner: str) -> PingPongPolicy:
    fields.only({"rung_1_returns", "rung_2_returns", "unowned", "unit", "ordered_referrals"})
    return PingPongPolicy(
        rung_1_returns=fields.count("rung_1_returns"),
        rung_2_returns=fields.count("rung_2_returns"),
        unowned=fields.target("unowned"),
        default_owner=owner,
        ordered_referrals=tuple(_referral(each) for each in fields.each("ordered_referrals")),
    )


def _referral(fields: Fields) -> tuple[str, str, str]:
    fields.only({"from", "to", "category"})
    return fields.text("from", ""), fields.text("to", ""), fields.text("category", "")
