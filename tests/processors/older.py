"""Detectors of the version before, for tests of what an upgrade makes of what they said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from processors.folding import checkpoint, shadow
from processors.folding.conclusion import Conclusion


@contextmanager
def older() -> Iterator[None]:
    """Let detectors be those of the version before: they know one kind less and one more."""
    conclude, rules = shadow.conclude, checkpoint.RULES

    def otherwise(*asked: Any) -> Conclusion:
        said = conclude(*asked)
        known = [replace(one, version="0") for one in said.findings if one.kind != "overlap"]
        again = [replace(one, kind="seen-once") for one in known]
        return replace(said, findings=(*known, *again))

    shadow.conclude, checkpoint.RULES = otherwise, rules - 1  # type: ignore[assignment]
    try:
        yield
    finally:
        shadow.conclude, checkpoint.RULES = conclude, rules
