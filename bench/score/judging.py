"""
Conclusions against truth: what was hit, what was missed and what is false, each with a reason.

Every detector is judged on keys that both sides can name: repeats by event and outcome, exact
rules by rule, kind, subject, rung and instant, double entries by the later record, parties by
pairs of ids, repeated cases by the later case, clusters by pairs of cases of several parties.
A question (band ``ask``) is no finding: neither a hit nor false, but counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from bench.score.world import Concluded

Truth = Mapping[str, Any]
Reason = Callable[[Any], str]
Pair = tuple[str, str]


@dataclass(slots=True)
class Tally:
    """Counts of one detector; ``missed`` and ``wrong``: reason → how many."""

    planted: int = 0
    hit: int = 0
    false: int = 0
    asked: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        return self.hit / (self.hit + self.false) if self.hit + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.hit / self.planted if self.planted else 1.0

    @property
    def f1(self) -> float:
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def add(self, other: Tally) -> None:
        self.planted += other.planted
        self.hit += other.hit
        self.false += other.false
        self.asked += other.asked
        self.missed += other.missed
        self.wrong += other.wrong


def tally(wanted: set[Any], found: set[Any], missed: Reason, wrong: Reason) -> Tally:
    """Return the counts of *found* against *wanted*, with the reason of each difference."""
    return Tally(
        planted=len(wanted),
        hit=len(wanted & found),
        false=len(found - wanted),
        missed=Counter(missed(key) for key in wanted - found),
        wrong=Counter(wrong(key) for key in found - wanted),
    )


def pairs(groups: Iterable[Iterable[str]]) -> set[Pair]:
    """Return every pair inside a group, each in the order of its names."""
    return {pair for group in groups for pair in combinations(sorted(set(group)), 2)}


def grouped(labels: Mapping[str, Hashable]) -> list[list[str]]:
    """Return the names that share a label."""
    groups: dict[Hashable, list[str]] = {}
    for name, label in labels.items():
        groups.setdefault(label, []).append(name)
    return list(groups.values())


def standing(concluded: Concluded) -> list[dict[str, Any]]:
    """Return the findings that were not taken back."""
    return [found for found in concluded.findings if found["status"] != "retracted"]


def repeats(truth: Truth, concluded: Concluded) -> Tally:
    """D0: which events were receipted as repeats and as conflicts."""
    sent = truth["sent"]
    wanted = {(id, "duplicate") for id in sent["duplicates"]}
    wanted |= {(id, "id-conflict") for id in sent["conflicts"]}
    found = {key for key in concluded.receipts if key[1] != "accepted"}
    return tally(wanted, found, lambda key: key[1], lambda key: key[1])


def identity(truth: Truth, concluded: Concluded) -> Tally:
    """Pairs of ids that are one party, of all pairs of which one lacks a code or a name differs."""
    how = {tuple(sorted(one["parties"])): one for one in truth["identities"]}
    alike = {tuple(sorted(one["parties"])): one["how"] for one in truth["namesakes"]}
    linked = pairs(grouped(concluded.clusters))
    return tally(
        set(how),
        linked,
        lambda pair: _written(how[pair]),
        lambda pair: f"namesake: {alike[pair]}" if pair in alike else "not planted",
    )


def uncoded(truth: Truth, concluded: Concluded) -> Tally:
    """Return ``identity`` of those alone that no code links: what the bar is about."""
    some = [one for one in truth["identities"] if not one["coded"]]
    coded = pairs(one["parties"] for one in truth["identities"] if one["coded"])
    without = identity({**truth, "identities": some}, concluded)
    also = coded & pairs(grouped(concluded.clusters))
    without.false -= len(also)
    without.wrong["not planted"] -= len(also)
    without.wrong = +without.wrong
    return without


def _written(one: Mapping[str, Any]) -> str:
    return " + ".join(one["how"]) + (", coded" if one["coded"] else "")
