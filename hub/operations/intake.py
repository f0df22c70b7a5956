"""Operations that take events in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from events.instant import parse
from events.messages import Language
from hub.embedded.hub import Embedded


def begin(hub: Embedded, defaults: bool = True) -> None:
    """Make the log ready; *defaults*: publish policies and calendar into an empty one."""
    hub.begin(defaults)


def clock(hub: Embedded, wanted: str | None = None) -> str:
    """Return the clock a load runs at; a log that lives at the wall clock stays there."""
    if wanted == "wall":
        hub.turn_to_wall()
    return hub.engine.clock()


def accept(hub: Embedded, raws: Sequence[tuple[str, str]], clock: str | None) -> dict[str, Any]:
    """Take in *raws*: (department, bytes as Latin-1 text); return their counts."""
    batch = [(department, text.encode("latin-1")) for department, text in raws]
    return hub.accept(batch, clock).document()


def finish(hub: Embedded, clock: str, until: str | None = None) -> None:
    """End a load: tick every partition to *until* (RFC 3339), by default its last event."""
    hub.engine.finish(clock, None if until is None else parse(until))
    hub.project()


def problems(
    hub: Embedded, publications: Sequence[tuple[str, dict[str, Any]]], language: Language = "en"
) -> list[str]:
    """Return what is wrong with *publications* beside the rules of the log, one line each."""
    return hub.engine.problems(publications, language)


def publish(hub: Embedded, publications: Sequence[tuple[str, dict[str, Any]]]) -> int:
    """Publish reference data, (event name, data) each, as of the log's now; return how many."""
    return hub.engine.publish(publications)
