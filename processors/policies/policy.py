"""
What every policy is made of: targets, units, validity, and errors that tell how to mend.

A policy is data: a YAML file that is published once as ``policy.published``; folds read it
from the log only. Its content names ``policy_id``, ``version``, ``kind`` and ``valid_from``;
each kind is parsed by the file named after it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal, NamedTuple, get_args
from zoneinfo import ZoneInfo

from events.instant import DAY, HOUR, MINUTE, SECOND, Instant, from_datetime, parse

Unit = Literal["seconds-24x7", "minutes-24x7", "business-minutes", "working-days", "calendar-days"]
Roll = Literal["none", "next", "previous"]

UNITS: tuple[str, ...] = get_args(Unit)
DAY_UNITS = frozenset({"working-days", "calendar-days"})
PLAIN_UNITS = frozenset({"seconds-24x7", "minutes-24x7"})
"""They count every instant, day and night; all other units count by the calendar."""
ENVELOPE = frozenset({"policy_id", "version", "kind", "valid_from", "timezone", "shadow"})
DEFAULT_ZONE = "Asia/Shanghai"
"""A ``valid_from`` without time begins at midnight there, unless ``timezone`` says otherwise."""

_LONGEST: Mapping[str, int] = {unit: 3_660 if unit in DAY_UNITS else 5_270_400 for unit in UNITS}
"""Ten years, or of seconds two months: a longer target is a slip of the pen."""
_LEAST: Mapping[str, float] = {"minutes-24x7": 0.016, "business-minutes": 0.016}
"""A shorter target than a second is none; one day is the least of days."""


class Target(NamedTuple):
    """How long something may take. Days are whole numbers; units are never converted."""

    amount: float
    unit: Unit


class PolicyError(ValueError):
    """Reference data that cannot be used: what is wrong, where, and how to mend it."""

    def __init__(self, where: str, field: str, problem: str, mend: str) -> None:
        super().__init__(f"{where}: {field} {problem}: {mend}")
        self.field = field


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """
    What a policy says of itself: which version of which policy it is, and since when (event time).

    Dates of the policy begin at midnight in ``timezone`` (IANA).
    """

    policy_id: str
    version: int
    valid_from: Instant
    timezone: str

    @property
    def name(self) -> str:
        """``visits/1``."""
        return f"{self.policy_id}/{self.version}"


class Fields:
    """A mapping of a policy read field by field; ``where`` is the file or the policy's id."""

    def __init__(self, where: str, values: Any, path: str = "") -> None:
        self.where, self.path = where, path
        if not isinstance(values, Mapping):
            raise self.error("", f"is {values!r}", "write fields and values here")
        self.values: Mapping[str, Any] = values

    def error(self, name: str, problem: str, mend: str) -> PolicyError:
        full = ".".join(part for part in (self.path, name) if part)
        return PolicyError(self.where, full or "content", problem, mend)

    def only(self, known: Collection[str]) -> None:
        """Refuse fields that are not *known*: a misspelt one would be silently ignored."""
        for name in self.values:
            if name not in known:
                raise self.error(name, "is unknown", f"use one of {', '.join(sorted(known))}")

    def need(self, names: Collection[str]) -> None:
        """Refuse a content that lacks one of *names*."""
        for name in names:
            if name not in self.values:
                raise self.error(name, "is missing", "write it, or publish a policy that has it")

    def under(self, name: str) -> Fields:
        return Fields(self.where, self.values.get(name) or {}, f"{self.path}.{name}".strip("."))

    def text(self, name: str, default: str | None = None) -> str:
        value = self.values.get(name, default)
        if not isinstance(value, str):
            raise self.error(name, f"is {value!r}", "write a text")
        return value

    def one_of(self, name: str, choices: Collection[str], default: str | None) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise self.error(name, f"is {value!r}", f"use one of {', '.join(sorted(choices))}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return one text or a list of texts as a tuple."""
        values = self.values.get(name) or []
        values = [values] if isinstance(values, str) else values
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.error(name, f"is {values!r}", "write a text or a list of texts")
        return tuple(values)

    def each(self, name: str) -> tuple[Fields, ...]:
        """Return the mappings listed under *name*."""
        values = self.values.get(name) or []
        if not isinstance(values, list):
            raise self.error(name, f"is {values!r}", "write a list")
        return tuple(
            Fields(self.where, value, f"{self.path}.{name}[{index}]".strip("."))
            for index, value in enumerate(values)
        )

    def count(self, name: str, least: int = 1) -> int:
        value = self.values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.error(name, f"is {value!r}", f"write a whole number from {least} up")
        return value

    def number(self, name: str, least: float = 0, most: float = 1) -> float:
        """Return a number in [*least*, *most*]: by default a share, a score, a weight."""
        value: Any = self.values.get(name)
        wrong = isinstance(value, bool) or not isinstance(value, int | float)
        if wrong or not least <= value <= most:
            raise self.error(name, f"is {value!r}", f"write a number from {least} to {most}")
        return float(value)

    def flag(self, name: str, default: bool) -> bool:
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            raise self.error(name, f"is {value!r}", "write true or false")
        return value

    def target(self, amount: str = "target") -> Target:
        """Return the target in the fields *amount* and ``unit``."""
        value, unit = self.values.get(amount), self.values.get("unit")
        if unit not in UNITS:
            raise self.error("unit", f"is {unit!r}", f"use one of {', '.join(UNITS)}")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(amount, f"is {value!r}", "write a number")
        if unit in DAY_UNITS and value != int(value):
            raise self.error(amount, f"is {value!r}", "days are whole; use minutes for less")
        least, longest = _LEAST.get(unit, 1), _LONGEST[unit]
        if not least <= value <= longest:
            raise self.error(amount, f"is {value!r}", f"write {least} to {longest} {unit}")
        return Target(value, unit)


def read_policy_fields(content: Mapping[str, Any], file: str = "") -> Fields:
    """Return the fields of a whole policy; errors name *file*, else the policy's id."""
    return Fields(file or f"policy {content.get('policy_id', '')}".strip(), content)


def read_version(fields: Fields) -> dict[str, Any]:
    """Return what the *fields* of a whole policy state of ``PolicyVersion``, by name."""
    zone = parse_zone(fields.text("timezone", DEFAULT_ZONE), fields.where).key
    return {
        "policy_id": fields.text("policy_id"),
        "version": fields.count("version"),
        "valid_from": parse_valid_from(fields.values.get("valid_from"), zone, fields.where),
        "timezone": zone,
    }


def duration(target: Target) -> int:
    """Return the µs of a *target* in seconds or minutes; days are dates and have none."""
    return round(target.amount * (SECOND if target.unit == "seconds-24x7" else MINUTE))


def parse_time_of_day(text: str) -> int:
    """Return ``HH:MM`` (00:00 to 24:00) as microseconds after midnight, else ValueError."""
    hours, minutes = text.split(":")
    found = int(hours) * HOUR + int(minutes) * MINUTE
    if len(text) != len("00:00") or int(minutes) > 59 or not 0 <= found <= DAY:
        raise ValueError(f"{text!r} is no time of day: write HH:MM")
    return found


def parse_valid_from(value: Any, zone: str, where: str) -> Instant:
    """Return when *value* begins: RFC 3339 with offset, or a date's midnight in *zone*."""
    try:
        if len(value) > len("2026-01-01"):
            return parse(value)
        midnight = datetime.combine(date.fromisoformat(value), time(), ZoneInfo(zone))
        return from_datetime(midnight)
    except (TypeError, ValueError, KeyError, OSError):
        raise PolicyError(
            where, "valid_from", f"is {value!r}", "write YYYY-MM-DD, or a time with its offset"
        ) from None


def parse_zone(name: Any, where: str) -> ZoneInfo:
    """Return the IANA zone *name*."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, TypeError, OSError):
        raise PolicyError(
            where, "timezone", f"{name!r} is unknown", f"write a zone like {DEFAULT_ZONE}"
        ) from None


def contents(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of a publication, whether it stands flat or under ``content``."""
    inner = data.get("content")
    outer = {name: value for name, value in data.items() if name != "content"}
    return {**inner, **outer} if isinstance(inner, Mapping) else outer
