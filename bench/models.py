"""
The form of the project in figures, beside those of codebases that were read as models.

``python -m bench.models`` prints the table, ``--json`` gives it to programs, ``--write`` puts it
into its page. Counted are modules and lines, the lengths of functions (without docstrings), how
many say what they return, import cycles, and tests with a sentence that says why. Imports within
functions count as well: a cycle that is hidden there is one.
"""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final, NamedTuple

import orjson

ROOT: Final = Path(__file__).resolve().parent.parent
ROOMS: Final = ("events", "processors", "projections", "hub")
PAGE: Final = ROOT / "docs" / "adr" / "0028-measured-against-models.md"
_HEAD: Final = "| | modules | lines | module: median / longest | function: median / p90 / longest |"
_MARKS: Final = ("<!-- figures -->\n", "<!-- end of figures -->\n")

MODELS: Final = (
    "| h11 | 11 | 2,568 | 153 / 659 | 6 / 30 / 58 | 95 of 95 | 0 | 0 of 72 |",
    "| cosmicpython/code | 21 | 743 | 28 / 120 | 4 / 11 / 31 | 11 of 65 | 0 | 0 of 31 |",
    "| arroyo | 44 | 6,920 | 102 / 973 | 5 / 26 / 140 | 392 of 400 | 2 | 18 of 134 |",
    "| bytewax | 21 | 9,881 | 213 / 3,006 | 6 / 21 / 166 | 389 of 432 | 0 | 1 of 206 |",
    "| svcs | 8 | 2,609 | 273 / 1,199 | 8 / 24 / 38 | 134 of 134 | 1 | 158 of 158 |",
    "| emmett (TypeScript) | 114 | 12,156 | 44 / 1,045 | 18 / 66 / 486 | – | folders | – |",
    "| structlog | 21 | 7,274 | 245 / 1,249 | 4 / 20 / 134 | 334 of 349 | 1 | 516 of 516 |",
    "| attrs | 13 | 6,337 | 127 / 3,462 | 7 / 41 / 256 | 29 of 214 | – | 667 of 667 |",
    "| httpx | 23 | 8,827 | 248 / 2,019 | 6 / 31 / 133 | 446 of 446 | 0 | 67 of 539 |",
    "| faust | 173 | 42,649 | 112 / 2,709 | 4 / 19 / 235 | 2,979 of 2,981 | 0 | – of 2,007 |",
)
"""What the models were found to be, in September 2026, counted in the same way."""


class Function(NamedTuple):
    """``lines``: from ``def`` to the end, without the docstring; ``where``: file, line, name."""

    lines: int
    where: str
    typed: bool
    told: bool


class Form(NamedTuple):
    """What was counted of one body of code."""

    modules: tuple[int, ...]
    functions: tuple[Function, ...]
    cycles: tuple[tuple[str, ...], ...]

    @property
    def lengths(self) -> list[int]:
        return [one.lines for one in self.functions]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def files(*rooms: str) -> list[Path]:
    """Return the modules of *rooms*, by path."""
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


def functions(path: Path) -> Iterator[Function]:
    """Yield every function of the module *path*, methods and inner ones among them."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            told = _docstring(node)
            lines = (node.end_lineno or 0) - node.lineno + 1 - told
            where = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            yield Function(lines, where, node.returns is not None, told > 0)


def _docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines the docstring of *node* takes, 0 without one."""
    first = node.body[0]
    if isinstance(first, ast.Expr) and ast.get_docstring(node, clean=False) is not None:
        return (first.end_lineno or 0) - first.lineno + 1
    return 0


def cycles(paths: Iterable[Path]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of modules that import each other, each sorted."""
    named = {_name(path): path for path in paths}
    imports = {name: _imports(path, named.keys()) - {name} for name, path in named.items()}
    reach = {name: _reached(name, imports) for name in imports}
    groups = {tuple(sorted(o for o in far if name in reach[o])) for name, far in reach.items()}
    return tuple(sorted(group for group in groups if group))


def _reached(name: str, imports: Mapping[str, set[str]]) -> set[str]:
    """Return the modules that *name* imports, directly or through others."""
    found, left = set[str](), list(imports[name])
    while left:
        other = left.pop()
        if other not in found:
            found.add(other)
            left += imports[other]
    return found


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imports(path: Path, known: Iterable[str]) -> set[str]:
    """Return which of the *known* modules the module *path* names in its imports."""
    found = set[str]()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            inner = {f"{module}.{alias.name}" for alias in node.names}
            found |= inner if inner <= set(known) else {module, *inner}
    return found & set(known)


def form(*rooms: str) -> Form:
    """Return what *rooms* are."""
    paths = files(*rooms)
    lengths = tuple(path.read_text(encoding="utf-8").count("\n") for path in paths)
    return Form(lengths, tuple(f for path in paths for f in functions(path)), cycles(paths))


def told_tests() -> tuple[int, int]:
    """Return how many tests there are, and how many have a sentence that says why."""
    found = [f for path in files("tests") for f in functions(path) if " test_" in f.where]
    return len(found), sum(one.told for one in found)


def document() -> dict[str, Any]:
    """Return the figures as JSON values: of the whole, of each room, and of the tests."""
    tests, told = told_tests()
    whole = {"all": _figures(form(*ROOMS)), **{room: _figures(form(room)) for room in ROOMS}}
    return {**whole, "tests": tests, "tests_told": told}


def _figures(of: Form) -> dict[str, Any]:
    return {
        "modules": len(of.modules),
        "lines": sum(of.modules),
        "module_median": round(median(of.modules)),
        "module_longest": max(of.modules),
        "functions": len(of.functions),
        "function_median": round(median(of.lengths)),
        "function_p90": round(quantiles(of.lengths, n=10)[-1]),
        "function_longest": max(of.lengths),
        "longest": max(of.functions).where,
        "typed": sum(one.typed for one in of.functions),
        "cycles": len(of.cycles),
    }


def table(said: Mapping[str, Any]) -> str:
    """Return *said* as a table, with the models below."""
    tests = f"{said['tests_told']:,} of {said['tests']:,}"
    rows = [_row("**the hub**", said["all"], tests), *(_row(r, said[r], "") for r in ROOMS)]
    return "\n".join((f"{_HEAD} typed | cycles | tests told |", "|---" * 8 + "|", *rows, *MODELS))


def _row(name: str, of: Mapping[str, Any], tests: str) -> str:
    modules = (
        f"{of['modules']:,} | {of['lines']:,} | {of['module_median']} / {of['module_longest']}"
    )
    lengths = f"{of['function_median']} / {of['function_p90']} / {of['function_longest']}"
    typed = f"{of['typed']:,} of {of['functions']:,}"
    return f"| {name} | {modules} | {lengths} | {typed} | {of['cycles']} | {tests} |"


def write(page: Path = PAGE) -> None:
    """Put the table of now into *page*, between its marks."""
    before, rest = page.read_text(encoding="utf-8").split(_MARKS[0])
    _, after = rest.split(_MARKS[1])
    page.write_text(f"{before}{_MARKS[0]}{table(document())}\n{_MARKS[1]}{after}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.models", description="Measure the form.")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.name}")
    asked = parser.parse_args()
    if asked.write:
        write()
    elif asked.json:
        print(orjson.dumps(document(), option=orjson.OPT_INDENT_2).decode())
    else:
        print(table(document()))


if __name__ == "__main__":
    main()
