"""The papers say what is so: their commands run, their reference is current, the site builds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from events.models import MODELS
from events.refusal import CODES
from hub import cli
from hub.embedded.door import open_door
from hub.embedded.hub import Embedded
from hub.embedded.lock import Ownership
from hub.operations import perform
from hub.settings import Settings
from projections import reporting
from tests.docs import reference
from tests.docs.blocks import File, Line, lines, steps
from tests.docs.links import on_page_markdown
from tests.support.part import ROOT

DOCS = ROOT / "docs"
PAGES = [
    ROOT / "README.md",
    ROOT / "docker" / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(page for page in sorted(DOCS.rglob("*.md")) if page.parent.name not in {"adr", "reference"}),
]
RUN = [
    DOCS / "tutorial.md",
    *(DOCS / "how-to" / f"{who}.md" for who in ("department", "receiver", "analyst", "operator")),
    DOCS / "reports.md",
    DOCS / "exports.md",
]
"""In this order, in one folder: each page goes on with the hub of the one before."""
BY_THEMSELVES = {"sending", "kafka-python", "kafka-java", "tables", "outbox", "open311", "README"}
"""Pages that another test runs, with what they need."""
TYPED = [line for page in PAGES for line in lines(page)]
TARGETS = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))


@pytest.mark.parametrize("line", TYPED, ids=str)
def test_every_command_in_the_papers_is_one_there_is(line: Line) -> None:
    """A renamed option is found here, and not by whoever copies the line."""
    door, *words = line.words
    if door == "make":
        assert next(word for word in words if "=" not in word) in TARGETS
    else:
        parsed(words)


def parsed(words: list[str]) -> None:
    """Hold *words* against the parser of ``hub``: sub-commands, options, number of arguments."""
    command: Any = typer.main.get_command(cli.app)
    context: Any = None
    while True:
        context = command.make_context(command.name, [], resilient_parsing=True, parent=context)
        groups = hasattr(command, "commands")
        _, left, _ = command.make_parser(context).parse_args(args=list(words))
        if not groups:
            assert [] == left, f"{' '.join(left)}: more than hub {command.name} takes"
            return
        assert left, f"hub {command.name} needs a sub-command"
        assert left[0] in command.commands, f"hub has no {left[0]}"
        command, words = command.commands[left[0]], left[1:]


def test_what_is_to_be_run_is_run_by_a_test() -> None:
    """A page whose block says "run me" belongs to one of the pages that are."""
    asking = {line.page for line in TYPED if line.run and line.page.stem not in BY_THEMSELVES}

    assert asking <= set(RUN)


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """
    Give the scratch folder in which all pages are followed, with a hub that holds its files.

    Commands ask it through its door, as they ask a ``hub serve``: a warehouse opened for each
    of them would cost more than all the rest.
    """
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("reader")
        patch.chdir(folder)
        for name in ("HUB_DATA", "HUB_LANG", "HUB_KAFKA", "CLICKHOUSE_URL"):
            patch.delenv(name, raising=False)
        (folder / "schemas").symlink_to(ROOT / "schemas")
        settings = Settings(data=folder / "var" / "hub")
        with (
            Ownership(settings.data),
            Embedded(settings) as hub,
            open_door(settings.data, lambda name, given: perform(hub, name, given)),
        ):
            yield folder


@pytest.mark.parametrize("page", RUN, ids=lambda page: str(page.stem))
@pytest.mark.timeout(300)
def test_whoever_follows_the_page_gets_what_it_says(
    folder: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the first block to the last, in the order of the site, with nothing else typed."""
    for step in steps(page):
        if isinstance(step, File):
            (folder / step.name).write_text(step.text, encoding="utf-8")
            continue
        code = typed(folder, step)

        assert 0 == code, f"{step}\n{''.join(capsys.readouterr())[-2000:]}"


def typed(folder: Path, line: Line) -> int:
    assert "hub" == line.words[0]
    if not line.into:
        return cli.run(line.words[1:])
    with (folder / line.into).open("w", encoding="utf-8") as out, redirect_stdout(out):
        return cli.run(line.words[1:])


def test_the_reference_holds_every_command_event_report_and_code() -> None:
    """What is missing there is missing for whoever does not read code."""
    pages = reference.pages()
    words = [" ".join(words) for words, _ in reference.commands() if words]

    assert [] == [one for one in words if f"# hub {one}\n" not in pages["commands.md"]]
    assert all(f"## {name}.v{v}" in pages["events.md"] for name, v in MODELS)
    assert all(f"`{code}`" in pages["refusals.md"] for code in CODES)
    assert all(f"## {report.name}\n" in pages["reports.md"] for report in reporting.reports())
    assert "|  |  |" not in pages["findings.md"]


def test_the_reference_is_written_as_it_is_made(tmp_path: Path) -> None:
    """It is written anew before each build of the site: it cannot lag behind the code."""
    reference.write(tmp_path)

    assert reference.pages() == {
        path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()
    }


def test_the_menu_of_the_site_leads_to_pages_that_are_there() -> None:
    """A page that was moved would end the strict build, long after the change."""
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    there = {str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md")}
    written = {f"reference/{name}" for name in reference.pages()}

    assert set() == set(_named(site["nav"])) - there - written


def _named(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _named(one)


def test_links_out_of_the_site_are_told_and_links_within_it_stay() -> None:
    """The papers are read in the repository too, where such links lead somewhere."""

    class Page:
        class file:  # noqa: N801 - as the site's builder names it
            src_uri = "exports.md"

    text = "[a](reports.md#x) [b](../docker/README.md) [c](https://d.example) ![e](no.png)"
    made = on_page_markdown(text, Page, {"docs_dir": str(DOCS)}, None)

    assert "[a](reports.md#x) b [c](https://d.example) ![e](no.png)" == made
