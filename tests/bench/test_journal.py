"""The journal of the benchmarks is what intake and the owners of partitions would write."""

from __future__ import annotations

from itertools import pairwise

from bench.detectors import Pump
from bench.journal import journal
from events import codec, topics
from events.partitioner import partition_of


def test_the_same_seed_gives_the_same_journal() -> None:
    """Contenders are compared over days and machines."""
    assert list(journal(3, 40)) == list(journal(3, 40))


def test_a_record_stands_in_the_partition_of_its_key_and_time_never_turns_back() -> None:
    """Reference events and ticks go to every partition, the rest where its key belongs."""
    log = list(journal(3, 200))
    events = [(one, codec.decode(one.value)) for one in log]
    keyed = [one for one, event in events if event.name.startswith(("visit.", "case."))]
    ticks = [event.time for one, event in events if event.name == "clock.ticked"]

    assert len(keyed) == 200
    assert [one.partition for one in keyed] == [
        partition_of(one.key, topics.PARTITIONS[one.topic]) for one in keyed
    ]
    assert all(before <= after for before, after in pairwise(ticks))


def test_nothing_of_the_load_is_refused_by_a_fold() -> None:
    """A load that is rejected would be a race of error paths."""
    pump = Pump()
    pump.fold(journal(3, 200))

    assert 0 == pump.refused
    assert pump.folded > 200
