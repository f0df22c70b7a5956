"""The same log gives the same answer, however its partitions mix: a small ``make replays``."""

from __future__ import annotations

from bench.faults.replays import checksums, run
from hub.proving.replay import Concluded


def test_three_replays_have_the_checksum_of_what_is_on_record() -> None:
    """In the order of the log, by all cores, and with the partitions mixed by chance."""
    line = run(600, 20261123)

    assert (3, 0) == (line["replays"], line["wrong"])
    assert line["findings"] > 20
    assert line["shown"] > 300


def test_a_checksum_changes_with_what_was_concluded() -> None:
    """One that never changes proves nothing."""
    shown = Concluded({}, {"case:K-1": b"1"})
    found = Concluded({"f": {"finding_id": "f", "status": "open", "revision": 1}}, {})
    again = Concluded({"f": {"finding_id": "f", "status": "open", "revision": 2}}, {})

    assert checksums(shown)[1] != checksums(found)[1]
    assert checksums(shown)[0] != checksums(found)[0]
    assert checksums(again) == checksums(found)
