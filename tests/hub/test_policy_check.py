"""``hub policy check``: what a fold could not use is refused before it is published."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from hub.cli import run
from hub.commands.menu import sample_menu

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
    assert "there is no file" in capsys.readouterr().err


@pytest.mark.parametrize(("weekly", "code"), [("{}", 1), ('{"1": [["09:00", "12:00"]]}', 0)])
def test_a_calendar_that_never_opens_is_refused(tmp_path: Path, weekly: str, code: int) -> None:
    """Published, it would leave every deadline by it uncomputed."""
    path = tmp_path / "county.yaml"
    path.write_text(CALENDAR.format(weekly=weekly), encoding="utf-8")

    assert code == checked(path)


def test_a_check_speaks_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong with a limit is told to whoever wrote it."""
    path = tmp_path / "menu.yaml"
    path.write_text(sample_menu().replace("{target: 20, ", "{target: 2, ", 1), encoding="utf-8")

    assert 1 == run(["--lang", "zh", "menu", "check", str(path), "--json"])
    assert "承诺时限不得长于法定时限" in capsys.readouterr().out


def test_the_sample_menu_is_what_the_source_has() -> None:
    """八大类别 50 个服务项目, each promised three quarters below the law."""
    menu = yaml.safe_load(sample_menu())
    items = [item for category in menu["categories"] for item in category["items"]]

    assert (8, 50) == (len(menu["categories"]), len(items))
    assert all(
        item["promised"]["target"] * 4 <= item["statutory"]["target"]
        and item["title"]["zh"] and item["title"]["en"] and item["department"]
        for item in items
    )  # fmt: skip


def test_the_sample_menu_can_be_published(tmp_path: Path) -> None:
    """A newcomer begins with it."""
    path, data = tmp_path / "menu.yaml", str(tmp_path / "data")
    path.write_text(sample_menu(), encoding="utf-8")

    assert 0 == run(["menu", "check", str(path)])
    assert 0 == run(["--data", data, "menu", "publish", str(path)])


QUICK = """\
policy_id: quick
version: 1
kind: sla
valid_from: "2026-01-01"
applies_to: {item: []}
clocks: {accept: {target: 60, unit: business-minutes}}
"""
ITEM = """\
menu_id: ours
version: 1
valid_from: "2026-01-01T00:00:00+08:00"
items: [{item: x, department: tax, policy: quick}]
"""


def test_a_policy_that_an_item_names_may_stand_beside_it_or_in_the_log(tmp_path: Path) -> None:
    """Whoever checks offline names the file; whoever publishes has the log."""
    quick, ours, data = tmp_path / "quick.yaml", tmp_path / "ours.yaml", str(tmp_path / "data")
    quick.write_text(QUICK, encoding="utf-8")
    ours.write_text(ITEM, encoding="utf-8")

    assert [1, 0] == [run(["menu", "check", str(ours), *more])
                      for more in ([], ["--beside", str(quick)])]  # fmt: skip
    published = [run(["--data", data, "policy", "publish", str(f)]) for f in (ours, quick, ours)]
    assert [1, 0, 0] == published


def test_a_menu_without_its_validity_is_refused(tmp_path: Path) -> None:
    """What intake would refuse is refused here, before it is sent."""
    path = tmp_path / "menu.yaml"
    path.write_text("menu_id: x\nversion: 1\nitems: []\n", encoding="utf-8")

    assert 1 == run(["menu", "check", str(path)])
