"""
``hub doctor``: what is wrong with an installation, and the mend.

Each check looks at one thing, changes nothing, and tells what it saw: good, wrong, or unsure
(a person should look). A check whose part is not there says nothing; one that fails itself is
wrong. ``machine`` looks at the program and its folder, ``files`` at what is kept in it, ``said``
at what was published and who can be told, ``cluster`` at Kafka and ClickHouse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Literal, NamedTuple

from events.messages import Language
from hub.failure import Failure
from hub.i18n import say
from hub.settings import Settings

State = Literal["good", "unsure", "wrong"]
UNSURE: Final = "unsure"
WRONG: Final = "wrong"


class Seen(NamedTuple):
    """What a check saw: ``key`` of a sentence that says what, where and how to mend it."""

    state: State
    key: str
    values: dict[str, Any]


Check = Callable[[Settings], Iterable[Seen]]


def good(key: str, **values: Any) -> Seen:
    return Seen("good", key, values)


def unsure(key: str, **values: Any) -> Seen:
    return Seen("unsure", key, values)


def wrong(key: str, **values: Any) -> Seen:
    return Seen("wrong", key, values)


class Row(NamedTuple):
    check: str
    state: State
    says: str


def examined(
    checks: Iterable[tuple[str, Check]], settings: Settings, language: Language
) -> Iterator[Row]:
    """Yield what each of *checks* saw, in their order."""
    for name, check in checks:
        for seen in _run(check, settings):
            said = " ".join(say(language, seen.key, **seen.values).split())
            yield Row(name, seen.state, said)


def _run(check: Check, settings: Settings) -> Iterator[Seen]:
    try:
        yield from check(settings)
    except Failure as failure:
        yield wrong(failure.key, **failure.values)
    except Exception as error:  # noqa: BLE001 - a doctor that dies of the illness helps nobody
        yield wrong("doctor-failed", reason=f"{type(error).__name__}: {error}"[:300])
