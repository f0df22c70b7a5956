"""The simulation of skew: what it calls hot is hot, and what it calls calm is calm."""

from __future__ import annotations

from bench.skew import CALM, MEAN, drawn, heat, partitions_for, spread, workers_for


def test_even_keys_on_as_many_partitions_run_no_worker_hot() -> None:
    """Hash n of n stands in partition n, folded by worker n."""
    assert 1.0 == heat([(n, 1) for n in range(8)], partitions=8, workers=4)


def test_a_worker_with_one_partition_more_is_hotter_by_it() -> None:
    """Four partitions on three workers: the first has two of them, the mean is 4/3."""
    assert 1.5 == heat([(n, 1) for n in range(4)], partitions=4, workers=3)


def test_one_heavy_key_cannot_be_spread() -> None:
    """More partitions do not part a key: half of all falls on one of two workers at least."""
    keys = [(0, 50), *((n, 1) for n in range(1, 51))]

    assert heat(keys, 512, 25) >= 12.5
    assert partitions_for(keys, 25) is None


def test_workers_are_chosen_for_their_mean() -> None:
    """60 % of 1 000 events/s each: just below, exactly at and just beyond two workers."""
    assert [2, 2, 3] == [workers_for(rate, 1_000) for rate in (1_199, 1_200, 1_201)]


def test_many_light_keys_need_a_few_partitions_a_worker() -> None:
    """What the plan says: the busiest stays calm, and the next smaller count would not do."""
    keys = spread(drawn([1, 2, 3], 20_000, seed=1), seed=1)
    wanted = partitions_for(keys, 3)

    assert wanted == 8
    assert heat(keys, 8, 3) * MEAN <= CALM < heat(keys, 4, 3) * MEAN
