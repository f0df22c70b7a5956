"""What a check says, in Chinese: every sentence of the folds has its translation."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import processors
from hub.i18n.policies import translated

FOLDER = Path(processors.__file__).parent


def sentences() -> Iterator[tuple[str, str]]:
    """Yield the problem and the mend of every ``PolicyError`` in the folds, blanks as {}."""
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if (name, len(node.args)) in (("error", 3), ("PolicyError", 4)):
                    yield _text(node.args[-2]), _text(node.args[-1])


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
    return ""  # a name: its sentence is found where it is written


def test_every_sentence_of_the_folds_is_translated() -> None:
    """A new refusal needs its Chinese; this is where it is missed."""
    told = [(problem or "is {}", mend or "write a text") for problem, mend in sentences()]
    lines = [f"ours.yaml: field {problem}: {mend}".replace("{}", "7") for problem, mend in told]

    assert [] == [line for line in lines if translated(line, "zh") == line]


@pytest.mark.parametrize(
    ("line", "chinese"),
    [
        (
            "ours.yaml: clocks.resolve.unit is 'days': use one of working-days, calendar-days",
            "ours.yaml: clocks.resolve.unit 为 'days'：请用其中之一：working-days, calendar-days",
        ),
        (
            "policy x: clocks is missing: write it, or publish a policy that has it",
            "policy x: clocks 缺失：请填写，或发布含有它的规则",
        ),
        (
            ("menu services: categories[0].items[1].promised.target is 7 over 3:"
            " promise no more than the law allows"),
            ("menu services: categories[0].items[1].promised.target 为 7，超过 3："
            "承诺时限不得长于法定时限"),
        ),
        (
            ("policy x: silence cannot be computed in calendar china/1: no deadline is reached"
            " from 1900 to 2150: shorten the target, open the calendar"),
            ("policy x: silence 按日历 china/1 无法计算：1900 年至 2150 年间得不到截止时间："
            "请缩短时限，或让日历开放"),
        ),
        ("calendar x: weekly is never open: open at least one weekday",
         "calendar x: weekly 从不开放：请至少在一周中的一天开放"),
    ],
)  # fmt: skip
def test_a_line_is_told_in_chinese(line: str, chinese: str) -> None:
    """Names stay, words change."""
    assert chinese == translated(line, "zh")
    assert line == translated(line, "en")


def test_what_nobody_translated_is_told_as_it_is() -> None:
    """Better English than nothing."""
    assert "something new: mend it" == translated("something new: mend it", "zh")
