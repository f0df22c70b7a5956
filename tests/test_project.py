"""The rules of the house that no checker of style knows: sizes, docstrings, doors and papers."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from statistics import median

import pytest

import events
from tests.support.part import ROOT

ROOMS = ("events", "processors", "projections", "hub")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
LONGEST = 300
each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _functions(path: Path) -> Iterator[int]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or 0) - node.lineno + 1


def _pinned(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text()
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, flags=re.MULTILINE))


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def test_events_is_our_own_package() -> None:
    """A package on PyPI installs a package named events too: ours must be the one found."""
    assert Path(events.__file__) == ROOT / "events" / "__init__.py"


@each_module
def test_a_module_opens_with_how_it_works(path: Path) -> None:
    """A reader learns from the first lines what the file is for, before any code."""
    assert ast.get_docstring(_tree(path))


@each_module
def test_a_file_has_one_subject_and_is_read_in_one_sitting(path: Path) -> None:
    """A file that grows beyond this holds a second subject: split it there."""
    lines = path.read_text().count("\n")

    assert lines <= LONGEST


@each_module
def test_production_code_knows_no_tests(path: Path) -> None:
    """A mock in production would pretend that something happened."""
    banned = ("unittest", "pytest", "hypothesis", "tests")
    used = sorted(name for name in _imports(path) if name.split(".")[0] in banned)

    assert [] == used


@each_module
def test_nothing_is_unpickled(path: Path) -> None:
    """Bytes of a topic or a file come from others; unpickling them would run their code."""
    used = sorted(name for name in _imports(path) if name.split(".")[0] in {"pickle", "marshal"})

    assert [] == used


def test_functions_are_short() -> None:
    """Half of all functions stay under ten lines, so that each can be held in the head."""
    lengths = [length for path in MODULES for length in _functions(path)]

    assert median(lengths) < 10


def test_every_dependency_is_pinned_to_one_version() -> None:
    """The same commit must give the same program next year."""
    groups = PROJECT["project"]["optional-dependencies"]
    stated = [*PROJECT["project"]["dependencies"], *chain.from_iterable(groups.values())]
    loose = [line for line in stated if "==" not in line and not line.startswith("coordination")]

    assert [] == loose


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_follows_the_project_file(lock: str) -> None:
    """Without `make lock`, one version would be tested and another one shipped."""
    groups = PROJECT["project"]["optional-dependencies"]
    stated = [*PROJECT["project"]["dependencies"], *groups["install"]]
    if lock == "requirements-dev.lock":
        stated += [line for group in ("test", "dev") for line in groups[group] if "==" in line]
    pinned = _pinned(lock)
    stale = [
        line
        for line in stated
        if pinned.get(_plain(line.split("==")[0])) != line[line.index("==") + 2 :]
    ]

    assert [] == stale


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_names_no_registry_and_proves_every_file(lock: str) -> None:
    """Each reader installs from the registry he trusts; the hashes say it is the same file."""
    text = (ROOT / lock).read_text()

    assert "://" not in text
    assert len(_pinned(lock)) <= text.count("--hash=sha256:")


@pytest.mark.parametrize("door", ["Makefile", "docker/Dockerfile"])
def test_a_lock_is_installed_as_it_stands(door: str) -> None:
    """Left to look for what `coverage[toml]` needs, pip takes the newest release of the day."""
    installs = re.findall(r"pip install .*requirements(?:-dev)?\.lock", (ROOT / door).read_text())
    assert installs
    assert all("--require-hashes" in one and "--no-deps" in one for one in installs)


def test_what_is_installed_is_what_is_locked() -> None:
    """Tests that ran on other versions than the locked ones would prove nothing."""
    others = {
        name: version(name)
        for name, pinned in _pinned("requirements.lock").items()
        if name != "colorama" and version(name) != pinned  # colorama: Windows only
    }

    assert {} == others


def test_make_alone_lists_every_door() -> None:
    """A newcomer types make and sees where to go."""
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    for door in ("setup", "demo", "test", "lint", "fmt", "lab", "clean"):
        assert f"make {door} " in listed


def test_what_make_starts_keeps_what_it_compiled() -> None:
    """An image of Python may forbid it: each process of a test compiled the hub anew."""
    python = "import sys; print(sys.dont_write_bytecode)"
    rule = f"kept: ; @{sys.executable} -c '{python}'"
    told = subprocess.run(
        ["make", "--no-print-directory", "--eval", rule, "kept"],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert told == "False\n"


def test_the_readme_opens_with_the_two_commands() -> None:
    """The first screen says how to see it work, and nothing else to type."""
    screen = (ROOT / "README.md").read_text().splitlines()[:40]
    commands = [line.split("#")[0].strip() for line in screen if line.startswith("    make ")]

    assert ["make demo", "make test"] == commands


def test_every_direct_dependency_has_its_reason() -> None:
    """A dependency is a debt: the record says for what, and what it was chosen over."""
    record = (ROOT / "docs" / "adr" / "0003-dependencies.md").read_text().lower()
    names = [line.split("==")[0].lower() for line in PROJECT["project"]["dependencies"]]

    assert [] == [name for name in names if f"| {name} |" not in record]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs" / "adr").glob("*.md")), ids=lambda path: str(path.stem)
)
def test_a_decision_record_is_one_page_of_four_parts(path: Path) -> None:
    """Whoever reopens a question finds what was known, decided, turned down, and its price."""
    text = path.read_text()
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)

    assert ["Context", "Decision", "Turned down", "Consequences"] == headings
    assert text.count("\n") <= 70
