"""
``docs/reference``: written from code and schemas, so that it cannot say what is not so.

``python -m tests.docs.reference`` (``make docs``) writes the pages just before the site is built;
they are not kept, for every new option would leave a kept one behind. Commands come from the
parser of ``hub``, events from their models' schemas, refusals and findings from the sentences
that people are told, reports from their heads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import orjson
import typer

from events.messages import SENTENCES
from events.models import EXAMPLES, MODELS
from events.refusal import CODES
from hub.cli import app
from hub.i18n.findings import entry, kinds
from projections import reporting
from tests.support.part import ROOT

FOLDER: Final = ROOT / "docs" / "reference"
_WRITTEN: Final = "Written by `make docs`; do not edit."


def pages() -> dict[str, str]:
    """Return every page by its name, as it must be."""
    makers: Mapping[str, Callable[[], Iterator[str]]] = {
        "commands.md": _commands,
        "events.md": _events,
        "reports.md": _reports,
        "refusals.md": _refusals,
        "findings.md": _findings,
        "decisions.md": _decisions,
    }
    return {name: "\n".join(lines()).rstrip() + "\n" for name, lines in makers.items()}


def write(folder: Path = FOLDER) -> None:
    """Write every page that differs."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command of ``hub`` with its words, groups before what is in them."""
    yield from _below((), typer.main.get_command(app))


def _below(words: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield words, command
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        yield from _below((*words, name), inner)


def _commands() -> Iterator[str]:
    yield from ("# Commands · 命令", "", _WRITTEN, "")
    yield "Exit codes: 0 done, 1 found something wrong, 2 wrong use. Before the command stand"
    yield "`--data FOLDER` (`HUB_DATA`) and `--lang en|zh` (`HUB_LANG`). `--json` is for programs."
    for words, command in commands():
        if not words:
            continue
        yield from ("", f"{'#' * (len(words) + 1)} hub {' '.join(words)}", "")
        yield _plain(command.help)
        if params := [one for one in command.params if one.name not in {"help", "json"}]:
            yield from ("", "| option | what |", "|---|---|")
            yield from (
                f"| {_name(one)} | {_cell(getattr(one, 'help', '') or '')} |" for one in params
            )


def _name(param: Any) -> str:
    if param.param_type_name == "argument":
        return f"`{param.name.upper()}`" + ("" if param.required else " (may be left out)")
    return ", ".join(f"`{opt}`" for opt in (*param.opts, *param.secondary_opts))


def _events() -> Iterator[str]:
    yield from ("# Events · 事件", "", _WRITTEN, "")
    yield "A CloudEvent 1.0 each; the fields are those of `data`. The JSON Schemas stand in"
    yield "`schemas/`, and `hub check FILE` holds a file against them."
    for (name, version), model in sorted(MODELS.items()):
        schema = model.model_json_schema()
        yield from ("", f"## {name}.v{version}", "")
        yield _plain(schema.get("description", ""))
        yield from ("", "| field | type | needed |", "|---|---|---|")
        needed = set(schema.get("required", ()))
        for field, told in schema["properties"].items():
            yield f"| `{field}` | {_cell(_type(told))} | {'yes' if field in needed else ''} |"
        if (name, version) in EXAMPLES:
            example = orjson.dumps(EXAMPLES[name, version], option=orjson.OPT_INDENT_2).decode()
            yield from ("", "```json", example, "```")


def _type(told: Mapping[str, Any]) -> str:
    """Return what a field may be, in one phrase."""
    if "$ref" in told:
        return str(told["$ref"]).rpartition("/")[2]
    if "anyOf" in told:
        kinds = [_type(one) for one in told["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "enum" in told:
        return ", ".join(f"`{one}`" for one in told["enum"])
    if "const" in told:
        return f"`{told['const']}`"
    if told.get("type") == "array":
        return f"list of {_type(told.get('items', {}))}"
    return str(told.get("format") or told.get("type") or "any")


def _reports() -> Iterator[str]:
    yield from ("# Reports · 报表", "", _WRITTEN, "")
    yield "`hub report NAME`; `--cases` lists what its numbers count. Each is a view as well,"
    yield "`report_<name>`."
    for report in reporting.reports():
        yield from ("", f"## {report.name}", "", f"{report.title.zh} · {report.title.en}", "")
        yield _plain(report.note)
        if report.options:
            yield from ("", "| option | 中文 | English | default |", "|---|---|---|---|")
            yield from (
                f"| `--{o.name}` | {o.zh} | {o.en} | {_cell(o.default)} |" for o in report.options
            )
        yield from ("", "| column | 中文 | English |", "|---|---|---|")
        yield from (f"| `{c.name}` | {_cell(c.zh)} | {_cell(c.en)} |" for c in report.columns)


def _refusals() -> Iterator[str]:
    yield from ("# Refusals · 退回原因", "", _WRITTEN, "")
    yield "The code of a receipt is for programs, the sentence for people. What is refused is kept,"
    yield "and may be mended and sent again under the same id."
    yield from ("", "| code | English | 中文 |", "|---|---|---|")
    for code in CODES:
        said = SENTENCES[code]
        yield f"| `{code}` | {_cell(said['en'])} | {_cell(said['zh'])} |"


def _findings() -> Iterator[str]:
    yield from ("# Findings · 发现", "", _WRITTEN, "")
    yield "What each rule says of what it saw, and why it counts. Words in braces are fields of"
    yield "the finding."
    for rule, named in kinds().items():
        yield from ("", f"## {rule}", "", "| kind | says | why | 中文 |", "|---|---|---|---|")
        for kind in named:
            words = (_cell(entry(rule, kind)[name]) for name in ("en", "why_en", "zh"))
            yield f"| `{kind}` | {' | '.join(words)} |"


def _decisions() -> Iterator[str]:
    yield from ("# Decisions · 决策记录", "", _WRITTEN, "")
    for path in sorted((ROOT / "docs" / "adr").glob("*.md")):
        title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        yield f"- [{title}](../adr/{path.name})"


def _plain(text: str | None) -> str:
    """Return *text* as one paragraph that no sign of it turns into a tag."""
    return " ".join((text or "").replace("``", "`").replace("<", "&lt;").split())


def _cell(text: str | None) -> str:
    return _plain(text).replace("|", "\\|")


if __name__ == "__main__":
    write()
