"""
The columns of snapshots in views, by name: what is declared once is not listed again in SQL.

``${case_columns}`` in a view stands for every column that ``snapshot_rows`` declares of a case,
in that order; ``${case_columns but cluster_id}`` for all but one. So a new column of a snapshot
is shown by the views of its thing without a change there.
"""

from __future__ import annotations

import re
from typing import Final

from projections.snapshot_rows import THINGS

_PLACE: Final = re.compile(r"\$\{(\w+)_columns(?: but (\w+))?\}")


def spelled_out(template: str) -> str:
    """
    Return *template* with the columns it asks for; other places stay as they are.

    Raises:
        KeyError: there is no such thing.
    """
    return _PLACE.sub(_columns, template)


def _columns(place: re.Match[str]) -> str:
    names = (name for name in THINGS[place[1]].kinds if name != place[2])
    return ", ".join(f"`{name}`" for name in names)
