"""
One sentence in the reader's language: a pair of (English, Chinese), filled with values.

``{count}`` is the value; ``{count:line|lines}`` is the word that goes with it, for one and for any
other number. A pair is the one shape in which words in both languages are written in code.
"""

from __future__ import annotations

from string import Formatter
from typing import Any

from events.messages import Language

Both = tuple[str, str]
"""What is said in English, and in Chinese."""


class _Counting(Formatter):
    """Chooses between ``one|many`` where a format says so."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        one, counts, many = format_spec.partition("|")
        if counts:
            return one if value == 1 else many
        return super().format_field(value, format_spec)


_FORMATTER = _Counting()


def spoken(language: Language, both: Both, /, **values: Any) -> str:
    """Return what *both* say in *language*, filled with *values*."""
    return _FORMATTER.vformat(both[language == "zh"], (), values)
