"""What a changelog gives back, and when it is not to be trusted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from events.record import Record
from processors.folding.changelog import Restored, writes
from processors.folding.checkpoint import POSITION

KEYS = st.sampled_from(["a", "b", "c"])
ENTRIES = st.dictionaries(KEYS, st.one_of(st.none(), st.binary(min_size=1, max_size=3)))


def _restored(*checkpoints: tuple[int, dict[str, bytes | None]]) -> Restored:
    restored = Restored()
    offset = 0
    for fence, entries in checkpoints:
        for key, value, headers in writes(entries, fence):
            restored.learn(Record("changelog.t", 0, offset, key, value or b"", headers))
            offset += 1
    return restored


@given(st.lists(ENTRIES, max_size=6))
def test_the_latest_entry_of_each_key_comes_back(
    checkpoints: list[dict[str, bytes | None]],
) -> None:
    """That is all a partition needs to go on."""
    latest: dict[str, bytes | None] = {}
    for entries in checkpoints:
        latest |= entries

    restored = _restored(*((1, entries) for entries in checkpoints))

    assert {key: value for key, value in latest.items() if value} == dict(restored.entries())
    assert restored.trusted


def test_the_position_is_written_last() -> None:
    """A checkpoint torn by a crash must leave a position that is too small, never too great."""
    keys = [write.key for write in writes({POSITION: b"7", "a": b"1", "b": b"2"}, 1)]

    assert [b"a", b"b", POSITION.encode()] == keys


def test_a_new_owner_is_known_by_a_greater_fence() -> None:
    """Each owner claims one more than it found."""
    assert 4 == _restored((3, {POSITION: b"1"}), (4, {POSITION: b"1"})).fence


def test_an_entry_of_a_lost_owner_after_the_claim_is_not_trusted() -> None:
    """Compaction may already have dropped the newer state that it hides."""
    restored = _restored((1, {"a": b"1"}), (2, {POSITION: b"9"}), (1, {"a": b"old"}))

    assert not restored.trusted


def test_an_entry_of_a_lost_owner_before_the_claim_is_as_good_as_any() -> None:
    """It was written while the owner still was one."""
    assert _restored((1, {"a": b"1"}), (2, {POSITION: b"9"})).trusted


def test_a_key_written_again_by_the_owner_is_trusted_again() -> None:
    """After the partition was folded anew, every key it met is whole."""
    restored = _restored((2, {POSITION: b"9"}), (1, {"a": b"old"}), (3, {"a": b"new"}))

    assert restored.trusted
    assert {POSITION: b"9", "a": b"new"} == dict(restored.entries())


def test_an_entry_of_another_format_is_never_read() -> None:
    """Who takes over from an older hub folds the log again, and keeps nothing of what it had."""
    restored = Restored()
    for offset, key in enumerate(("a", POSITION)):
        restored.learn(Record("changelog.t", 0, offset, key.encode(), b"1", (("fence", b"3"),)))

    assert (3, False, {}) == (restored.fence, restored.trusted, dict(restored.entries()))


def test_a_changelog_written_again_in_this_format_is_trusted() -> None:
    """Entries that nobody has written again since stay unread."""
    restored = Restored()
    for offset, key in enumerate(("gone", "a", POSITION)):
        restored.learn(Record("changelog.t", 0, offset, key.encode(), b"1", (("fence", b"3"),)))
    for name, value, headers in writes({"a": b"2", POSITION: b"9"}, 4):
        restored.learn(Record("changelog.t", 0, 9, name, value or b"", headers))

    assert restored.trusted
    assert {"a": b"2", POSITION: b"9"} == dict(restored.entries())
