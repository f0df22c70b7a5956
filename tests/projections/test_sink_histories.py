"""The batch writer always knows what to do: every state of the last batch, every relation to it."""

from __future__ import annotations

from random import Random

import pytest

from events.brokers import Committed
from projections import sink
from projections.sink import Range

HISTORIES = 10_000
STEPS = 25
LAST = Range(40, 57)
"""The last batch of the tables below."""

NOTHING = Committed(40, "")
NOTED = sink.note(LAST)
DONE = sink.done(LAST)

RELATIONS = {
    "zero": 40,
    "begins it": 50,
    "one short of it": 57,
    "the same": 58,
    "one beyond it": 59,
    "contains it": 100,
    "previous": 30,
}
"""What can be read now, as the end of the log, by its relation to the last batch."""

EXPECTED: dict[str, tuple[Range | None, Range | None, Range | None]] = {
    # nothing noted, noted, done
    "zero": (None, None, None),
    "begins it": (Range(40, 49), None, None),
    "one short of it": (Range(40, 56), None, None),
    "the same": (Range(40, 57), LAST, None),
    "one beyond it": (Range(40, 58), LAST, Range(58, 58)),
    "contains it": (Range(40, 99), LAST, Range(58, 99)),
    "previous": (None, None, None),
}


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("state", [0, 1, 2], ids=["nothing noted", "noted", "done"])
def test_every_cell_is_decided(state: int, relation: str) -> None:
    """A batch is cut anew, repeated exactly, or waited for; there is no fourth answer."""
    committed = (NOTHING, NOTED, DONE)[state]

    assert EXPECTED[relation][state] == sink.plan(*committed, RELATIONS[relation], limit=1_000)


class Group:
    """What Kafka keeps of one partition: how long the log is, and what the group committed."""

    def __init__(self) -> None:
        self.end, self.committed, self.generation = 0, Committed(0, ""), 0


class Member:
    """A projector that may stop between any two steps, and be overtaken while it does."""

    def __init__(self, group: Group, stored: set[int], tokens: dict[str, Range]) -> None:
        self._group, self._stored, self._tokens = group, stored, tokens
        self.begin()

    def begin(self) -> None:
        """Start, or start again: know only what the group has committed."""
        self._group.generation += 1
        self._generation = self._group.generation
        self._range: Range | None = None
        self._steps = iter(())

    def step(self, limit: int) -> None:
        """Do the next thing: cut and note, insert, or commit."""
        if self._range is None:
            self._range = sink.plan(*self._group.committed, self._group.end, limit)
            if self._range is not None and not self._commit(sink.note(self._range)):
                self.begin()
            self._inserted = False
        elif not self._inserted:
            self._insert(self._range)
            self._inserted = True
        else:
            done, self._range = self._range, None
            if not self._commit(sink.done(done)):
                self.begin()

    def _commit(self, commit: Committed) -> bool:
        if self._generation != self._group.generation:
            return False  # the group has moved on without this member
        self._group.committed = commit
        return True

    def _insert(self, range: Range) -> None:
        token = sink.token({("t", 0): range})
        assert self._tokens.setdefault(token, range) == range, "a token names one batch"
        self._stored |= set(_offsets(range))


class Ahead(Member):
    """A projector of a cluster: it cuts a batch while one is on its way (hub.cluster.projector)."""

    def begin(self) -> None:
        super().begin()
        self._ready: Range | None = None
        self._inserted = False

    def step(self, limit: int) -> None:
        """Do the next thing: cut ahead, insert, or commit what is stored and what comes next."""
        if self._ready is None and self._cut(limit):
            return
        if self._range is not None and not self._inserted:
            self._insert(self._range)
            self._inserted = True
        elif self._range is not None or self._ready is not None:
            self._send_off()

    def _cut(self, limit: int) -> bool:
        begins = self._group.committed if self._range is None else sink.done(self._range)
        self._ready = sink.plan(*begins, self._group.end, limit)
        return self._ready is not None

    def _send_off(self) -> None:
        said = sink.done(self._range) if self._ready is None else sink.note(self._ready)  # type: ignore[arg-type]
        if not self._commit(said):
            self.begin()
            return
        self._range, self._ready, self._inserted = self._ready, None, False


def _offsets(batch: Range) -> range:
    return range(batch.first, batch.last + 1)


@pytest.mark.parametrize("kind", [Member, Ahead])
def test_ten_thousand_histories_lose_nothing_and_commit_nothing_early(kind: type[Member]) -> None:
    """Members crash, hang and are overtaken between any two steps; the log grows meanwhile."""
    for seed in range(HISTORIES):
        draw, group = Random(seed), Group()
        stored: set[int] = set()
        tokens: dict[str, Range] = {}
        members = [kind(group, stored, tokens) for _ in range(2)]
        for _ in range(STEPS):
            _happen(draw, group, members)
            assert stored.issuperset(range(group.committed.offset)), f"committed early: {seed}"
        working = members[0]
        working.begin()
        while group.committed != Committed(group.end, ""):
            working.step(7)

        assert set(range(group.end)) == stored, f"lost: {seed}"


def _happen(draw: Random, group: Group, members: list[Member]) -> None:
    match draw.randrange(8):
        case 0 | 1:
            group.end += draw.randrange(1, 12)
        case 2:
            draw.choice(members).begin()
        case _:
            draw.choice(members).step(draw.randrange(1, 9))
