"""
A mapping as a person writes it: YAML in, its shape checked, what to mend said.

What the words mean is told in ``hub.mapping.reading``, which turns rows into events by it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.failure import Failure, must_be_file, unreadable

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_UNLIKE: Final = {"missing": "mapping-lacks", "extra_forbidden": "mapping-unknown-word"}


class EventSpec(BaseModel):
    """One event that a row may say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    time: Any
    when: Any = None
    changes: Any = None
    group_by: str | None = None
    id: Any = None
    subject: Any = None
    sequence: Any = "row"
    replaces: Any = None
    department: Any = None
    system: Any = None
    data: dict[str, Any] = Field(default_factory=dict)


class MappingFile(BaseModel):
    """A mapping file; ``header`` is the row, from 1, that names the columns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    encoding: str = "utf-8-sig"
    delimiter: str = ","
    header: int = Field(default=1, ge=1)
    timezone: str = "Asia/Shanghai"
    time_format: str | None = None
    columns: dict[str, str | int] = Field(default_factory=dict)
    group_by: str | None = None
    unknown: dict[str, list[str | int | None]] = Field(default_factory=dict)
    distinct: bool = False
    department: Any = None
    system: Any = None
    description: str = ""
    version: Literal[1] = 1
    events: list[EventSpec] = Field(min_length=1)

    @property
    def blanks(self) -> dict[str, frozenset[str]]:
        """The values of each column or field that say nothing, as text."""
        return {
            name: frozenset("" if value is None else str(value) for value in values)
            for name, values in self.unknown.items()
        }


def load(path: Path) -> MappingFile:
    """Return the mapping in the YAML file *path*; raise ``Failure`` naming what to mend."""
    must_be_file(path)
    try:
        return MappingFile.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except ValidationError as error:
        raise _unlike(path, error.errors()[0]) from error
    except OSError as error:
        raise unreadable(path, error) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Failure("mapping-no-yaml", path=path, reason=error) from error


def _unlike(path: Path, first: ErrorDetails) -> Failure:
    """Return what to mend in a mapping that has not the shape of one."""
    where = ".".join(map(str, first["loc"]))
    if not where:
        return Failure("mapping-none", path=path)
    key = _UNLIKE.get(first["type"], "mapping-wrong")
    return Failure(key, path=path, where=where, reason=first["msg"])
