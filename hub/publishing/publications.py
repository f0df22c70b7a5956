"""
Reference data as events: policies and calendars on their way into the log.

They are the hub's own words, so they enter through ``ingest.hub`` and are judged like any
other event. An id is made of what is published and when, so saying it twice says it once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import orjson
import yaml

from events import codec, ids
from events.event import Event
from events.finding import canonical
from events.instant import Instant, parse, render
from events.validation import HUB
from hub.failure import Failure, must_be_file, unreadable
from processors.policies.policy import DEFAULT_ZONE, PolicyError, parse_valid_from
from processors.published.defaults import default_publications, read_policy

Publication = tuple[str, dict[str, Any]]
"""An event name and its data."""

DEFAULTS: Final = "/departments/hub/defaults"
PUBLISHED: Final = "/departments/hub/publications"
_MENU_HEAD: Final = ("menu_id", "version", "valid_from", "department")
BEGINNING: Final = parse("2000-01-02T00:00:00Z")
"""When the defaults are published: before any event a log may hold."""


def default_raws() -> list[tuple[str, bytes]]:
    """Return what an empty log begins with: China's calendar and the default policies."""
    return [encode(one, DEFAULTS, BEGINNING) for one in default_publications()]


def encode(publication: Publication, source: str, time: Instant) -> tuple[str, bytes]:
    """Return *publication* as the hub sends it: its department and the event's bytes."""
    name, data = publication
    id = ids.make(name, canonical(data).decode(), render(time))
    event = Event(ids.event_id(source, id), name, 1, time, 0, source, id, "", data)
    return HUB, codec.encode(event)


def still_published(name: str) -> str:
    """Return the question for all that events *name* published, as ``data``; withdrawn ones not."""
    return (
        f"SELECT DISTINCT data FROM journal_records WHERE name = '{name}' "  # noqa: S608 - a name of ours
        "AND event_id NOT IN (SELECT withdrawn_id FROM withdrawals)"
    )


def read_publications(path: Path) -> Sequence[Publication]:
    """
    Return what *path* (YAML) publishes: a calendar (``calendar_id``), a menu, or a policy.

    Raises:
        Failure: the file cannot be read, a wrong use; or ``policy-wrong``, the file is neither.
    """
    try:
        name, data = _read(path)
        return [(name, _dated(data, path.name))]
    except PolicyError as error:
        raise Failure("policy-wrong", reason=error) from error
    except yaml.YAMLError as error:
        raise Failure("policy-wrong", reason=f"{path}: is no YAML") from error


def _read(path: Path) -> Publication:
    text = _text(path)
    values = yaml.safe_load(text)
    if isinstance(values, Mapping) and "calendar_id" in values:
        return "calendar.published", _json(values)
    if isinstance(values, Mapping) and "menu_id" in values:
        return "menu.published", _menu(_json(values))
    return "policy.published", read_policy(text, path.name)


def _dated(data: dict[str, Any], file: str) -> dict[str, Any]:
    """Return *data* with a ``valid_from`` that is a bare date at its local midnight."""
    valid_from = data.get("valid_from")
    if not isinstance(valid_from, str) or "T" in valid_from:
        return data
    content = data.get("content") or {}
    zone = str(data.get("timezone") or content.get("timezone") or DEFAULT_ZONE)
    return data | {"valid_from": render(parse_valid_from(valid_from, zone, file))}


def _text(path: Path) -> str:
    must_be_file(path)
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise Failure("file-no-text", path=path) from error


def _menu(values: Mapping[str, Any]) -> dict[str, Any]:
    head = {name: values[name] for name in _MENU_HEAD if name in values}
    return head | {"content": {name: v for name, v in values.items() if name not in head}}


def _json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return YAML *values* as JSON has them: dates become text."""
    found: dict[str, Any] = orjson.loads(orjson.dumps(values, option=orjson.OPT_NON_STR_KEYS))
    return found
