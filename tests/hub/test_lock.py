"""One owner of the files at a time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hub.embedded.lock import Ownership
from hub.failure import Failure


def test_a_second_owner_is_told_who_the_first_is(tmp_path: Path) -> None:
    """The reader of the message can then look at that process and decide."""
    with Ownership(tmp_path), pytest.raises(Failure) as refused, Ownership(tmp_path):
        pass

    assert str(os.getpid()) == refused.value.values["pid"]


def test_the_files_are_free_once_the_owner_ends(tmp_path: Path) -> None:
    """Nothing must be cleaned up by hand between two commands."""
    with Ownership(tmp_path):
        pass
    with Ownership(tmp_path) as owner:
        assert owner is not None
