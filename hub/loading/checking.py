"""
``hub check``: a file judged as intake would, offline, for a department building its publisher.

Nothing is stored. What the file itself says before a line is remembered, so duplicates are
told from conflicts; a withdrawal of an event that is not in the file cannot be checked here
and is reported as ``unknown-event``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from events import topics
from events.instant import Instant
from events.intake import Accepted, Received, Rejected, Settings, judge
from events.messages import Language
from events.remembered import Remembered
from events.signers import Signers
from hub.loading.files import UNKNOWN, Raw, numbered_lines, peek
from hub.loading.load import addressed, read_any
from hub.mapping.tables import is_table


class Problem(NamedTuple):
    """``line`` counts from 1; ``code`` and ``field`` as a receipt has them; ``mend`` says how."""

    line: int
    code: str
    field: str
    mend: str


def check_file(
    path: Path, department: str | None, mapping: Path | None, language: Language, now: Instant
) -> tuple[int, list[Problem]]:
    """Return how many lines *path* has and what is wrong with them; *now* is wall time."""
    count = 0

    def counted() -> Iterator[tuple[int, Raw]]:
        nonlocal count
        for numbered in _numbered(path, department, mapping):
            count += 1
            yield numbered

    problems = check_raws(counted(), language, now)
    return count, problems


def check_raws(
    numbered: Iterable[tuple[int, Raw]],
    language: Language,
    now: Instant,
    signers: Signers | None = None,
) -> list[Problem]:
    """
    Return what is wrong with the messages of *numbered*, in their order.

    *signers*: None where nobody knows the keys; then signatures are not looked at.
    """
    known: dict[tuple[str, str], Remembered] = {}
    settings = Settings(language=language, signers=signers)
    found = (_judge(line, raw, known, settings, now) for line, raw in numbered)
    return [problem for problem in found if problem]


def _numbered(
    path: Path, department: str | None, mapping: Path | None
) -> Iterator[tuple[int, Raw]]:
    """Yield lines by their number in the file; a table's events by their place in it."""
    if mapping is not None or is_table(path):
        yield from enumerate(addressed(read_any(path, department, mapping)), 1)
        return
    for line, raw in numbered_lines(path):
        yield line, (department or peek(raw).department or UNKNOWN, raw)


def _judge(
    line: int,
    raw: Raw,
    known: dict[tuple[str, str], Remembered],
    settings: Settings,
    now: Instant,
) -> Problem | None:
    department, value = raw
    received = Received(department, value, (), topics.ingest(department), 0, line, now)
    judgement = judge(received, lambda *name: known.get(name), settings)
    if isinstance(judgement, Accepted):
        known[judgement.remembered.source, judgement.remembered.id] = judgement.remembered
    if not isinstance(judgement, Rejected):
        return None
    receipt = judgement.receipt
    return Problem(line, receipt.code, receipt.field, receipt.message)
