"""The record of the campaign: one line of JSON for each run, in ``docs/campaign.jsonl``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import orjson

from tests.support.part import ROOT

RECORD: Final = ROOT / "docs" / "campaign.jsonl"


def append(path: Path, line: Mapping[str, Any]) -> None:
    """Add *line* behind what stands in *path*."""
    with path.open("ab") as record:
        record.write(orjson.dumps(line) + b"\n")


def read(path: Path = RECORD) -> list[dict[str, Any]]:
    """Return the lines of the record, oldest first."""
    return [orjson.loads(line) for line in path.read_bytes().splitlines() if line.strip()]
