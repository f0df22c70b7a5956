"""``hub policy check``: what a fold could not use is refused before it is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.cli import run

CALENDAR = """\
calendar_id: county
version: 1
valid_from: "2026-01-01"
timezone: Asia/Shanghai
weekly: {weekly}
overrides: {{}}
known_through: "2026-12-31"
"""


def checked(path: Path, *options: str) -> int:
    return run([*options, "policy", "check", str(path)])


def test_a_missing_file_is_a_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing was found wrong in it: the command was called with another name."""
    code = checked(tmp_path / "nowhere.yaml")

    assert 2 == code
    assert "cannot read" in capsys.readouterr().err


@pytest.mark.parametrize(("weekly", "code"), [("{}", 1), ('{"1": [["09:00", "12:00"]]}', 0)])
def test_a_calendar_that_never_opens_is_refused(tmp_path: Path, weekly: str, code: int) -> None:
    """Published, it would leave every deadline by it uncomputed."""
    path = tmp_path / "county.yaml"
    path.write_text(CALENDAR.format(weekly=weekly), encoding="utf-8")

    assert code == checked(path)
