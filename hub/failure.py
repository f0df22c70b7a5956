"""
What goes wrong in the shell, told to people as one line.

A failure carries the key of its message (``hub.i18n``) and the values the sentence names;
the command line turns it into one line in the reader's language and an exit code.
"""

from __future__ import annotations

import stat
from pathlib import Path
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


def must_be_file(path: Path) -> None:
    """Raise the failure that says what keeps *path* from being a file one can read."""
    try:
        kind = path.stat().st_mode
    except FileNotFoundError as error:
        raise Failure("file-missing", path=path) from error
    except OSError as error:
        raise unreadable(path, error) from error
    if stat.S_ISDIR(kind):
        raise Failure("file-is-folder", path=path)
    if not stat.S_ISREG(kind):
        raise Failure("file-not-plain", path=path)


def must_have_folder(path: Path) -> None:
    """Raise ``Failure`` where there is no folder in which the new file *path* could stand."""
    if not path.parent.is_dir():
        raise Failure("folder-missing", path=path.parent)


def unreadable(path: Path, error: OSError) -> Failure:
    """Return what to tell of *error*, which the system gave for *path*."""
    if isinstance(error, PermissionError):
        return Failure("file-forbidden", path=path)
    return Failure("file-unreadable", path=path, reason=error.strerror or error)
