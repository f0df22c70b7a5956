"""
Which tests of a parallel run stay together on one worker: those of a file, or of a heavy set.

A worker starts what its tests share, a loaded set or a running cluster, once; tests that share
one must not be dealt out singly. The tests that ask for most time come first (see
``tests.conftest``), so that no worker ends the run alone.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

TOGETHER = (
    "tests/real/test_uci",
    "tests/scenarios/",
    "tests/distributed/",
    "tests/analysts/",
    "tests/pages/",
    "tests/security/",
)
"""Beginnings of the paths of files that share more than their own tests do."""


def scope(nodeid: str) -> str:
    """Return what shares a worker with the test *nodeid*: one of ``TOGETHER``, or its file."""
    shared = next((name for name in TOGETHER if nodeid.startswith(name)), "")
    return shared or nodeid.partition("::")[0]


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Deals out whole scopes, in the order of collection."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid)
