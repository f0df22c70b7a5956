"""
OCEL 2.0 as JSON, written in one pass: events as they come, objects beside them until the end.

Source: OCEL 2.0, JSON format (www.ocel-standard.org).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final

import orjson

from events.instant import Instant, render
from hub.exporting.ocel import OBJECTS, Happening, Relation, Thing, attributes

_ALWAYS: Final = "1970-01-01T00:00:00Z"
"""Since when an attribute of an object has its value, where only the last one is known."""


def write(path: Path, told: Iterable[Thing | Happening]) -> dict[str, int]:
    """Write what is *told* to *path*; return how many events and objects that were."""
    events, objects, types = 0, 0, set[str]()
    with path.open("wb") as out, TemporaryFile(dir=path.parent) as beside:
        out.write(b'{"events":[')
        for one in told:
            if isinstance(one, Happening):
                _add(out, events, _event(one))
                events += 1
                types.add(one.type)
            else:
                _add(beside, objects, _object(one))
                objects += 1
        out.write(b'\n],"objects":[')
        beside.seek(0)
        shutil.copyfileobj(beside, out)
        kinds = orjson.dumps(_types({name: attributes(name) for name in sorted(types)}))
        out.write(b'\n],"eventTypes":' + kinds)
        out.write(b',"objectTypes":' + orjson.dumps(_types(OBJECTS)) + b"}\n")
    return {"events": events, "objects": objects}


def _add(out: IO[bytes], before: int, document: Mapping[str, Any]) -> None:
    out.write((b",\n" if before else b"\n") + orjson.dumps(document))


def _event(one: Happening) -> dict[str, Any]:
    return {
        "id": one.id,
        "type": one.type,
        "time": render(one.at),
        "attributes": [{"name": name, "value": value} for name, value in one.values.items()],
        "relationships": _relations(one.relations),
    }


def _object(one: Thing) -> dict[str, Any]:
    times = {name for name, type in OBJECTS[one.type].items() if type == "time"}
    values = {
        name: render(Instant(value)) if name in times else value
        for name, value in one.values.items()
    }
    return {
        "id": one.id,
        "type": one.type,
        "attributes": [
            {"name": name, "time": _ALWAYS, "value": value} for name, value in values.items()
        ],
        "relationships": _relations(one.relations),
    }


def _relations(relations: Iterable[Relation]) -> list[dict[str, str]]:
    return [{"objectId": id, "qualifier": qualifier} for id, qualifier in relations]


def _types(known: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    return [
        {"name": name, "attributes": [{"name": n, "type": t} for n, t in told.items()]}
        for name, told in known.items()
    ]
