"""What the runtime publishes into an empty log. Signatures first; bodies follow."""

from __future__ import annotations

from typing import Any


def default_publications() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return (event name, data) of the China calendar and of each policy in ``policies/``."""
    raise NotImplementedError
