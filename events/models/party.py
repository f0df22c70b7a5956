"""Parties: enterprises, villages, residents, organisations, and links between their names."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from events.models.base import Id, Label, PartyId, Said, Share, Uscc, event, require

Kind = Literal["enterprise", "village", "resident", "organisation"]


class Party(Said):
    """
    A party told by its name where its department has no id for it.

    ``kind``: of a resident the name goes to the vault, and a pseudonym stands in its place.
    """

    name: Label
    uscc: Uscc | None = None
    area: Label | None = None
    kind: Kind | None = None


class OfParty(Said):
    """An event about a party: named by ``party_id``, or told by a ``party`` object."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["party_id"]}, {"required": ["party"]}]}
    )

    party_id: PartyId | None = None
    party: Party | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        require(
            self.party_id is not None or self.party is not None,
            "missing-field",
            "party_id",
            "say party_id, or a party object with a name",
        )
        return self


class Site(Said):
    """A place of a party beside its seat: a plant, a shop, a hamlet."""

    name: Label | None = None
    area: Label
    place: Label | None = None


Sites = Annotated[tuple[Site, ...], Field(max_length=200, strict=False)]


class _Registered(Said):
    party_id: Id
    kind: Kind
    name: Label
    uscc: Uscc | None = None
    area: Label
    industry: Label | None = None
    stage: Label | None = None
    size: Label | None = None
    officer_id: Id | None = None
    sites: Sites | None = None


_PARTY = {
    "party_id": "P-1001",
    "kind": "enterprise",
    "name": "清溪县宏达食品有限公司",
    "uscc": "91110000600037341L",
    "area": "清溪县",
    "industry": "food",
    "stage": "growing",
    "size": "small",
}


@event("party.registered", example=_PARTY)
class PartyRegistered(_Registered):
    """A party became known to a department."""


_SITES = [{"name": "二号厂房", "area": "东湖县", "place": "工业路8号"}]


@event(
    "party.updated",
    example=_PARTY | {"size": "medium", "officer_id": "O-17", "sites": _SITES},
)
class PartyUpdated(_Registered):
    """What is known of a party changed; the whole is said again."""


@event("party.forgotten", example={"party_id": "person:5e884898da28047151d0e56f8dc62927"})
class PartyForgotten(Said):
    """
    What the vault knew of a person was shredded; the pseudonym and what was done stay.

    Said by the hub's people, by ``hub forget``. Intake that takes it in shreds.
    """

    party_id: Id
    reason: Label | None = None


class _Linked(Said):
    party_id: Id
    same_as: Id
    score: Share
    rule: Label
    version: Label


_LINK = {"party_id": "P-1001", "same_as": "MS-88", "score": 1.0, "rule": "uscc", "version": "1"}


@event("party.linked", example=_LINK)
class PartyLinked(_Linked):
    """Two ids name one party, says a rule or a person."""


@event("party.unlinked", example=_LINK | {"rule": "by-hand"})
class PartyUnlinked(_Linked):
    """A link is undone."""
