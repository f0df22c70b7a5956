"""
Texts nobody expects, through the real intake: none is lost, and each costs a bounded time.

The ten thousand of a minute are a thousand here; ``python -m bench.odd_texts`` sends them all.
"""

from __future__ import annotations

from pathlib import Path

from bench.odd_texts import crowd, odd, send
from processors.text.matter_text import sketch


def test_long_empty_and_monotonous_texts_are_taken_in_and_none_is_lost(tmp_path: Path) -> None:
    """200 KB in Chinese and in Latin letters, nothing, spaces, one letter and one sign."""
    sent = send(tmp_path, odd())

    assert len(odd()) == sent.accepted == sent.receipted == sent.opened
    assert sent.cpu < 10


def test_what_says_nothing_is_like_nothing(tmp_path: Path) -> None:
    """Three parties with an empty text, or one letter without end, have no matter in common."""
    texts = ["", "  ", "哈" * 66_000, "a" * 200_000]
    raws = [one for n, text in enumerate(texts) for one in crowd(3, text, f"T{n}")]

    assert 0 == send(tmp_path, raws).clusters


def test_a_thousand_identical_texts_in_a_minute_are_one_cluster(tmp_path: Path) -> None:
    """Somebody gave out a form letter: every sender keeps a case, and one lead is named."""
    sent = send(tmp_path, crowd(1_000))

    assert (1_000, 1_000, 1, 1_000) == (sent.accepted, sent.opened, sent.clusters, sent.clustered)


def test_a_sketch_does_not_grow_with_its_text() -> None:
    """So neither does what travels to a matter."""
    assert len(sketch("路灯坏了" * 16_000)) <= len(sketch("".join(map(chr, range(0x4E00, 0x9000)))))
