"""What was said of a long finding is held deflated; nothing that is said may depend on that."""

from __future__ import annotations

from typing import Any

import pytest

from events.finding import Finding
from events.instant import Instant
from processors.folding.checkpoint import dump_said, load_said
from processors.folding.raising import NOTHING, FindingSaying, Said, Saying, compare


def _found(earlier: int) -> Finding:
    told = [{"visit": f"fire/V-{number}", "purpose": "消防"} for number in range(earlier)]
    return Finding("duplicate-visit", "crowding", "fire/V", Instant(0), details={"earlier": told})


def _said(after: Said, *findings: Finding) -> tuple[Said, tuple[Saying, ...]]:
    return compare(after, findings, (), ())


def _document(sayings: tuple[Saying, ...]) -> dict[str, Any]:
    (saying,) = sayings
    assert isinstance(saying, FindingSaying)
    return {"name": saying.name, "revision": saying.revision, **saying.document}


@pytest.mark.parametrize("earlier", [0, 30, 60])
def test_a_finding_of_any_length_is_said_once_and_taken_back_whole(earlier: int) -> None:
    """A retraction bears the whole finding, which nobody concludes any more."""
    found = _found(earlier)
    said, raised = _said(NOTHING, found)
    _, again = _said(said, found)
    _, gone = _said(said)

    expected = {"name": "finding.retracted", "revision": 2, "status": "retracted"}
    assert ((), _document(raised) | expected) == (again, _document(gone))


@pytest.mark.parametrize("earlier", [0, 30, 60])
def test_what_was_said_survives_a_checkpoint(earlier: int) -> None:
    """A checkpoint holds the text itself, whatever a later version deflates with."""
    said, _ = _said(NOTHING, _found(earlier))

    assert said == load_said(dump_said(said))


def test_a_long_finding_weighs_a_fraction_of_its_text() -> None:
    """Three findings of a visit that tell fifty earlier ones are 20 KB of text."""
    said, _ = _said(NOTHING, _found(60))
    (kept,) = said.findings.values()

    assert len(kept.held) * 4 < len(kept.document)
