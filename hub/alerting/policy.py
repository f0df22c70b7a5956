"""
The alert policy: who hears of what at which rung, and when nobody should be woken.

Read from YAML (``alerts.yaml`` beside this file shows every setting). It is how the hub is run and
not what it concludes, so it stands in a file and not in the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml

from hub.failure import Failure

FACTS: Final = ("rule", "kind", "severity", "department", "area", "rung", "case_id", "party_id")
"""What a route, a silence or an inhibition can ask of a finding."""
RAISED: Final = "raised"
WORDS: Final = frozenset({"handler", "contact", "supervisor", "superior", "dispatcher"})


@dataclass(frozen=True, slots=True)
class Route:
    """Of a finding whose facts are ``when``: who hears at which rung, at once or in the digest."""

    when: Mapping[str, frozenset[str]]
    rungs: Mapping[str, tuple[str, ...]]
    digest: bool


@dataclass(frozen=True, slots=True)
class AlertPolicy:
    """``quiet`` is [from, to) in local time, over midnight where from > to."""

    zone: ZoneInfo
    roles: Mapping[str, frozenset[str]]
    routes: tuple[Route, ...]
    inhibit: tuple[tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]], ...]
    quiet: tuple[time, time]
    days_off: bool
    urgent: Mapping[str, frozenset[str]]
    digest: time
    listed: int
    fallback: str
    first_s: float
    factor: float
    attempts: int
    silent_s: float
    quality_day: int
    quality_to: tuple[str, ...]
    link_days: int


def read_policy(data: Path) -> AlertPolicy:
    """Return the policy of the folder *data*, else the default; ``Failure`` says what is wrong."""
    own = data / "alerts.yaml"
    text = own.read_text("utf-8") if own.exists() else _default()
    try:
        return parse(text)
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise Failure("alert-policy-wrong", path=own, reason=repr(error)) from error


def _default() -> str:
    return files("hub.alerting").joinpath("alerts.yaml").read_text("utf-8")


def parse(text: str) -> AlertPolicy:
    """
    Return the policy in *text*, where it is silent the default's.

    Raises:
        KeyError, TypeError, ValueError: what is wrong.
    """
    said = {**yaml.safe_load(_default()), **yaml.safe_load(text)}
    quiet, retry, urgent = said["quiet"], said["retry"], said["urgent"]
    return AlertPolicy(
        zone=ZoneInfo(said["timezone"]),
        roles={word: frozenset(names) for word, names in said["roles"].items()},
        routes=tuple(_route(one) for one in said["routes"]),
        inhibit=tuple((matchers(one["hides"]), matchers(one["by"])) for one in said["inhibit"]),
        quiet=(clock(quiet["from"]), clock(quiet["to"])),
        days_off=bool(quiet["days_off"]),
        urgent={name: frozenset(map(str, urgent[name])) for name in urgent},
        digest=clock(said["digest"]),
        listed=int(said["listed"]),
        fallback=str(said["fallback"]),
        first_s=float(retry["first_s"]),
        factor=float(retry["factor"]),
        attempts=int(retry["attempts"]),
        silent_s=float(said["silent_s"]),
        quality_day=int(said["quality"]["day"]),
        quality_to=tuple(said["quality"]["to"]),
        link_days=int(said["link_days"]),
    )


def _route(said: Mapping[str, Any]) -> Route:
    rungs = {str(rung): tuple(words) for rung, words in said["rungs"].items()}
    unknown = {word for words in rungs.values() for word in words} - WORDS
    if unknown:
        raise ValueError(f"a route names {', '.join(sorted(unknown))}: {', '.join(sorted(WORDS))}")
    return Route(matchers(said["when"]), rungs, bool(said.get("digest", False)))


def matchers(said: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
    """Return fact → values it may have, as *said*: a text or a list of texts each."""
    if unknown := set(said) - set(FACTS):
        raise ValueError(f"{', '.join(sorted(unknown))}: only {', '.join(FACTS)} can be asked")
    return {
        name: frozenset(map(str, wanted if isinstance(wanted, list) else [wanted]))
        for name, wanted in said.items()
    }


def fits(wanted: Mapping[str, frozenset[str]], found: Mapping[str, str]) -> bool:
    """Tell whether *found* has, for each fact of *wanted*, one of its values; none fit any."""
    return all(found.get(name, "") in values for name, values in wanted.items())


def clock(text: Any) -> time:
    """Return the local time ``HH:MM``."""
    return time.fromisoformat(str(text))
