"""
The published contract, generated from ``events.models``: never edited by hand.

    schemas/<type>.schema.json        what ``data`` of one type and version may be
    schemas/examples/<type>.json      one CloudEvent of that type, as a department sends it
    schemas/asyncapi.json             topics and messages (AsyncAPI 3.0)

``write`` generates them, and refuses a change that would refuse what departments send today;
``check`` says whether what is committed is what would be generated. The same models give the
same bytes. For an incompatible change, add a new version of the type and an upcaster.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson
from jsonschema import Draft202012Validator

from events import asyncapi
from events.codec import split_type
from events.compatibility import narrowings
from events.envelope import source_department
from events.instant import parse
from events.intake import Accepted, Received, judge
from events.models import EXAMPLES, MODELS
from events.remembered import Coordinates, Remembered
from events.routing import Route
from events.topics import JOURNAL_VISITS, ingest
from events.validation import HUB, HUB_ONLY, PEOPLE_ONLY

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SCHEMA: Final = ".schema.json"
_EXAMPLE_TIME: Final = "2026-10-09T09:00:00+08:00"
_RECEIVED_AT: Final = parse("2026-10-09T02:00:00Z")
_EXAMPLE_DEPARTMENT: Final = "fire"


class IncompatibleError(ValueError):
    """What is committed would be broken; each line of the message says by what."""


def write(directory: Path) -> list[str]:
    """
    Write all files into *directory*; return the names of those that changed, sorted.

    Raises:
        IncompatibleError: a schema there would be narrowed. Nothing is written then.
    """
    broken = list(_incompatible(directory))
    if broken:
        raise IncompatibleError("\n".join(broken))
    changed = []
    for name, content in sorted(generated().items()):
        path = directory / name
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            changed.append(name)
    return changed


def check(directory: Path) -> list[str]:
    """
    Return what is wrong with *directory*, one line each; [] when it is as it should be.

    Asked: is it what would be generated, is every example valid and accepted by intake, and
    does no schema refuse what the committed one takes.
    """
    return [*_stale(directory), *_incompatible(directory), *_bad_examples(directory)]


def generated() -> dict[str, bytes]:
    """Return every file by its name under ``schemas/``."""
    files = {"asyncapi.json": _json(asyncapi.document(_sendable()))}
    for name, version in MODELS:
        type = f"{name}.v{version}"
        files[type + _SCHEMA] = _json(schema(name, version))
        files[f"examples/{type}.json"] = _json(example(name, version))
    return files


def schema(name: str, version: int) -> dict[str, Any]:
    """Return the JSON Schema of ``data``."""
    said = MODELS[name, version].model_json_schema()
    return {"$schema": DIALECT, "$id": f"{name}.v{version}{_SCHEMA}", **said}


def example(name: str, version: int) -> dict[str, Any]:
    """Return one CloudEvent of the type, with the data of its model's example."""
    hub = name in HUB_ONLY or name in PEOPLE_ONLY
    data = dict(EXAMPLES[name, version])
    return {
        "specversion": "1.0",
        "id": f"{name}-example",
        "source": f"/departments/{HUB if hub else _EXAMPLE_DEPARTMENT}/example",
        "type": f"{name}.v{version}",
        "time": _EXAMPLE_TIME,
        "subject": str(data.get("case_id") or data.get("visit_id") or next(iter(data.values()))),
        "sequence": "1",
        "datacontenttype": "application/json",
        "data": data,
    }


def _sendable() -> list[str]:
    return [f"{name}.v{version}" for name, version in MODELS if name not in HUB_ONLY]


def _json(document: Any) -> bytes:
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(document, option=options)


def _stale(directory: Path) -> Iterator[str]:
    wanted = generated()
    for name, content in sorted(wanted.items()):
        path = directory / name
        if not path.exists():
            yield f"{name} is missing: run hub schemas write"
        elif path.read_bytes() != content:
            yield f"{name} is not what the models say: run hub schemas write"
    for path in sorted(directory.glob("**/*.json")):
        name = path.relative_to(directory).as_posix()
        if name not in wanted:
            yield f"{name} belongs to no type: put its model back, or remove the file"


def _incompatible(directory: Path) -> Iterator[str]:
    for path in sorted(directory.glob("*" + _SCHEMA)):
        type = path.name.removesuffix(_SCHEMA)
        key = split_type(type)
        if key not in MODELS:
            yield f"{type} was published and has no model any more: put it back"
        else:
            old = orjson.loads(path.read_bytes())
            for reason in narrowings(old, schema(*key)):
                yield f"{type}: {reason}; add a new version instead"


def _bad_examples(directory: Path) -> Iterator[str]:
    for path in sorted((directory / "examples").glob("*.json")):
        reason = _fault(path.read_bytes())
        if reason:
            yield f"examples/{path.name}: {reason}"


def _fault(value: bytes) -> str:
    """Return what is wrong with the example *value*, '' when nothing."""
    said = orjson.loads(value)
    name, version = split_type(said["type"])
    if (name, version) not in MODELS:
        return "its type has no model"
    for error in Draft202012Validator(schema(name, version)).iter_errors(said["data"]):
        return str(error.message)
    if name in HUB_ONLY:
        return ""
    department = source_department(said["source"]) or ""
    received = Received(department, value, (), ingest(department), 0, 0, _RECEIVED_AT)
    judgement = judge(received, _recall_target)
    return "" if isinstance(judgement, Accepted) else judgement.receipt.message


def _recall_target(source: str, id: str) -> Remembered | None:
    """Remember only what the example of ``event.withdrawn`` takes back."""
    target = EXAMPLES["event.withdrawn", 1]["event_id"]
    if f"{source}#{id}" != target:
        return None
    first = Coordinates(ingest(_EXAMPLE_DEPARTMENT), 0, 0)
    return Remembered(source, id, "", first, _RECEIVED_AT, Route(JOURNAL_VISITS, ("P-1001",)))
