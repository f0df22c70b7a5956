"""The result of a score as Markdown (docs/score.md, and what the terminal shows) and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from bench.score.bars import bar, failures
from bench.score.judging import Tally

_REASONS = 12


@dataclass(slots=True)
class Result:
    """Counts added up over ``seeds``; ``whole``: group size → (planted, found whole)."""

    seeds: list[int] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    whole: dict[int, tuple[int, int]] = field(default_factory=dict)
    names: str = ""
    lines: int = 0
    seconds: float = 0

    def add(self, other: Result) -> None:
        self.seeds += other.seeds
        self.lines += other.lines
        self.seconds += other.seconds
        for detector, counts in other.tallies.items():
            self.tallies.setdefault(detector, Tally()).add(counts)
        for size, (told, found) in other.whole.items():
            before = self.whole.get(size, (0, 0))
            self.whole[size] = (before[0] + told, before[1] + found)

    def failures(self) -> list[str]:
        return list(failures(self.tallies, self.whole))

    def document(self) -> dict[str, Any]:
        return {
            "seeds": sorted(self.seeds),
            "names": self.names,
            "lines": self.lines,
            "seconds": round(self.seconds, 1),
            "detectors": {name: _document(counts) for name, counts in self.tallies.items()},
            "whole": {str(size): list(counts) for size, counts in self.whole.items()},
            "failures": self.failures(),
        }


def _document(counts: Tally) -> dict[str, Any]:
    return {
        "planted": counts.planted,
        "hit": counts.hit,
        "false": counts.false,
        "asked": counts.asked,
        "precision": round(counts.precision, 4),
        "recall": round(counts.recall, 4),
        "f1": round(counts.f1, 4),
        "missed": dict(counts.missed),
        "wrong": dict(counts.wrong),
    }


def table(result: Result) -> str:
    """Return a line per detector: counts, precision, recall, F1 and its bar."""
    lines = [
        "| detector | planted | found | missed | false | asked | precision | recall | F1 | bar |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [_row(name, counts) for name, counts in result.tallies.items()]
    return "\n".join(lines)


def _row(name: str, t: Tally) -> str:
    asked = bar(name)
    verdict = "" if asked is None else f"{asked}{'' if asked.held(t) else ' **not reached**'}"
    counts = f"{t.planted} | {t.hit} | {t.planted - t.hit} | {t.false} | {t.asked or ''}"
    return f"| {name} | {counts} | {t.precision:.3f} | {t.recall:.3f} | {t.f1:.3f} | {verdict} |"


def reasons(result: Result) -> str:
    """Return what was missed and what is false, by detector and reason, most frequent first."""
    return "\n".join(_reasons(result))


def _reasons(result: Result) -> Iterator[str]:
    for name, counts in result.tallies.items():
        for title, listed in (("missed", counts.missed), ("false", counts.wrong)):
            if listed:
                yield f"- **{name}**, {title}: {_listed(listed)}"


def _listed(listed: Counter[str]) -> str:
    shown = [f"{reason} {count}" for reason, count in listed.most_common(_REASONS)]
    rest = sum(listed.values()) - sum(count for _, count in listed.most_common(_REASONS))
    return "; ".join([*shown, *([f"others {rest}"] if rest else [])])


def markdown(result: Result, kind: str) -> str:
    """Return the page docs/score.md; *kind* names the seeds."""
    groups = "; ".join(
        f"{found} of {told} groups of {size}" for size, (told, found) in result.whole.items()
    )
    failed: Sequence[str] = result.failures()
    verdict = "All bars hold." if not failed else "Not reached: " + "; ".join(failed) + "."
    return f"""# Score

Written by `make score`: {len(result.seeds)} {kind} cities of {result.lines:,} lines in all,
{result.names}, with the noise of [simulation.md](simulation.md). Counts are added up over the
cities; nobody develops or tunes on the held ones. *asked*: what the hub puts to a person instead
of deciding; it is neither found nor false.

{table(result)}

Planted groups found whole: {groups or "none planted"}. {verdict}

## Misses and false ones, by reason
{reasons(result)}

{_why()}"""


def _why() -> str:
    """Return what was seen on the seeds to develop on: nobody looks into the held ones."""
    return files("bench.score").joinpath("why.md").read_text("utf-8")
