"""What an opening says that cards do not: the sketch of its text, and where the matter lies."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from processors.matters.matter_place import NOWHERE, Spot


class Said(NamedTuple):
    """``sketch``: see ``processors.text.matter_text``."""

    sketch: bytes = b""
    spot: Spot = NOWHERE

    def dump(self) -> list[str]:
        """Return it as JSON values."""
        return [b64encode(self.sketch).decode(), *self.spot]


NOTHING: Final = Said()


def said(values: Sequence[Any]) -> Said:
    """Return what ``dump`` gave *values* for."""
    sketch, *spot = values
    return Said(b64decode(sketch), Spot(*spot))
