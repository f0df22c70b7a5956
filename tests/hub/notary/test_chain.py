"""Whatever is done to a journal or its anchors after the notary swore to it is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events import topics
from events.generations import FIRST
from events.record import Record
from events.signing import Signer
from hub.notary.anchors import AnchorFile
from hub.notary.chain_check import check_chain
from hub.notary.swearing import swear

SIGNER = Signer.make()
TOPIC = topics.JOURNAL_CASES
ROUNDS, LENGTH = 4, 5
"""How often the notary swore, and what was appended between."""


@dataclass
class Held:
    """A ``hub.journal.Journal`` of one partition, in memory, that anyone may alter."""

    layout = FIRST

    records: list[Record] = field(default_factory=list)

    def topics(self) -> tuple[str, ...]:
        return (TOPIC,)

    def partitions(self, topic: str) -> int:
        return int(topic == TOPIC)

    def end(self, topic: str, partition: int) -> int:  # noqa: ARG002
        return len(self.records)

    def read(
        self,
        topic: str,  # noqa: ARG002
        partition: int,  # noqa: ARG002
        start: int = 0,
        stop: int | None = None,
    ) -> Iterator[Record]:
        yield from self.records[start:stop]


def _record(offset: int) -> Record:
    return Record(TOPIC, 0, offset, b"k", b"value %d" % offset, (("hash", b"h"),))


def sworn(folder: Path) -> tuple[Held, AnchorFile]:
    """Return a journal to which the notary swore four times, as it grew."""
    journal, file = Held(), AnchorFile(folder / "anchors")
    for round in range(ROUNDS):
        first = round * LENGTH
        journal.records += [_record(offset) for offset in range(first, first + LENGTH)]
        swear(journal, file, SIGNER, "2026-01-01T00:00:00Z")
    return journal, file


def codes(journal: Held, file: AnchorFile) -> list[str]:
    return [problem.code for problem in check_chain(journal, file, SIGNER.public)[1]]


LAST = ROUNDS * LENGTH - 1
offsets = st.integers(0, LAST)


@st.composite
def edits(draw: st.DrawFn) -> list[Record]:
    """Give the records as somebody left them who altered one, or cut, or moved some."""
    records = [_record(offset) for offset in range(LAST + 1)]
    at, to = draw(offsets), draw(offsets)
    match draw(st.sampled_from(["flip", "drop", "insert", "swap", "cut", "empty header"])):
        case "flip":
            value = bytearray(records[at].value)
            value[draw(st.integers(0, len(value) - 1))] ^= 1 << draw(st.integers(0, 7))
            records[at] = records[at]._replace(value=bytes(value))
        case "drop":
            del records[at]
        case "insert":
            records.insert(at, records[to]._replace(key=b"new"))
        case "swap":
            records[at], records[to - 1] = records[to - 1], records[at]
        case "cut":
            del records[at:]
        case _:
            records[at] = records[at]._replace(headers=(*records[at].headers, ("x", b"")))
    return records


@settings(max_examples=300)
@given(edits())
def test_whatever_is_done_to_a_journal_is_found(altered: list[Record]) -> None:
    """One bit is enough; what is left as it was is not complained of."""
    with TemporaryDirectory() as folder:
        journal, file = sworn(Path(folder))
        untouched = altered == journal.records
        journal.records = altered

        assert untouched == (codes(journal, file) == [])


def test_the_stretch_that_was_altered_is_named_and_no_other(tmp_path: Path) -> None:
    """Who must look for it begins at the right place."""
    journal, file = sworn(tmp_path)
    journal.records[LENGTH] = journal.records[LENGTH]._replace(key=b"other")
    (problem,) = check_chain(journal, file, SIGNER.public)[1]

    assert ("chain-broken", f"{TOPIC}:0:{LENGTH}-{2 * LENGTH - 1}") == problem[:2]


@given(st.integers(0, ROUNDS - 1), st.sampled_from(["drop", "double", "forge", "tear", "key"]))
def test_whatever_is_done_to_the_anchors_is_found(number: int, act: str) -> None:
    """All but a file that ends early: that is what copies elsewhere are for."""
    with TemporaryDirectory() as folder:
        journal, file = sworn(Path(folder))
        lines = list(file.lines())
        match act:
            case "drop":
                del lines[number]
            case "double":
                lines.insert(number, lines[number])
            case "forge":
                lines[number] = lines[number].replace(b'"end":', b'"end":1')
            case "tear":
                lines[number] = lines[number][:9] + b"\n"
            case _:
                others = AnchorFile(Path(folder) / "others")
                swear(journal, others, Signer.make(), "")
                lines[number] = next(others.lines())
        (Path(folder) / "anchors").write_bytes(b"".join(lines))
        ends_early = act == "drop" and number == ROUNDS - 1

        assert ends_early == (codes(journal, file) == [])


def test_a_line_torn_by_a_crash_was_never_sworn_to(tmp_path: Path) -> None:
    """The notary takes it off and swears again."""
    journal, file = sworn(tmp_path)
    with (tmp_path / "anchors").open("ab") as raw:
        raw.write(b'{"topic": "jour')
    journal.records.append(_record(LAST + 1))
    added = swear(journal, file, SIGNER, "2026-01-01T00:00:00Z")

    assert [LAST + 2] == [anchor.end for anchor in added]
    assert [] == codes(journal, file)


def test_where_nothing_was_appended_nothing_is_sworn(tmp_path: Path) -> None:
    """A quiet night does not fill the file."""
    journal, file = sworn(tmp_path)

    assert [] == swear(journal, file, SIGNER, "2026-01-01T00:00:00Z")


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_a_log_cut_below_within_or_beyond_the_last_anchor(tmp_path: Path, extra: int) -> None:
    """What was never sworn to cannot be missed."""
    journal, file = sworn(tmp_path)
    journal.records = [_record(offset) for offset in range(LAST + 1 + extra)]

    assert (["log-cut"] if extra < 0 else []) == codes(journal, file)
