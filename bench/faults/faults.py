"""
The faults of the campaign: each breaks something for a while, and lets it go.

``FAULTS`` names them all; ``bench.faults.breaking`` makes them. Where a fault cannot be made on
this machine, ``unmade`` says why: the table leaves its line blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bench.faults import breaking
from bench.faults.breaking import JOINS, Fault
from bench.faults.lab import Lab
from bench.faults.parts import faketime

CLOCKS: Final[Mapping[str, str]] = {
    "clock of intake off by 1 h": "intake",
    "clock of worker off by 1 h": "worker",
    "clock of projector off by 1 h": "project",
}
"""The kind of part whose clock each of these faults moves."""

FAULTS: Final[Mapping[str, Fault]] = {
    "kill -9 intake": breaking.killed("intake"),
    "kill -9 worker": breaking.killed("worker"),
    "kill -9 projector": breaking.killed("project"),
    "kill -9 alerter": breaking.killed("alert"),
    "SIGSTOP intake": breaking.paused("intake"),
    "SIGSTOP worker": breaking.paused("worker"),
    "SIGSTOP projector": breaking.paused("project"),
    "SIGSTOP alerter": breaking.paused("alert"),
    "kill -9 one broker": breaking.broker_killed,
    "kill -9 the controller": breaking.controller_killed,
    "SIGSTOP one broker": breaking.broker_paused,
    "all brokers restarted": breaking.brokers_restarted,
    "all brokers killed": breaking.brokers_killed,
    "members join and leave": breaking.members_come_and_go,
    "kill -9 ClickHouse in mid-insert": breaking.warehouse_killed_in_insert,
    "kill -9 projector before an insert": breaking.projector_killed("before the insert"),
    "kill -9 projector between insert and answer": breaking.projector_killed("before its answer"),
    "kill -9 projector between answer and commit": breaking.projector_killed("after its answer"),
    "kill -9 alerter between sending and noting": breaking.alerter_killed_unnoted,
    "connection cut between insert and answer": breaking.answer_cut,
    "ClickHouse away": breaking.warehouse_away,
    "disk full under ClickHouse": breaking.warehouse_disk_full,
    "disk full under a broker": breaking.broker_disk_full,
    "all connections cut": breaking.lines_cut,
    "all connections slow": breaking.lines_slow,
    **{name: breaking.clock_off(kind) for name, kind in CLOCKS.items()},
}

KILLS: Final = tuple(
    name for name in FAULTS if name.startswith("kill -9") and "ClickHouse" not in name
)

GROUPS: Final = (
    ("intake", "worker", "members"),
    ("projector", "ClickHouse", "insert", "alerter"),
    ("broker", "controller", "connections"),
)
"""Every run breaks something of each: the parts that fold; what is told, in warehouse and alerts;
the brokers.
The first group with a word of a fault's name is its own."""


def group_of(name: str) -> int:
    """Return the number of the group to which the fault *name* belongs."""
    return next((n for n, words in enumerate(GROUPS) if any(w in name for w in words)), 2)


def strokes(name: str) -> int:
    """Return how many single kills, pauses and cuts the fault *name* is; 0: it is none."""
    if not any(word in name for word in ("kill", "SIGSTOP", "cut", "join and leave", "restarted")):
        return 0
    once = ("SIGSTOP", "broker", "controller", "ClickHouse")
    return 1 if any(word in name for word in once) else JOINS


def unmade(lab: Lab) -> dict[str, str]:
    """Return the faults that cannot be made on this machine, each with the reason."""
    reasons: dict[str, str] = {}
    if not faketime():
        reasons |= dict.fromkeys(CLOCKS, "libfaketime is not installed (Debian: libfaketime)")
    if not lab.broker_disk.real:
        names = (name for name in FAULTS if name.startswith("disk"))
        reasons |= dict.fromkeys(names, "a tmpfs cannot be mounted here (needs root)")
    return reasons
