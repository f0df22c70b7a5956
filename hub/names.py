"""Names of departments, where they become names of topics."""

from __future__ import annotations

import re
from typing import Final

_DEPARTMENT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")


def is_department(name: str) -> bool:
    """Tell whether *name* can stand in a topic's name, in Kafka as in SQLite."""
    return _DEPARTMENT.fullmatch(name) is not None
