"""Tests that share something heavy run on one worker."""

from __future__ import annotations

from tests.support.scheduling import scope


def test_both_halves_of_the_incident_log_share_the_load_of_it() -> None:
    """Dealt out singly, each worker took 141 712 rows in."""
    halves = ("test_uci_incidents.py::test_a", "test_uci_distributed.py::test_b[case]")

    assert 1 == len({scope(f"tests/real/{half}") for half in halves})


def test_the_tests_of_a_file_stay_together_and_files_do_not() -> None:
    """A module's fixture is made once; two files may run side by side."""
    first, second, other = map(scope, ("tests/a.py::x[1::2]", "tests/a.py::y", "tests/b.py::x"))

    assert first == second == "tests/a.py"
    assert other == "tests/b.py"
