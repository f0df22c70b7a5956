"""Rows for people: a table where it fits the screen, else one name a line."""

from __future__ import annotations

import pytest

from hub.output import print_rows

ROW = {f"name_{number}": "case-00026" for number in range(9)}


@pytest.mark.parametrize(("columns", "tabled"), [(40, False), (71, False), (72, True), (100, True)])
def test_a_table_that_would_stand_one_letter_a_line_is_listed(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    columns: int,
    tabled: bool,
) -> None:
    """Nobody reads a column that is one letter wide; eight a column can be read."""
    monkeypatch.setenv("FORCE_COLOR", "1")  # as if a person looked
    monkeypatch.setenv("COLUMNS", str(columns))

    print_rows([ROW], as_json=False, language="en")
    told = capsys.readouterr().out

    assert tabled == ("┃" in told)
    assert tabled or "name_0  case-00026" in told


def test_what_goes_into_a_file_is_as_wide_as_it_needs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe has no screen."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "40")

    print_rows([ROW], as_json=False, language="en")

    assert "case-00026" in capsys.readouterr().out
