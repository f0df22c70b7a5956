"""
What the rules are made of: policies, calendars, menus, campaigns, and offers made from menus.

Each carries its full content with a version and the instant from which it is valid: folds
read policies and calendars from the log only. The meaning of ``content`` is checked where
it is used (``processors``); here it need only be a JSON object.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from events.models.base import Content, Count, Id, Ids, Label, Moment, Said, Text, event, require
from events.models.party import OfParty

Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
"""A local date of the calendar's own zone."""
ClockTime = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}:[0-9]{2}$")]
Opening = Annotated[tuple[ClockTime, ClockTime], Field(strict=False)]
"""[from, to): open from the first minute until the second, ``24:00`` being the day's end."""
Openings = Annotated[tuple[Opening, ...], Field(max_length=48, strict=False)]
Weekday = Literal["1", "2", "3", "4", "5", "6", "7"]
"""ISO: 1 is Monday."""


@event(
    "policy.published",
    example={
        "policy_id": "sla",
        "version": 1,
        "kind": "sla",
        "valid_from": "2026-01-01T00:00:00+08:00",
        "content": {"clocks": {"resolve": {"target": 5, "unit": "working-days"}}},
    },
)
class PolicyPublished(Said):
    """A version of the service limits, the visit or identity rules or the life cycles, in full."""

    policy_id: Id
    version: Count
    kind: Literal["sla", "visits", "life-cycle", "matters", "reports", "identity", "signing"]
    valid_from: Moment
    content: Content


_OFFICE_HOURS = [["09:00", "12:00"], ["13:30", "17:30"]]


@event(
    "calendar.published",
    example={
        "calendar_id": "china",
        "version": 1,
        "valid_from": "2026-01-01T00:00:00+08:00",
        "timezone": "Asia/Shanghai",
        "weekly": dict.fromkeys("12345", _OFFICE_HOURS),
        "overrides": {"2026-10-01": [], "2026-10-10": _OFFICE_HOURS},
        "known_through": "2026-12-31",
    },
)
class CalendarPublished(Said):
    """Working time: weekly openings, overrides both ways, and how far it is officially known."""

    calendar_id: Id
    version: Count
    valid_from: Moment
    timezone: Label
    weekly: dict[Weekday, Openings]
    overrides: dict[Day, Openings]
    known_through: Day

    @model_validator(mode="after")
    def _open_at_all(self) -> Self:
        # By a calendar that never opens no deadline can be computed: nobody could use it.
        opens = any(self.weekly.values())
        require(opens, "invalid-field", "weekly", "open at least one weekday")
        return self


@event(
    "menu.published",
    example={
        "menu_id": "services",
        "version": 1,
        "valid_from": "2026-01-01T00:00:00+08:00",
        "department": "industry",
        "content": {"items": [{"item": "loan-subsidy", "title": "贷款贴息"}]},
    },
)
class MenuPublished(Said):
    """The services and policies that may be offered to parties, in full."""

    menu_id: Id
    version: Count
    valid_from: Moment
    department: Id | None = None
    content: Content


@event(
    "campaign.scheduled",
    example={
        "campaign_id": "C-autumn",
        "version": 1,
        "valid_from": "2026-09-01T00:00:00+08:00",
        "name": "秋季消防检查",
        "departments": ["fire"],
        "start": "2026-09-15T00:00:00+08:00",
        "end": "2026-10-31T00:00:00+08:00",
        "category": "labour",
        "monthly_day": 27,
    },
)
class CampaignScheduled(Said):
    """
    A round of visits that a department plans, in full.

    ``category`` and ``cluster_id`` are its topic, chosen from the clusters of like cases;
    ``monthly_day`` is the day of each month on which it is held.
    """

    campaign_id: Id
    version: Count
    valid_from: Moment
    name: Label | None = None
    departments: Ids | None = None
    start: Moment | None = None
    end: Moment | None = None
    category: Label | None = None
    cluster_id: Id | None = None
    monthly_day: Annotated[int, Field(ge=1, le=28)] | None = None
    content: Content | None = None


class _Offer(OfParty):
    offer_id: Id
    menu_id: Id | None = None
    item: Label | None = None
    campaign_id: Id | None = None
    department: Id | None = None
    note: Text | None = None


_OFFER = {"offer_id": "F-5", "party_id": "P-1001", "menu_id": "services", "item": "loan-subsidy"}


@event("offer.made", example=_OFFER | {"department": "industry"})
class OfferMade(_Offer):
    """
    A department brought an item of the menu to a party, or invited it to a campaign.

    Of an invitation ``campaign_id`` is stated and no item; who applies will come.
    """


@event("offer.opened", example=_OFFER)
class OfferOpened(_Offer):
    """The party looked at it."""


@event("offer.applied", example=_OFFER)
class OfferApplied(_Offer):
    """The party applied for it."""
