"""
The life cycle of a kind of case, as data: which events may come when, and what a role may do.

A case is ``open`` until it is answered, ``responded`` until it is closed, ``closed`` until it
is re-opened. A life cycle says, for each phase, which events may come in it and to which phase
they lead; what it does not name may not come. Such an event is flagged and kept, and never
moves the case: other departments' systems are not ours to correct.

It is published like a policy (``kind: life-cycle``). ``phases`` and ``roles`` hold for every
kind of case; ``case_kinds`` names the kinds there are, and what differs for each. So a new
kind of case is one more publication. A later publication is laid over the earlier ones, event
by event; ``null`` takes an event away. A closing may be named with its outcome
(``case.closed/withdrawn``) and a response with its kind: that goes before the bare name.

A case keeps the life cycle that counted when it was opened. A kind nobody published has the
general one and is flagged.

Source: the spine, "Bad input"; the mission, rows A to H and X; the semantics, "Re-open".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args

import orjson

from events.event import WITHDRAWN
from events.finding import canonical
from events.models import MODELS
from processors.policies.policy import ENVELOPE, Fields, PolicyError, read_policy_fields

Phase = Literal["open", "responded", "closed"]
Answers = Literal["case", "part", "nothing"]

PHASES: tuple[Phase, ...] = get_args(Phase)
OF_A_ROLE = ("accept", "return", "first-contact", "holding")
"""The clocks that run for an assignment."""
_WORD = {"case.closed": "outcome", "case.responded": "kind"}
_MOVES: Mapping[str, frozenset[tuple[str, str]]] = {
    "case.responded": frozenset({("open", "responded")}),
    "case.closed": frozenset({("open", "closed"), ("responded", "closed")}),
    "case.reopened": frozenset({("responded", "open"), ("closed", "open")}),
}
"""The events that can move a case, and from where to where."""
_OF_AN_EVALUATION = frozenset(
    {
        "case.evaluation-verified",
        "case.evaluation-appealed",
        "case.appeal-decided",
        "case.evaluation-excluded",
    }
)
"""They may come when the case is open again: what they are about lies behind."""
_ALWAYS = _OF_AN_EVALUATION | {
    "case.linked",
    "case.unlinked",
    "case.part-reported",
    WITHDRAWN,
}
_OF_A_KIND = frozenset({"title", "phases", "roles"})

EVENTS: frozenset[str] = frozenset(n for n, _ in MODELS if n.startswith("case.")) | {WITHDRAWN}
"""The names of the events that a case is made of."""


Move = tuple[str, str]
"""(phase, event)."""


class Role(NamedTuple):
    """
    What a department may and must do in a role.

    ``answers``: its response answers the party (``case``), is its own part, or is nothing.
    ``awaited``: a case is not answered before this part is. ``for_party``: it acts in the
    party's name. ``clocks`` run for it.
    """

    answers: Answers = "case"
    awaited: bool = False
    for_party: bool = False
    clocks: frozenset[str] = frozenset(OF_A_ROLE)


class LifeCycle(NamedTuple):
    """
    ``moves``: (phase, event) to the phase after it; ``name``: of the kind of case.

    ``known``: somebody published this kind. Without any publication everything may come.
    """

    name: str
    moves: Mapping[Move, Phase]
    roles: Mapping[str, Role]
    known: bool = True

    def leads(self, phase: Phase, name: str, data: Mapping[str, Any]) -> Phase | None:
        """Return the phase after the event *name* with *data* in *phase*; None: it may not come."""
        if name in _WORD:
            word = f"{name}/{data.get(_WORD[name], '')}"
            if (phase, word) in self.moves:
                return self.moves[phase, word]
        return phase if name in _ALWAYS else self.moves.get((phase, name))

    def role(self, name: str) -> Role:
        """Return what *name* may do; an unknown role is as good as a lead's."""
        return self.roles.get(name, _ANY)


class LifeCycles(NamedTuple):
    """Every life cycle that counts at an instant."""

    general: LifeCycle
    by_kind: Mapping[str, LifeCycle]

    def of(self, kind: str) -> LifeCycle:
        return self.by_kind.get(kind, self.general)


_ANY = Role()


def _everything() -> LifeCycle:
    stays: dict[Move, Phase] = {(phase, name): phase for phase in PHASES for name in EVENTS}
    leads: dict[Move, Phase] = {
        ("open", "case.responded"): "responded",
        ("open", "case.closed"): "closed",
        ("responded", "case.closed"): "closed",
        ("closed", "case.reopened"): "open",
    }
    return LifeCycle("", MappingProxyType({**stays, **leads}), MappingProxyType({}), known=True)


UNPUBLISHED = LifeCycles(_everything(), MappingProxyType({}))
"""What counts where nobody published a life cycle: nothing is refused."""


def laid_over(general: Mapping[str, Any], special: Mapping[str, Any]) -> dict[str, Any]:
    """Return *general* with what *special* states, mapping by mapping."""
    merged = dict(general)
    for name, value in special.items():
        below = merged.get(name)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        merged[name] = laid_over(below, value) if both else value  # type: ignore[arg-type]
    return merged


def parse_life_cycles(content: Mapping[str, Any], file: str = "") -> LifeCycles:
    """
    Return the life cycles in a whole *content*.

    Raises:
        PolicyError: names *file* (or the policy), the field, and how to mend it.
    """
    fields = read_policy_fields(content, file)
    fields.only(ENVELOPE | _OF_A_KIND | {"case_kinds"})
    fields.need(("phases", "roles"))
    kinds = fields.under("case_kinds")
    return LifeCycles(
        _life_cycle("", fields, known=False),
        MappingProxyType({kind: _of_kind(kind, fields, kinds) for kind in kinds.values}),
    )


def _of_kind(kind: str, general: Fields, kinds: Fields) -> LifeCycle:
    stated = kinds.under(kind)
    stated.only(_OF_A_KIND)
    outer = {name: general.values[name] for name in ("phases", "roles")}
    return _life_cycle(kind, Fields(kinds.where, laid_over(outer, stated.values), stated.path))


def _life_cycle(name: str, fields: Fields, *, known: bool = True) -> LifeCycle:
    phases, roles = fields.under("phases"), fields.under("roles")
    phases.only(PHASES)
    phases.need(PHASES)
    moves: dict[Move, Phase] = {
        (phase, event): to for phase in PHASES for event, to in _leads(phases.under(phase), phase)
    }
    allowed = {role: _role(roles.under(role)) for role in roles.values}
    return LifeCycle(name, MappingProxyType(moves), MappingProxyType(allowed), known)


def _leads(fields: Fields, phase: Phase) -> Iterable[tuple[str, Phase]]:
    for event, to in fields.values.items():
        name, _, word = event.partition("/")
        if name not in EVENTS or (word and name not in _WORD):
            raise fields.error(event, "is no event of a case", "write it like case.assigned")
        if to is None:
            continue
        known = isinstance(to, str) and (to == phase or (phase, to) in _MOVES.get(name, ()))
        if not known:
            raise fields.error(event, f"cannot lead to {to!r}", f"write {phase}, or null")
        yield event, to


def _role(fields: Fields) -> Role:
    fields.only({"title", "answers", "awaited", "for_party", "clocks"})
    clocks = fields.texts("clocks")
    for clock in clocks:
        if clock not in OF_A_ROLE:
            raise fields.error("clocks", f"names {clock!r}", f"use of {', '.join(OF_A_ROLE)}")
    return Role(
        fields.one_of("answers", get_args(Answers), "case"),  # type: ignore[arg-type]
        fields.flag("awaited", False),
        fields.flag("for_party", False),
        frozenset(clocks),
    )


@lru_cache(maxsize=64)
def _parsed(content: bytes) -> LifeCycles:
    """Return the life cycles in canonical JSON *content*: the same object for the same bytes."""
    return parse_life_cycles(orjson.loads(content))


def build_life_cycles(contents: Iterable[Mapping[str, Any]], problems: list[str]) -> LifeCycles:
    """Return what *contents*, oldest first, amount to; note in *problems* what is passed over."""
    found, whole = UNPUBLISHED, dict[str, Any]()
    for content in contents:
        stated = {n: v for n, v in content.items() if n not in ENVELOPE}
        laid = laid_over(whole, stated)
        try:
            found = _parsed(canonical(laid | {"policy_id": content.get("policy_id", "")}))
        except PolicyError as error:
            problems.append(str(error))
        else:
            whole = laid
    return found
