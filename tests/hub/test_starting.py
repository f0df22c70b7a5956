"""A command starts with what it needs: who asks a running hub does not load one of his own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hub.commands.catalogue import COMMANDS
from hub.embedded.door import open_door
from tests.support.part import ROOT

HEAVY = frozenset(
    {"apprise", "events.models", "fastapi", "faust", "hub.embedded.hub", "kafka"}
    | {"numpy", "openpyxl", "processors.folding.fold", "pyarrow"}
)
"""What takes long to import: the engine, the models of events, the channels of alerts."""
_RUN = """
import sys
from hub.cli import run
code = run(sys.argv[1:])
print(code, *sys.modules, file=sys.stderr)
"""


def loaded(*words: str) -> tuple[int, str, frozenset[str]]:
    """Return the exit code of ``hub`` *words*, what it printed, and what of HEAVY it imported."""
    command = [sys.executable, "-c", _RUN, *words]
    done = subprocess.run(  # noqa: PLW1510 - the code is what is looked at
        command, cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    code, *modules = done.stderr.splitlines()[-1].split()
    return int(code), done.stdout, HEAVY & set(modules)


def test_the_list_of_commands_is_shown_without_what_they_need_to_run() -> None:
    """It names them all, and so imports the module of each."""
    code, out, heavy = loaded("--help")

    assert (0, frozenset()) == (code, heavy)
    assert all(f"\n  {name} " in out for name in COMMANDS)


@pytest.mark.parametrize("words", [("sql", "SELECT 1"), ("findings",), ("report", "funnel")])
def test_a_question_to_a_running_hub_loads_no_hub(tmp_path: Path, words: tuple[str, ...]) -> None:
    """The one that runs has it all in its memory; the question is a request and its answer."""
    with open_door(tmp_path, lambda _name, _given: []):
        code, _, heavy = loaded("--data", str(tmp_path), *words)

    assert (0, frozenset()) == (code, heavy)
