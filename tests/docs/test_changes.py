"""The blocks of `docs/how-to/change.md`, taken at their word."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from events.event import Event
from events.instant import Instant
from events.models import base
from events.validation import validate
from hub.i18n.findings import entry
from processors.policies.life_cycle import laid_over
from processors.published.policy_check import check_policy
from processors.structures import modules
from processors.time.china import china_calendar
from projections import reporting
from tests.processors.calendars import china
from tests.processors.visit_history import concluded, policy, recorded
from tests.support.part import ROOT

PAGE = (ROOT / "docs" / "how-to" / "change.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```', re.MULTILINE | re.DOTALL)
BLOCKS = dict(_BLOCK.findall(PAGE))
SATURDAY, WORKED_SUNDAY, FRIDAY = 5, 34, 4
"""Days from Monday 2024-01-01 on; Sunday 2024-02-04 was worked for the Spring Festival."""


def made(title: str, patch: pytest.MonkeyPatch) -> ModuleType:
    """Return the module that the block *title* is."""
    module = ModuleType(title.removesuffix(".py").replace("/", "."))
    patch.setitem(sys.modules, module.__name__, module)
    code = BLOCKS[title]
    future = "" if "from __future__" in code else "from __future__ import annotations\n"
    exec(compile(future + code, title, "exec"), vars(module))  # noqa: S102 - a page of ours
    return module


def whole(policy: str) -> Any:
    """Return a policy of ours."""
    return yaml.safe_load((ROOT / "processors" / "policies" / f"{policy}.yaml").read_text("utf-8"))


def said(title: str) -> Any:
    return yaml.safe_load(BLOCKS[title])


@pytest.mark.parametrize(
    ("day", "kinds"), [(FRIDAY, []), (SATURDAY, ["day-off"]), (WORKED_SUNDAY, [])]
)
def test_the_detector_of_the_page_finds_what_it_says(
    monkeypatch: pytest.MonkeyPatch, day: int, kinds: list[str]
) -> None:
    """A file, its terms and its words are all there is to a rule on visits."""
    rules = (*modules.held("processors.visits", "VISIT_RULE"),)
    rule = made("processors/visits/day_off.py", monkeypatch).VISIT_RULE
    monkeypatch.setattr(modules, "held", lambda *_: (*rules, rule))
    published = policy(rules=said("processors/policies/visits.yaml")["rules"])
    time = Instant(946_771_200_000_000)
    calendar = Event("c", "calendar.published", 1, time, 0, "", "c", "", china_calendar())

    found = concluded([recorded("V", "tax", day)], published.learn(calendar))

    assert kinds == [one.kind for one in found]
    words = said("hub/i18n/findings.yaml")["day-off"]
    assert set(entry("duplicate-visit", "crowding")) == set(words)


def test_a_policy_that_names_a_rule_there_is_not_is_refused() -> None:
    """A misspelt rule would be silently out of force."""
    (problem,) = check_policy({**whole("visits"), "rules": {"day-of": {}}}, None)

    assert "rules" in problem
    assert "day-of" in problem


def test_the_event_type_of_the_page_reads_in_its_newest_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both versions are taken, and folds know one."""
    models: dict[tuple[str, int], type[base.Said]] = {}
    examples: dict[tuple[str, int], Any] = {}
    monkeypatch.setattr(base, "MODELS", models)
    monkeypatch.setattr(base, "EXAMPLES", examples)
    made("events/models/inspection.py", monkeypatch)
    lifted = made("events/upcasters.py", monkeypatch)._done_became_an_outcome
    first, second = sorted(models)

    validate(models[first], examples[first])
    validate(models[second], examples[second])
    validate(models[second], lifted(examples[first]))


@pytest.mark.parametrize(
    ("file", "of_all"), [("petition.yaml", "life-cycle"), ("petition-clocks.yaml", "sla-135")]
)
def test_the_kind_of_case_of_the_page_may_be_published(file: str, of_all: str) -> None:
    """`hub policy check` finds nothing; what comes of it `test_without_code.py` shows."""
    assert [] == check_policy(laid_over(whole(of_all), said(file)), china())


def test_the_report_of_the_page_accounts_for_each_of_its_columns(tmp_path: Path) -> None:
    """As `tests/hub/test_report_cases.py` asks of every report there is."""
    for name in ("grounds.cases.sql", "grounds.sql"):
        (tmp_path / name).write_text(BLOCKS[f"projections/reports/{name}"], encoding="utf-8")

    report = reporting.read(tmp_path / "grounds.sql")

    assert report.cases is not None
    assert {column.name for column in report.columns} == report.cases.columns
    assert {"report_grounds_cases", "report_grounds"} == reporting.views([report]).keys()
