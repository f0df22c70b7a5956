"""Every panel's SQL is answered, every metric named is one the hub tells, every alert is raised."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml

from hub.alerting import health
from hub.alerting.outbox import Outbox
from hub.alerting.policy import read_policy
from hub.client import Client
from hub.metrics import metrics
from hub.wall import wall_now
from tests.support.part import ROOT, required

DOCKER = ROOT / "docker"
DASHBOARDS = sorted((DOCKER / "grafana" / "dashboards").glob("*.json"))
RULES = DOCKER / "prometheus" / "rules.yaml"
SQL, METRICS = "hub-warehouse", "hub-metrics"
PANELS = {"stat", "table", "timeseries", "barchart", "bargauge"}
FROM, TO = datetime(2025, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
MACRO = re.compile(r"\$__(\w+)\(([^()]*)\)")
_WORDS = re.compile(r"hub_\w+")

each_dashboard = pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)


@cache
def dashboard(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(path.read_bytes())
    return found


def targets(path: Path, source: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for panel in dashboard(path)["panels"]:
        for target in panel["targets"]:
            if target["datasource"]["uid"] == source:
                yield panel["title"], target


def asked(sql: str) -> str:
    """Return *sql* as the plugin sends it: macros filled in, every department chosen."""

    def filled(found: re.Match[str]) -> str:
        assert "timeFilter" == found[1], f"no macro of the tests: {found[0]}"
        bounds = (f"toDateTime({int(at.timestamp())})" for at in (FROM, TO))
        return "{0} >= {1} AND {0} <= {2}".format(found[2], *bounds)

    every = "(SELECT DISTINCT department FROM assignments)"
    return MACRO.sub(filled, sql).replace("(${department:singlequote})", every)


def first(target: dict[str, Any]) -> str:
    """Return the SQL of *target* with its first column as c1: what Grafana takes as time."""
    sql = asked(target["rawSql"])
    name = re.search(r" AS (time|hour)\b", sql)
    assert name is not None
    return f"SELECT {name[1]} AS c1 FROM ({sql})"


EVERY = [(path, title, target) for path in DASHBOARDS for title, target in targets(path, SQL)]


@pytest.mark.parametrize(
    ("path", "title", "target"), EVERY, ids=[f"{p.stem} {t}" for p, t, _ in EVERY]
)
def test_every_panel_is_answered_by_the_warehouse(
    city: Client, path: Path, title: str, target: dict[str, Any]
) -> None:
    """A panel that fails after a change of a view is found here, not by a supervisor."""
    rows = city.ask("sql", query=asked(target["rawSql"]))
    may_be_empty = {
        # Nothing of this city goes on after its last tick.
        "计划中的走访 · Visits planned ahead",
        "谁的案件停住了 · What stands still",
        "临期时钟 · Limits close to their end",
        # Nor has it texts that are alike, or records that were refused.
        "共性问题 · Common kinds",
        "苗头性诉求 · Rising topics",
        "反复 · Matters that came back",
        "退回原因 · Why records were refused",
    }

    assert rows or title in may_be_empty
    if target["queryType"] == "timeseries":
        [type] = city.ask("sql", query=f"SELECT any(toTypeName(c1)) AS type FROM ({first(target)})")
        assert type["type"].startswith("DateTime")


@each_dashboard
def test_a_variable_offers_what_there_is(city: Client, path: Path) -> None:
    """An empty list of departments would empty every panel."""
    for variable in dashboard(path)["templating"]["list"]:
        assert city.ask("sql", query=variable["query"])


@each_dashboard
def test_a_dashboard_is_what_grafana_expects(path: Path) -> None:
    """Grafana passes over a file it cannot use, and says so only in its log."""
    found = dashboard(path)
    ids = [panel["id"] for panel in found["panels"]]

    assert f"hub-{path.stem}" == found["uid"]
    assert found["schemaVersion"] >= 39
    assert found["title"]
    assert "id" not in found
    assert len(set(ids)) == len(ids) > 0
    for panel in found["panels"]:
        assert panel["type"] in PANELS
        assert panel["title"]
        assert panel["description"]
        assert {"x", "y", "w", "h"} == panel["gridPos"].keys()
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24
        assert {"refId", "datasource"} <= panel["targets"][0].keys()
        assert panel["datasource"] == panel["targets"][0]["datasource"]


@each_dashboard
def test_panels_do_not_lie_on_each_other(path: Path) -> None:
    """Grafana moves what overlaps, and the order of the page is lost."""
    taken: set[tuple[int, int]] = set()
    for panel in dashboard(path)["panels"]:
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert set() == taken & cells
        taken |= cells


def test_panels_ask_the_sources_that_are_provisioned() -> None:
    """A uid that nobody provides shows a red corner instead of a chart."""
    provisioning = DOCKER / "grafana" / "provisioning"
    sources = yaml.safe_load((provisioning / "datasources" / "hub.yaml").read_text())
    known = {source["uid"]: source["type"] for source in sources["datasources"]}
    used = {
        one["datasource"]["uid"]: one["datasource"]["type"]
        for path in DASHBOARDS
        for one in dashboard(path)["panels"]
    }

    assert used == known
    assert len({dashboard(path)["uid"] for path in DASHBOARDS}) == len(DASHBOARDS)


def test_what_compose_puts_into_grafana_is_where_its_files_look() -> None:
    """A folder mounted elsewhere gives an empty Grafana without an error."""
    compose = yaml.safe_load((DOCKER / "compose.yaml").read_text())["services"]
    mounts = dict(mount.split(":")[:2] for mount in compose["grafana"]["volumes"])
    providers = yaml.safe_load(
        (DOCKER / "grafana" / "provisioning" / "dashboards" / "hub.yaml").read_text()
    )
    folder = providers["providers"][0]["options"]["path"]
    home = compose["grafana"]["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]

    assert mounts["./grafana/dashboards"] == folder
    assert "/etc/grafana/provisioning" == mounts["./grafana/provisioning"]
    assert (DOCKER / "grafana" / "dashboards" / Path(home).name).exists()
    assert (DOCKER / "prometheus" / Path(compose["prometheus"]["command"][0]).name).exists()


def told() -> set[str]:
    """Return the name of every metric the hub tells where everything is to be told."""
    place = {"part": "work", "topic": "journal.cases", "partition": 0, "records": 1, "stuck": True}
    document = {
        "parts": [{"part": "work", "behind": 1, "oldest_s": 2.0}],
        "behind": [place],
        "clocks": [{"topic": "journal.cases", "partition": 0, "behind_s": 1.0}],
        "rejected": [{"department": "water", "refused": 1}],
    }
    text = metrics(lambda: document)()
    return set(re.findall(r"^(hub_\w+)[ {]", text, flags=re.MULTILINE))


def told_of_alerts(folder: Path) -> set[str]:
    """Return the name of every metric that an alerter tells."""
    with closing(Outbox(folder / "alerts.sqlite")) as outbox:
        text = health.metrics(outbox, read_policy(folder), wall_now)()
    return set(re.findall(r"^(hub_\w+)[ {]", text, flags=re.MULTILINE))


def test_rules_and_dashboards_name_only_metrics_that_the_hub_tells(tmp_path: Path) -> None:
    """A rule over a metric that was renamed is never raised, and nobody notices."""
    rules = yaml.safe_load(RULES.read_text())["groups"][0]["rules"]
    in_rules = {word for rule in rules for word in _WORDS.findall(rule["expr"])}
    in_panels = {
        word
        for path in DASHBOARDS
        for _, target in targets(path, METRICS)
        for word in _WORDS.findall(target["expr"])
    }

    used = in_rules | in_panels
    alerts = told_of_alerts(tmp_path)

    assert set() == used - told() - alerts
    assert told() == used - alerts | {"hub_behind_records", "hub_lag_records"}


def test_prometheus_asks_the_parts_of_the_compose_file() -> None:
    """A part that is not asked cannot be missed."""
    compose = yaml.safe_load((DOCKER / "compose.yaml").read_text())["services"]
    config = yaml.safe_load((DOCKER / "prometheus" / "prometheus.yaml").read_text())
    [found] = config["scrape_configs"][0]["dns_sd_configs"]
    lasting = {n for n, s in compose.items() if "build" in s and s["restart"] == "unless-stopped"}
    health = compose["worker"]["environment"]["HUB_HEALTH"]

    assert lasting == set(found["names"])
    assert health.endswith(f":{found['port']}")


def test_every_alert_says_how_to_mend_it_in_both_languages() -> None:
    """Whoever is called at night reads one line and knows what to do."""
    for rule in yaml.safe_load(RULES.read_text())["groups"][0]["rules"]:
        assert {"summary", "zh", "mend"} == rule["annotations"].keys()
        assert rule["labels"]["severity"] in {"warning", "breach"}


def promtool(*arguments: str) -> str:
    program = shutil.which("promtool")
    if program is None:
        if required():
            pytest.fail("promtool is missing: apt install prometheus")
        pytest.skip("promtool is missing: apt install prometheus")
    ran = subprocess.run(
        [program, *arguments], cwd=RULES.parent, capture_output=True, text=True, check=False
    )
    assert 0 == ran.returncode, ran.stdout + ran.stderr
    return ran.stdout


def test_prometheus_itself_takes_the_configuration_and_the_rules() -> None:
    """Its own checker reads what it would read at its start."""
    assert "SUCCESS" in promtool("check", "config", "--syntax-only", "prometheus.yaml")
    assert "SUCCESS" in promtool("check", "rules", "rules.yaml")


def test_each_alert_is_raised_in_time_and_not_too_early() -> None:
    """Promtool runs the rules over series made up for them: within, exactly at, just beyond."""
    names = set(re.findall(r"alert: (\w+)", RULES.read_text()))
    tried = set(re.findall(r"alertname: (\w+)", RULES.with_name("rules.test.yaml").read_text()))

    assert names == tried
    assert "SUCCESS" in promtool("test", "rules", "rules.test.yaml")
