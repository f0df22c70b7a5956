"""
The fault campaign: a whole hub under load, broken at random, and its accounts balanced after.

A run draws its faults, their instants and its load from a seed. Three brokers (replication 3,
min.insync 2), a ClickHouse server, intake, workers and projectors run as real processes;
publishers send a simulated city, remember what was acknowledged, send some of it twice and out
of order, and one event in a hundred as poison. After quiet returns, what was acknowledged must
have counted once (``bench.faults.balance``). Every run is a line of ``docs/campaign.jsonl``,
from which ``bench.faults.table`` makes the table in ``docs/reliability.md``.

    make faults RUNS=8 SEED=1 SHORT=1
"""
