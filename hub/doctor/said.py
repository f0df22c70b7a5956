"""What was published, and who can be told: calendars that end, rules nobody can use, addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from typing import Any, Final

import orjson

from events.instant import Instant, to_datetime
from hub.alerting.addresses import Addresses
from hub.client import open_client
from hub.doctor import Seen, good, unsure, wrong
from hub.publishing.publications import still_published
from hub.settings import Settings
from hub.wall import wall_now

SOON: Final = timedelta(days=60)
"""The next year's holidays are announced in November: two months are enough to publish them."""
_CALENDARS: Final = still_published("calendar.published")
_KINDS: Final = "SELECT DISTINCT kind FROM settings"
_OFFICERS: Final = "SELECT officer_id, channel_ref FROM officers ORDER BY officer_id"
_NEEDED: Final = ("sla", "visits")

Ask = Callable[[str], Sequence[Mapping[str, Any]]]


def embedded(settings: Settings) -> Iterator[Seen]:
    """Ask the log and the warehouse of an embedded hub, or of the serve that holds them."""
    if not settings.log.exists():
        return
    with open_client(settings) as client:
        rules = client.ask("rules")
        if rules:
            yield wrong("doctor-rules", count=len(rules))

        def ask(sql: str) -> Sequence[Mapping[str, Any]]:
            found: Sequence[Mapping[str, Any]] = client.ask("sql", query=sql)
            return found

        yield from published(ask, wall_now())
        yield from receivers(ask, settings)


def published(ask: Ask, now: Instant) -> Iterator[Seen]:
    """Look for calendars and policies that are missing, or end soon after *now* (wall)."""
    calendars = [orjson.loads(row["data"]) for row in ask(_CALENDARS)]
    ends: dict[str, date] = {}
    for one in calendars:
        until = date.fromisoformat(one["known_through"])
        ends[one["calendar_id"]] = max(until, ends.get(one["calendar_id"], until))
    if not ends:
        yield wrong("doctor-no-calendar")
    today = to_datetime(now).date()
    for name, until in sorted(ends.items()):
        told = {"calendar": name, "until": until}
        if until < today:
            yield wrong("doctor-calendar", **told)
        elif until - today < SOON:
            yield unsure("doctor-calendar", **told)
        else:
            yield good("doctor-calendar-good", **told)
    there = {row["kind"] for row in ask(_KINDS)}
    for kind in _NEEDED:
        if kind not in there:
            yield wrong("doctor-no-policy", kind=kind)


def receivers(ask: Ask, settings: Settings) -> Iterator[Seen]:
    """Look for officers whom no alert can reach."""
    officers = ask(_OFFICERS)
    with closing(Addresses(settings.data / "vault.sqlite")) as vault:
        held = {address.channel_ref for address in vault.all()}
    without = [row["officer_id"] for row in officers if row["channel_ref"] not in held]
    if officers and not held:
        yield unsure("doctor-no-address", count=len(officers))
    elif without:
        yield wrong("doctor-unreachable", count=len(without), listed=", ".join(without[:5]))
    elif officers:
        yield good("doctor-reachable", count=len(officers))
