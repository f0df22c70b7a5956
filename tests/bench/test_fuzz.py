"""A short look with the fuzzer: the long one is ``make fuzz``."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from bench.fuzz import probe as probing
from bench.fuzz.chunks import chunks
from bench.fuzz.messages import packed, seeds, unpacked
from bench.fuzz.mutation import mutated
from bench.fuzz.probe import SIGNER, Probe


def test_changed_examples_are_judged_and_none_is_slow() -> None:
    """No input stops a partition, whatever was done to it on its way."""
    rng, probe = Random(20261009), Probe()
    for _ in range(2_000):
        probe.check(mutated(rng, seeds(SIGNER)))

    assert [] == probe.wrong
    assert {"accepted", "not-json", "signature-wrong"} <= set(probe.outcomes)


def test_every_seed_is_a_message_that_is_judged_for_what_it_is() -> None:
    """A fuzzer that begins with junk ends with junk."""
    probe = Probe()
    for data in seeds(SIGNER):
        assert data == packed(*unpacked(data))
        probe.check(data)

    assert {"accepted", "reserved-type", "unknown-event"} == set(probe.outcomes)
    assert [] == probe.wrong


def test_a_seed_gives_the_same_inputs_again() -> None:
    """What was found can be found again."""
    first, again = Random(7), Random(7)

    for _ in range(50):
        assert mutated(first, seeds(SIGNER)) == mutated(again, seeds(SIGNER))


def test_two_processes_judge_what_one_does() -> None:
    """A seed found on one machine must say the same on another with more cores."""
    alone, together = ([*chunks(90, 7, processes, size=40)] for processes in (1, 2))

    assert [40, 40, 10] == sorted((one.inputs for one in together), reverse=True)
    assert sum((Counter(one.outcomes) for one in alone), Counter()) == sum(
        (Counter(one.outcomes) for one in together), Counter()
    )


@pytest.mark.parametrize("what", ["raised", "slow"])
def test_a_fault_is_found(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """A fuzzer that finds nothing must be one that could."""
    probe = Probe()
    if what == "raised":
        monkeypatch.setattr(probing, "judge", lambda *_: 1 / 0)
    else:
        monkeypatch.setattr(probing, "MS_PER_MB", 0.0)
    probe.check(seeds(SIGNER)[0])

    assert [what] == [one.what for one in probe.wrong]
