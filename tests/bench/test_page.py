"""The page of the benchmarks says what was measured, and says when the machine was busy."""

from __future__ import annotations

from typing import Any

from bench import page


def results(load: float = 0.1) -> dict[str, Any]:
    """Return three runs of the hub and one of a peer, of the host job."""
    runs = [
        {"contender": name, "job": "host", "events": 1_000, "seconds": 2.0, "cpu": cpu, "memory": 1}
        for name, cpu in (("hub", 1.0), ("hub", 0.5), ("hub", 2.0), ("peer", 2.0))
    ]
    others = [["publish → finding", "p50 9 ms"]]
    return {
        "machine": "2 cores",
        "when": "May 2026",
        "load": load,
        "cores": 2,
        "detectors_us": 9.0,
        "runs": runs,
        "others": others,
    }


def test_a_page_gives_medians_with_their_spread() -> None:
    """A mean would let one bad run of a busy machine speak for all."""
    text = page.render(results())

    assert "| hub | 500 (500–500) | 1,000 (500–2,000) | 1,000 |" in text
    assert "| peer | 500 (500–500) | 500 (500–500) | 2,000 |" in text


def test_ratios_are_of_medians() -> None:
    """The target is a ratio; a reader must not work it out."""
    assert "The hub per CPU-second: 2.00 × peer." in page.render(results())


def test_a_busy_machine_is_owned_up_to() -> None:
    """Wall seconds of a shared machine are no measure; within, at and beyond half its cores."""
    assert "not ours alone" not in page.render(results(load=0.9))
    assert "not ours alone" not in page.render(results(load=1.0))
    assert "not ours alone" in page.render(results(load=1.1))
