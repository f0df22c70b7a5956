"""
Debian's Prometheus and Alertmanager on loopback, as an operator would start them.

Prometheus asks once a second and waits for nothing: the rules are ours, without their ``for``.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import orjson
import yaml

from tests.support.daemon import Process, free_port
from tests.support.part import ROOT, Absent

RULES = ROOT / "docker" / "prometheus" / "rules.yaml"
_GET = "apt-get install prometheus prometheus-alertmanager"


def _program(*names: str) -> str:
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise Absent(f"no {names[0]} on the path: {_GET}")
    return found


def asked(place: str, path: str) -> Any:
    """Return the JSON at *path* of the server at *place*; None while it does not answer."""
    try:
        with closing(HTTPConnection(place, timeout=5)) as line:
            line.request("GET", path)
            answer = line.getresponse()
            body = answer.read()
    except (OSError, HTTPException):
        return None
    return orjson.loads(body) if answer.status == 200 else None


def alerts(place: str) -> list[dict[str, Any]]:
    """Return the alerts that the Alertmanager at *place* holds."""
    found: list[dict[str, Any]] = asked(place, "/api/v2/alerts") or []
    return found


def held_by(place: str) -> list[str]:
    """Return the findings that the Alertmanager at *place* holds."""
    labels = [one["labels"] for one in alerts(place)]
    return [one["finding_id"] for one in labels if "finding_id" in one]


@contextmanager
def running_alertmanager(folder: Path) -> Iterator[str]:
    """Give ``host:port`` of an Alertmanager; raise ``Absent`` where it is not installed."""
    program = _program("prometheus-alertmanager", "alertmanager")
    config = folder / "alertmanager.yml"
    config.write_text("route: {receiver: none}\nreceivers: [{name: none}]\n")
    place = f"127.0.0.1:{free_port()}"
    command = [
        program, f"--config.file={config}", f"--storage.path={folder}",
        f"--web.listen-address={place}", "--cluster.listen-address=",
    ]  # fmt: skip
    yield from _run("alertmanager", command, folder, place, "/api/v2/status")


@contextmanager
def running_prometheus(folder: Path, hub: str, alertmanager: str) -> Iterator[str]:
    """Give ``host:port`` of a Prometheus that asks *hub* and tells *alertmanager*."""
    program = _program("prometheus")
    rules = re.sub(r"for: \w+", "for: 0s", RULES.read_text())
    (folder / "rules.yaml").write_text(rules)
    config = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": ["rules.yaml"],
        "alerting": {"alertmanagers": [{"static_configs": [{"targets": [alertmanager]}]}]},
        "scrape_configs": [{"job_name": "hub", "static_configs": [{"targets": [hub]}]}],
    }
    (folder / "prometheus.yaml").write_text(yaml.safe_dump(config))
    place = f"127.0.0.1:{free_port()}"
    command = [
        program, f"--config.file={folder / 'prometheus.yaml'}",
        f"--storage.tsdb.path={folder / 'series'}", f"--web.listen-address={place}",
    ]  # fmt: skip
    yield from _run("prometheus", command, folder, place, "/api/v1/status/buildinfo")


def _run(name: str, command: list[str], folder: Path, place: str, path: str) -> Iterator[str]:
    log = folder / f"{name}.log"
    process = Process(name, command, log, lambda: asked(place, path) is not None)
    process.start()
    try:
        yield place
    finally:
        process.stop()
