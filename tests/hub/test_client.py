"""One client for all: what a command asks of a cluster is asked as of this machine's files."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from hub.client import open_client
from hub.cluster import client as of_cluster
from hub.cluster.hub import Cluster
from hub.embedded.hub import Embedded
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


def test_a_folder_without_a_log_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    """A slip in the path would else make a hub there, empty, and answer that nothing was found."""
    settings = Settings(data=tmp_path / "slip")

    with pytest.raises(Failure, match="no-log"), open_client(settings):
        pass

    assert not settings.data.exists()


def test_a_cluster_knows_pseudonyms_where_its_vault_is_and_makes_no_vault(tmp_path: Path) -> None:
    """A gateway on another machine than intake has none, and a new one would have another key."""
    settings, number = Settings(data=tmp_path), "330702199001011234"
    with Cluster(settings) as hub:
        assert number == hub.known_as(number)
    assert not settings.vault.exists()

    with Embedded(settings) as embedded, Cluster(settings) as hub:
        assert number != hub.known_as(number)
        assert embedded.known_as(number) == hub.known_as(number)
