"""The published schemas: what is committed is what the models say, and only ever widens."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import orjson
import pytest

from events import schemas
from events.compatibility import narrowings
from events.models import MODELS

COMMITTED = Path(__file__).parents[2] / "schemas"
CLOSED = "case.closed.v1.schema.json"
OPTIONAL = {"anyOf": [{"type": "string", "maxLength": 9}, {"type": "null"}], "default": None}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    schemas.write(tmp_path)
    return tmp_path


def _change(path: Path, change: dict[str, Any]) -> None:
    """Put *change* into the properties of a committed schema."""
    said = orjson.loads(path.read_bytes())
    said["properties"].update(change)
    path.write_bytes(orjson.dumps(said))


def test_what_is_committed_is_what_the_models_say() -> None:
    """Departments build against the files, intake works by the models."""
    assert [] == schemas.check(COMMITTED)


def test_writing_twice_changes_nothing(directory: Path) -> None:
    """The same models give the same bytes."""
    assert [] == schemas.write(directory)
    assert [] == schemas.check(directory)


def test_a_missing_and_a_strange_file_are_told(directory: Path) -> None:
    """A file without a type would promise what nobody keeps."""
    (directory / CLOSED).unlink()
    (directory / "examples" / "old.json").write_bytes(b'{"type":"old.v1","data":{}}')

    assert [
        f"{CLOSED} is missing: run hub schemas write",
        "examples/old.json belongs to no type: put its model back, or remove the file",
        "examples/old.json: its type has no model",
    ] == schemas.check(directory)


def test_a_type_that_was_published_cannot_disappear(directory: Path) -> None:
    """A department may still send it."""
    (directory / "case.eaten.v1.schema.json").write_bytes(b"{}")

    assert any("case.eaten.v1 was published" in problem for problem in schemas.check(directory))


def test_an_incompatible_change_is_found_and_not_written(directory: Path) -> None:
    """What departments send today must be taken tomorrow."""
    _change(directory / CLOSED, {"remark": OPTIONAL})  # as if the model had lost a field since

    problems = schemas.check(directory)

    assert "case.closed.v1: remark is not known any more; add a new version instead" in problems
    with pytest.raises(schemas.IncompatibleError, match="remark"):
        schemas.write(directory)


def test_a_compatible_change_is_only_out_of_date(directory: Path) -> None:
    """An optional field more breaks nobody."""
    path = directory / "case.assigned.v1.schema.json"
    said = orjson.loads(path.read_bytes())
    del said["properties"]["basis"]
    path.write_bytes(orjson.dumps(said))

    assert [f"{path.name} is not what the models say: run hub schemas write"] == schemas.check(
        directory
    )
    assert [path.name] == schemas.write(directory)


def test_an_example_that_intake_refuses_is_found(directory: Path) -> None:
    """Departments copy examples."""
    path = directory / "examples" / "case.closed.v1.json"
    said = orjson.loads(path.read_bytes())
    path.write_bytes(orjson.dumps(said | {"time": "1970-01-01T00:00:00Z"}))

    assert any("out of range" in problem for problem in schemas.check(directory))


@pytest.mark.parametrize("key", sorted(MODELS))
def test_a_new_optional_field_is_compatible_and_its_loss_is_not(key: tuple[str, int]) -> None:
    """BACKWARD: the new schema takes all that the old one took."""
    old = schemas.schema(*key)
    new = copy.deepcopy(old)
    new["properties"]["remark"] = OPTIONAL

    assert [] == list(narrowings(old, new))
    assert ["remark is not known any more"] == list(narrowings(new, old))


def _closed(**outcome: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"outcome": outcome}, "additionalProperties": False}


@pytest.mark.parametrize(
    ("old", "new", "narrower"),
    [
        ({"enum": ["a", "b"]}, {"enum": ["a", "b", "c"]}, False),
        ({"enum": ["a", "b"]}, {"enum": ["a"]}, True),
        ({"type": "string", "maxLength": 9}, {"type": "string", "maxLength": 10}, False),
        ({"type": "string", "maxLength": 9}, {"type": "string", "maxLength": 9}, False),
        ({"type": "string", "maxLength": 9}, {"type": "string", "maxLength": 8}, True),
        ({"type": "string", "minLength": 1}, {"type": "string"}, False),
        ({"type": "string"}, {"type": "string", "minLength": 1}, True),
        ({"type": "string"}, {"type": "string", "pattern": "^a$"}, True),
        ({"type": "string", "pattern": "^a$"}, {"type": "string"}, False),
        ({"type": "string", "enum": ["a"]}, {"type": "string", "pattern": "^[a-z]$"}, False),
        ({"type": "string", "enum": ["a"]}, {"type": "string", "pattern": "^[b-z]$"}, True),
        ({"type": "string", "enum": ["a"]}, {"type": "string", "minLength": 2}, True),
        ({"type": "string", "enum": ["ab"]}, {"type": "string", "maxLength": 1}, True),
        ({"type": "integer"}, {"type": "number"}, False),
        ({"type": "number"}, {"type": "integer"}, True),
        ({"type": "integer", "minimum": 1}, {"type": "integer", "minimum": 2}, True),
        ({"type": "string"}, {"type": "boolean"}, True),
        ({"type": "string"}, {"anyOf": [{"type": "string"}, {"type": "null"}]}, False),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": "string"}, True),
        (
            {"type": "string", "maxLength": 9},
            {"anyOf": [{"type": "null"}, {"type": "string", "maxLength": 8}]},
            True,
        ),
        (
            {"type": "array", "items": {"type": "string", "maxLength": 9}},
            {"type": "array", "items": {"type": "string", "maxLength": 8}},
            True,
        ),
        (
            {"anyOf": [{"type": "string", "maxLength": 9}, {"type": "null"}]},
            {"anyOf": [{"type": "string", "maxLength": 8}, {"type": "null"}]},
            True,
        ),
    ],
)
def test_a_field_may_widen_and_not_narrow(
    old: dict[str, Any], new: dict[str, Any], narrower: bool
) -> None:
    """Each kind of limit, both ways."""
    assert narrower == bool(list(narrowings(_closed(**old), _closed(**new))))


def test_a_field_that_becomes_required_is_found() -> None:
    """Departments that leave it out would be refused from one day to the next."""
    old = _closed(type="string")

    assert ["outcome is required now"] == list(narrowings(old, old | {"required": ["outcome"]}))
