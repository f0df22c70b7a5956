"""A department, a kind of case, a policy and a menu item come to a running hub as data alone."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from hub.cli import run

KIND = """
policy_id: life-cycle-petition
version: 1
kind: life-cycle
title: 信访
valid_from: "2026-01-01"
case_kinds:
  petition:
    title: 信访
    phases:
      open: {case.closed: null}
"""
"""A petition is not closed before it is answered."""
POLICY = """
policy_id: sla-petition
version: 1
kind: sla
title: 信访时限
valid_from: "2026-01-01"
applies_to: {kind: petition}
clocks:
  resolve: {target: 7, unit: working-days}
"""
MENU = """
menu_id: parks
version: 1
valid_from: "2026-01-01"
department: parks
applies_to: {kind: order}
categories:
  - category: green
    title: {zh: 绿化, en: Green}
    items:
      - item: tree-felling
        title: {zh: 树木砍伐许可, en: Leave to fell a tree}
        department: parks
        statutory: {target: 20, unit: working-days}
        promised: {target: 4, unit: working-days}
"""


class Hub:
    """Runs the command over a folder that another process serves."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self._capsys = data, capsys

    def __call__(self, *arguments: str) -> Any:
        code = run(["--data", str(self.data), *arguments, "--json"])
        said = self._capsys.readouterr()
        assert (0, "") == (code, said.err)
        return orjson.loads(said.out)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row.values()) for row in self("sql", sql)]


@pytest.fixture
def hub(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Hub]:
    """Give a hub that runs in a process of its own."""
    data = tmp_path / "hub"
    command = [sys.executable, "-m", "hub", "--data", str(data), "serve", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield Hub(data, capsys)
        process.send_signal(signal.SIGTERM)
        assert 0 == process.wait(60)


def sent(folder: Path, **cases: dict[str, str]) -> str:
    """Return a file in which the parks office opens *cases* now; petitions are closed at once."""
    lines = []
    for case, more in cases.items():
        common = {"case_id": case, "party_id": "P-1", "channel": "window", "area": "东湖县"}
        lines.append(_event(case, "opened", {**common, "category": "green", "text": "树", **more}))
        if more["kind"] == "petition":
            lines.append(_event(case, "closed", {"case_id": case, "outcome": "unsolved"}))
    path = folder / "events.ndjson"
    path.write_bytes(b"\n".join(lines))
    return str(path)


def _event(case: str, done: str, data: dict[str, str]) -> bytes:
    envelope = {"specversion": "1.0", "id": f"{case}-{done}", "source": "/departments/parks"}
    said = {"type": f"case.{done}.v1", "time": datetime.now(UTC).isoformat(), "subject": case}
    return orjson.dumps({**envelope, **said, "data": data})


def test_a_running_hub_learns_department_kind_policy_and_item_without_code(
    hub: Hub, tmp_path: Path
) -> None:
    """Files and commands only: then a petition and an order come in, and both are understood."""
    for name, text in (("kind", KIND), ("policy", POLICY), ("menu", MENU)):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")

    hub("department", "add", "parks", "--name", "园林局", "--from", "2026-01-01")
    hub("policy", "publish", str(tmp_path / "kind.yaml"))
    hub("policy", "publish", str(tmp_path / "policy.yaml"))
    hub("menu", "publish", str(tmp_path / "menu.yaml"))
    cases = {"W-1": {"kind": "petition"}, "W-2": {"kind": "order", "item": "tree-felling"}}
    counts = hub("ingest", sent(tmp_path, **cases), "--department", "parks")

    assert (3, 0) == (counts["accepted"], counts["rejected"])
    assert [] == hub("rules")
    assert [("园林局",)] == hub.rows("SELECT name FROM departments WHERE department_id = 'parks'")
    # The kind: its own life cycle flags the closing that came before any answer.
    assert [("petition", "open", 1)] == hub.rows(
        "SELECT kind, status, length(flags) FROM cases WHERE case_id = 'W-1'"
    )
    # Whoever asks why it is still open reads so in its story.
    told = [row["detail"] for row in hub("explain", "W-1")["timeline"]]
    assert "outcome=unsolved, flag=closed-while-open" in told
    # The policy: seven days, by the version that was published.
    assert [(7, "working-days", "sla-petition/1")] == hub.rows(
        "SELECT target, unit, policy FROM clocks WHERE case_id = 'W-1' AND clock = 'resolve'"
    )
    # The item: routed to its department, due as promised, and a row of the results per item.
    assert [("parks", 4)] == hub.rows(
        "SELECT cases.lead_department, clocks.target FROM cases INNER JOIN clocks"
        " ON clocks.case_id = cases.case_id WHERE cases.case_id = 'W-2' AND clock = 'resolve'"
    )
    assert [("parks", "tree-felling", 1)] == [
        (row["department"], row["item"], row["orders"]) for row in hub("report", "items")
    ]
