"""One client for all: what a command asks of a cluster is asked as of this machine's files."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

import pytest

from hub.cluster import client as of_cluster
from hub.failure import Failure
from hub.operations import OPERATIONS, found
from hub.settings import Settings


def _asked(function: Callable[..., Any]) -> set[str]:
    return set(signature(function).parameters) - {"hub"}


@pytest.mark.parametrize("operation", [*of_cluster.OWN])
def test_an_operation_takes_the_same_on_a_cluster(operation: str) -> None:
    """A command gives what it was given, whoever answers: a name more would end in a traceback."""
    here = found(OPERATIONS, "hub.operations", operation)
    there = found(of_cluster.OWN, "hub.cluster", operation)

    assert _asked(here) == _asked(there)


@pytest.mark.parametrize("operation", ["rebuild", "nothing"])
def test_what_no_cluster_answers_is_refused_by_name(operation: str) -> None:
    """The warehouse of a cluster is the projector's to build."""
    with of_cluster.ClusterClient(Settings()) as client, pytest.raises(Failure) as refused:
        client.ask(operation)

    assert ("unknown-operation", {"operation": operation}) == (
        refused.value.key,
        refused.value.values,
    )
