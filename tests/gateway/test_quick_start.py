"""The quick start is what it says: its commands are run as they stand in the page."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import orjson
import pytest

from tests.gateway.conftest import Gateway
from tests.support.part import ROOT

PAGE = ROOT / "docs" / "sending.md"


def test_whoever_follows_the_page_has_a_receipt(gateway: Gateway, tmp_path: Path) -> None:
    """Checked, sent, receipted, and asked before the next visit: four answers of curl."""
    fire = gateway.system()
    [script] = re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), flags=re.DOTALL)
    said = {**os.environ, "URL": fire.url, "KEY": fire.key}
    done = subprocess.run(
        ["bash", "-euc", script.replace("\n\n#", "\necho\n#")],
        cwd=tmp_path,
        env=said,
        capture_output=True,
        timeout=60,
        check=False,
    )
    if done.returncode == 127:
        pytest.skip("no curl here: apt install curl")
    checked, sent, receipt, before = map(orjson.loads, done.stdout.split())

    assert {"events": 1, "faults": []} == checked
    assert ("accepted", "accepted") == (sent["outcome"], receipt["outcome"])
    assert "go" == before["advice"]
