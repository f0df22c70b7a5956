"""What was published and cannot be used is named: by ``hub rules``, and after each load."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from events import codec, ids
from events.event import Event
from events.generations import FIRST
from events.instant import parse
from events.record import Record
from hub.cli import run
from hub.publishing.policy_check import defaults
from hub.publishing.rules_check import reference_of, unusable

NOW = parse("2026-02-01T00:00:00Z")
SINCE = "2026-01-01T00:00:00Z"


def published(name: str, data: dict[str, Any], since: str = SINCE) -> Event:
    source, id = "/departments/hub/rules", ids.make(name, str(data), since)
    said = {"version": 1, "valid_from": since, **data}
    return Event(ids.event_id(source, id), name, 1, parse(SINCE), 0, source, id, "", said)


def policy(kind: str, content: dict[str, Any], since: str = SINCE, version: int = 1) -> Event:
    data = {"policy_id": f"x-{kind}", "kind": kind, "content": content, "version": version}
    return published("policy.published", data, since)


UNUSABLE = {
    "a target below nothing": policy(
        "sla", {"clocks": {"resolve": {"target": -1, "unit": "working-days"}}}
    ),
    "a calendar nobody published": policy("sla", {"calendar": "mars"}),
    "a visit rule that is none": policy("visits", {"window": 30}),
    "a life cycle of no kinds": policy("life-cycle", {"kinds": 5}),
    "a word about matters nobody knows": policy("matters", {"a": 1}),
    "a reports policy without its groups": policy("reports", {"least_group": "five"}),
    "an identity rule nobody knows": policy("identity", {"z": 1}),
    "a menu whose item is a number": published(
        "menu.published", {"menu_id": "m", "content": {"items": [{"item": 5}]}}
    ),
    "a calendar of another planet": published(
        "calendar.published",
        {"calendar_id": "c", "timezone": "Mars/X", "weekly": {"1": [["09:00", "18:00"]]},
         "overrides": {}, "known_through": "2026-12-31"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", UNUSABLE)
def test_a_publication_that_folds_pass_over_is_named_with_the_reason(what: str) -> None:
    """Intake takes it, for its meaning hangs on others; silence would look like consent."""
    (row,) = unusable(defaults().learn(UNUSABLE[what]), NOW)

    assert "2026-02-01T00:00:00Z" == row["since"]
    assert ": " in row["problem"]


def test_the_default_rules_can_all_be_used() -> None:
    """A hub that was given nothing else has nothing to warn of."""
    assert [] == unusable(defaults(), NOW)


def test_a_rule_of_the_future_is_named_before_it_should_count() -> None:
    """The office has until then to mend it."""
    later = policy("visits", {"window": 30}, "2026-06-01T00:00:00Z")
    (row,) = unusable(defaults().learn(later), NOW)

    assert "2026-06-01T00:00:00Z" == row["since"]


def test_a_version_that_mends_it_ends_the_warning() -> None:
    """What does not count any more needs no word."""
    broken = policy("reports", {"least_group": "five"})
    whole = {"least_group": 5, "supervised": 3, "least_cases": 5}
    mended = policy("reports", whole, version=2)

    assert [] == unusable(defaults().learn(broken).learn(mended), NOW)


class Journal:
    """One partition of cases, as a cluster's journal is read."""

    def __init__(self, *events: Event) -> None:
        self._records = [
            Record("journal.cases", 0, place, b"", codec.encode(event), (), 0)
            for place, event in enumerate(events)
        ]
        self.layout = FIRST

    def topics(self) -> tuple[str, ...]:
        return ("journal.cases",)

    def partitions(self, topic: str) -> int:  # noqa: ARG002
        return 1

    def end(self, topic: str, partition: int) -> int:  # noqa: ARG002
        return len(self._records)

    def read(self, topic: str, partition: int, start: int = 0, stop: int | None = None) -> Any:  # noqa: ARG002
        return iter(self._records[start:stop])


def test_a_clusters_rules_are_read_from_one_partition_of_its_journal() -> None:
    """Reference data stands in every partition, ticks too."""
    tick = Event("t#1", "clock.ticked", 1, NOW, 0, "t", "1", "", {})
    found = unusable(*reference_of(Journal(UNUSABLE["a visit rule that is none"], tick)))

    assert ["2026-02-01T00:00:00Z"] == [row["since"] for row in found]


def test_the_command_warns_after_the_load_and_names_all_on_demand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that went past hub policy publish: taken in, warned of, listed, exit code 1."""
    file, data = tmp_path / "rules.ndjson", str(tmp_path / "hub")
    file.write_bytes(codec.encode(UNUSABLE["a visit rule that is none"]) + b"\n")

    assert 0 == run(["--data", data, "ingest", str(file), "--json"])
    taken = capsys.readouterr()
    assert 1 == run(["--data", data, "rules", "--json"])
    (row,) = orjson.loads(capsys.readouterr().out)

    assert 1 == orjson.loads(taken.out)["accepted"]
    assert "1 publication cannot be used" in taken.err
    assert "window is unknown" in row["problem"]
