"""
What goes wrong in the shell, told to people as one line.

A failure carries the key of its message (``hub.i18n``) and the values the sentence names;
the command line turns it into one line in the reader's language and an exit code.
"""

from __future__ import annotations

from typing import Final

FOUND_WRONG: Final = 1
WRONG_USE: Final = 2


class Failure(Exception):  # noqa: N818 - what people are told, not a bug
    """Something the caller can mend. ``key`` names the sentence, ``values`` fill it."""

    def __init__(self, key: str, exit_code: int = WRONG_USE, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.exit_code = exit_code
        self.values = values
