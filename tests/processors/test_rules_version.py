"""A new version of the detectors is held against what the one before said, at the next tick."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from events import topics
from events.comparison import fingerprint
from events.record import Outgoing, Record
from hub.i18n.findings import kinds
from processors.cases.case_fact import KEPT
from processors.folding import checkpoint
from processors.folding.conclusion import Conclusion
from processors.folding.partition import Partition
from projections.snapshot_rows import THINGS
from tests.processors.toy_fold import Log, Quiet, QuietFold, names

SAID = (7, 11, "f57c59eb", "a6190d14")
"""(FORMAT, RULES, digest of what is remembered, digest of what is said)."""


class Stricter(QuietFold):
    """A later version: it says so, and no longer tells of a gap that ended."""

    def conclude(self, *asked: Any) -> Conclusion:
        said = super().conclude(*asked)
        kept = [replace(one, version="2") for one in said.findings if one.resolved_at is None]
        return replace(said, findings=tuple(kept))


def _folded(subject: Partition[Quiet], *records: Record) -> list[Outgoing]:
    return [*(effect for one in records for effect in subject.take(one)), *subject.flush()]


def _values(effects: list[Outgoing]) -> list[bytes]:
    return [effect.value for effect in effects if effect.topic == topics.FINDINGS]


def test_what_no_longer_holds_is_taken_back_and_what_holds_is_said_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else a report would go on showing what nobody concludes any more."""
    log = Log()
    history = (log.event("a", 0), log.event("a", 30), log.event("b", 5), log.tick(60))
    before: Partition[Quiet] = Partition(QuietFold(), topics.JOURNAL_CASES, 0)
    said = _folded(before, *history)
    kept = [(key, value) for key, value in before.changed().items() if value is not None]

    monkeypatch.setattr(checkpoint, "RULES", checkpoint.RULES + 1)
    after: Partition[Quiet] = Partition(Stricter(), topics.JOURNAL_CASES, 0)
    after.restore(kept)
    now = log.tick(61)
    corrected = _folded(after, now)
    fresh: Partition[Quiet] = Partition(Stricter(), topics.JOURNAL_CASES, 0)

    assert {"finding.retracted", "finding.updated"} == set(names(corrected))
    concluded = fingerprint(_values(_folded(fresh, *history, now)))
    assert concluded == fingerprint(_values([*said, *corrected]))
    assert [] == _folded(after, log.tick(62))


def test_a_restart_of_the_same_version_says_nothing() -> None:
    """A rolling restart must not speak of every case there is."""
    log = Log()
    before: Partition[Quiet] = Partition(QuietFold(), topics.JOURNAL_CASES, 0)
    _folded(before, log.event("a", 0), log.tick(60))
    kept = [(key, value) for key, value in before.changed().items() if value is not None]
    after: Partition[Quiet] = Partition(QuietFold(), topics.JOURNAL_CASES, 0)
    after.restore(kept)

    assert [] == _folded(after, log.tick(61))


def test_what_is_said_and_remembered_has_a_version() -> None:
    """
    Else what stands of old cases would lack what is said of new ones.

    Where a fold remembers more of an event (``KEPT``), raise ``FORMAT`` and all is folded anew;
    for a new column or kind of finding ``RULES``: all is concluded anew. Both stand in
    ``processors/folding/checkpoint.py``. Then write the four values that are told into ``SAID``.
    """
    columns = {name: sorted(thing.kinds) for name, thing in THINGS.items()}
    digests = (sha256(repr(said).encode()).hexdigest()[:8] for said in (KEPT, (columns, kinds())))

    now = (checkpoint.FORMAT, checkpoint.RULES, *digests)

    assert now == SAID, f"raise what is told above, then write SAID = {now}"
