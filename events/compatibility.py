"""
Is a changed schema backward compatible: is all that was valid under the old one still valid?

The structure is decided by ``jsonsubschema``, which proves that one JSON Schema contains
another. Lengths and patterns are compared here first and taken out: proving a string of up
to 100 000 characters would take it for ever, and for us they are simple (wider, or not).

Rule: BACKWARD, against the committed schema of the same type and version. A new type or a
new version is always fine; a version that disappears is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import inf
from typing import Any, Final

from jsonsubschema import isSubschema

Schema = Mapping[str, Any]

_UPPER: Final = ("maxLength", "maxItems")
_LOWER: Final = ("minLength", "minItems")
_LIMITS: Final = (*_UPPER, *_LOWER, "pattern", "format")
_REMARKS: Final = ("title", "description", "default", "examples")


def narrowings(old: Schema, new: Schema) -> Iterator[str]:
    """
    Yield what *new* refuses although *old* took it, one line each.

    Nothing is yielded for a compatible change: an optional field more, a wider limit, one
    more choice in an enumeration.
    """
    before, after = inlined(old), inlined(new)
    yield from _narrower_limits(before, after, "data")
    before, after = _structure(before), _structure(after)
    for field in sorted(set(before.get("properties", {})) - set(after.get("properties", {}))):
        yield f"{field} is not known any more"
    for field in sorted(set(after.get("required", ())) - set(before.get("required", ()))):
        yield f"{field} is required now"
    yield from _narrower_fields(before, after)


def inlined(schema: Schema) -> dict[str, Any]:
    """Return *schema* with its ``$defs`` put where they are used."""
    definitions = schema.get("$defs", {})

    def put(part: Any) -> Any:
        if isinstance(part, list):
            return [put(each) for each in part]
        if not isinstance(part, Mapping):
            return part
        if "$ref" in part:
            return put(definitions[part["$ref"].rsplit("/", 1)[-1]])
        return {name: put(held) for name, held in part.items() if name != "$defs"}

    return dict(put(schema))


def _narrower_fields(before: Schema, after: Schema) -> Iterator[str]:
    """Ask for each field that changed; a proof over the whole would repeat what is equal."""
    old, new = before.get("properties", {}), after.get("properties", {})
    for field in sorted(set(old) & set(new)):
        if old[field] != new[field] and not isSubschema(old[field], new[field]):
            yield f"{field} refuses values that it took"
    rest = [
        {name: held for name, held in schema.items() if name not in {"properties", "required"}}
        for schema in (before, after)
    ]
    if rest[0] != rest[1] and not isSubschema(*rest):
        yield "the rules across fields refuse what they took"


def _narrower_limits(before: Any, after: Any, path: str) -> Iterator[str]:
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return
    if "anyOf" in before or "anyOf" in after:
        yield from _narrower_choices(_choices(before), _choices(after), path)
    yield from _smaller(before, after, path)
    for name in sorted((set(before) & set(after)) - {"anyOf"}):
        yield from _narrower_limits(before[name], after[name], f"{path}.{name}")


def _smaller(before: Schema, after: Schema, path: str) -> Iterator[str]:
    if isinstance(before.get("enum"), list):
        refused = [value for value in before["enum"] if not _fits(value, after)]
        if refused:
            yield f"{path} refuses {refused[0]!r}"
        return
    for name in _UPPER:
        if _number(after, name, inf) < _number(before, name, inf):
            yield f"{path} has a smaller {name}"
    for name in _LOWER:
        if _number(after, name, 0) > _number(before, name, 0):
            yield f"{path} has a greater {name}"
    for name in ("pattern", "format"):
        if isinstance(after.get(name), str) and after[name] != before.get(name):
            yield f"{path} has a new {name}"


def _fits(value: Any, schema: Schema) -> bool:
    """Tell whether an enumerated *value* keeps the limits of *schema*."""
    if not isinstance(value, str):
        return True
    within = _number(schema, "minLength", 0) <= len(value) <= _number(schema, "maxLength", inf)
    return within and bool(re.search(schema.get("pattern", ""), value))


def _number(schema: Schema, name: str, otherwise: float) -> float:
    """Return a limit; a field that happens to bear its name is none."""
    limit = schema.get(name)
    return limit if isinstance(limit, int) else otherwise


def _choices(schema: Schema) -> list[Schema]:
    return list(schema.get("anyOf", [schema]))


def _narrower_choices(before: list[Schema], after: list[Schema], path: str) -> Iterator[str]:
    """Compare choices of one type; whether a choice was lost, the structure says."""
    for old in before:
        same = [new for new in after if new.get("type") == old.get("type")]
        if same and old not in same:
            yield from _narrower_limits(old, same[0], path)


def _structure(part: Any) -> Any:
    """Return *part* without limits, which are compared apart, and without remarks."""
    if isinstance(part, list):
        return [_structure(each) for each in part]
    if not isinstance(part, Mapping):
        return part
    return {
        name: {field: _structure(each) for field, each in held.items()}
        if name == "properties"
        else _structure(held)
        for name, held in part.items()
        if name not in _LIMITS and name not in _REMARKS
    }
