"""
Alerts of a run: who is told, a receiver that remembers, and the accounts of what it heard.

Every department has a handler and a supervisor, all of them reached at one HTTP receiver on
loopback. Alerts go out at any hour, none is held back behind another, and who answers for
everything hears what nobody else can be told. So, at rest: of every finding that stands, somebody
heard the highest rung a route has for it; nobody heard a rung under two keys (a receiver that keeps
keys drops the same key that comes again); nobody heard what no record says; and the log knows of
each telling.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Final, NamedTuple

import orjson
import yaml

from bench.faults.load import Sent
from bench.faults.part import PEOPLE
from events import codec, topics
from events.instant import Instant, render
from hub.alerting.addresses import Addresses
from hub.alerting.outbox import Outbox
from hub.alerting.policy import _default, fits, parse
from hub.alerting.routing import OVER
from hub.alerting.rungs import facts, reached, warned
from hub.failure import FOUND_WRONG, Failure
from hub.journal import Journal, whole
from hub.proving.log_check import Problem
from hub.wall import wall_now

ANSWERS_FOR_ALL: Final = "duty"
_ROLES: Final = ("handler", "supervisor")
_PAUSE_S: Final = 0.5
_SOURCE: Final = "/departments/hub/registry"


class Heard(NamedTuple):
    """One request: under which key, and what it said."""

    key: str
    receiver: str
    findings: tuple[tuple[str, str], ...]
    """(finding_id, rung)"""


class Receiver(ThreadingHTTPServer):
    """Remembers all it heard, in its order. ``act`` is done before the next answer, once."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.heard: list[Heard] = []
        self._act: Callable[[], None] | None = None
        self._lock = Lock()

    @property
    def url(self) -> str:
        return f"webhook+http://127.0.0.1:{self.server_address[1]}/hook"

    def at_next(self, act: Callable[[], None] | None) -> None:
        """Do *act* once it has heard the next message and has not said so; None: no more."""
        with self._lock:
            self._act = act

    def hear(self, key: str, body: bytes) -> None:
        said = orjson.loads(body)
        findings = tuple((one["finding_id"], one["rung"]) for one in said["findings"])
        with self._lock:
            self.heard.append(Heard(key, said["receiver"], findings))
            act, self._act = self._act, None
        if act is not None:
            act()


class _Request(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.hear(self.headers["Hub-Delivery"], body)
        try:
            self.send_response(204)
            self.end_headers()
        except OSError:
            return  # who asked was killed meanwhile

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Give a receiver while the body runs."""
    server = Receiver()
    Thread(target=server.serve_forever, name="receiver", daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def officers(departments: Sequence[str]) -> list[dict[str, Any]]:
    """Return who there is, as rows of the view ``officers``."""
    people = [(f"{name}-{role}", name, role) for name in departments for role in _ROLES]
    return [_officer(*one) for one in (*people, (ANSWERS_FOR_ALL, "hub", "dispatcher"))]


def _officer(name: str, department: str, role: str) -> dict[str, Any]:
    told = {"officer_id": name, "department_id": department, "role": role}
    absent = {"area": "", "substitute": "", "away_from": [], "away_to": [], "duty": []}
    return told | {"channel_ref": f"ref-{name}"} | absent


def registered(departments: Sequence[str], at: Instant) -> list[Sent]:
    """Return the events that register them, all of event time *at*."""
    return [
        Sent("hub", at, orjson.dumps(_registration(one, at)), False)
        for one in officers(departments)
    ]


def _registration(officer: Mapping[str, Any], at: Instant) -> dict[str, Any]:
    names = ("officer_id", "department_id", "role", "channel_ref")
    return {
        "specversion": "1.0",
        "id": f"officer-{officer['officer_id']}",
        "source": _SOURCE,
        "type": "officer.registered.v2",
        "time": render(at),
        "data": {name: officer[name] for name in names},
    }


def prepare(data: Path, departments: Sequence[str], url: str) -> None:
    """Write what the alerter of the folder *data* needs: addresses, policy, and people."""
    data.mkdir(parents=True)
    people = officers(departments)
    with closing(Addresses(data / "vault.sqlite")) as vault:
        for one in people:
            vault.put(one["channel_ref"], f"{url}?{one['officer_id']}", "between us")
    (data / "alerts.yaml").write_text(policy_text(), encoding="utf-8")
    (data / PEOPLE).write_bytes(orjson.dumps(people))


def policy_text() -> str:
    """Return the default policy, at any hour, with nothing held back and nothing given up."""
    said = yaml.safe_load(_default())
    for route in said["routes"]:
        route["digest"] = False
    said |= {"inhibit": [], "fallback": ANSWERS_FOR_ALL}
    said["quiet"] = {"from": "00:00", "to": "00:00", "days_off": False}
    said["retry"] = {"first_s": 0.2, "factor": 1.0, "attempts": 10_000}
    return yaml.safe_dump(said, allow_unicode=True)


def settle(data: Path, ends: Mapping[tuple[str, int], int], patience_s: float) -> None:
    """
    Wait until the alerter of *data* has said all that the findings up to *ends* give to say.

    Raises:
        Failure: it had not after *patience_s* seconds (monotonic clock).
    """
    wanted = {place: end for place, end in ends.items() if place[0] == topics.FINDINGS}
    until = time.monotonic() + patience_s
    with closing(Outbox(data / "alerts.sqlite")) as book:
        while left := _left(book, wanted):
            if time.monotonic() > until:
                said = {"part": "alert", "place": topics.FINDINGS, "lag": left}
                raise Failure("cluster-moving", FOUND_WRONG, **said, s=int(patience_s))
            time.sleep(_PAUSE_S)


def _left(book: Outbox, wanted: Mapping[tuple[str, int], int]) -> int:
    """Return how much is still to be read, planned, delivered, or said in the log."""
    read, now = book.positions(), wall_now()
    unread = sum(max(0, end - read.get(place, 0)) for place, end in wanted.items())
    health = book.health(now)
    unsaid = len(book.due(now)) + len(book.owed.first()[1])
    return int(unread + unsaid + health["waiting"] + health["to_say"])


def problems(journal: Journal, heard: Sequence[Heard]) -> Iterator[Problem]:
    """Yield where what was *heard* is not what the findings on record give to say."""
    keys: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in heard:
        for finding, rung in one.findings:
            keys[one.receiver, finding, rung].add(one.key)
    for (receiver, finding, rung), found in sorted(keys.items()):
        if len(found) > 1:
            yield Problem("alert-twice", finding, f"told {receiver} of rung {rung} anew")
    told = {(finding, rung) for _, finding, rung in keys}
    said = _Said()
    said.read(journal)
    yield from _untold(said, told)
    for finding, rung in sorted(told - said.rungs):
        yield Problem("alert-of-nothing", finding, f"was told at rung {rung}, which it never had")
    for key, finding, rung in sorted(_telling(heard) - _logged(journal)):
        yield Problem("alert-unlogged", finding, f"rung {rung} was told as {key}; no event says so")


def _untold(said: _Said, told: set[tuple[str, str]]) -> Iterator[Problem]:
    routes = parse(policy_text()).routes
    for id, finding in sorted(said.findings.items()):
        route = next((one for one in routes if fits(one.when, facts(finding))), None)
        rungs = [rung for rung in reached(finding) if route and rung in route.rungs]
        if finding["status"] not in OVER and rungs and (id, rungs[-1]) not in told:
            yield Problem("alert-missing", id, f"nobody heard of its rung {rungs[-1]}")


class _Said:
    """What stands in topic ``findings``: the last of each, and every rung that was reached."""

    def __init__(self) -> None:
        self.findings: dict[str, dict[str, Any]] = {}
        self.rungs: set[tuple[str, str]] = set()

    def read(self, journal: Journal) -> None:
        for record in whole(journal, topics.FINDINGS):
            event = codec.decode(record.value)
            if event.name == "clock.warned":
                self._warned(dict(event.data), render(event.time))
            elif event.name.startswith("finding."):
                self._found(event.name, dict(event.data))

    def _warned(self, data: dict[str, Any], at: str) -> None:
        finding = warned(data, "", at)
        self._note(finding)
        known = self.findings.get(finding["finding_id"], finding)
        further = known["details"].get("percent", 0) < finding["details"]["percent"]
        self.findings[finding["finding_id"]] = (
            finding if known["status"] == "warned" and further else known
        )

    def _found(self, name: str, data: dict[str, Any]) -> None:
        if not data["rule"].startswith("shadow/"):
            status = "retracted" if name == "finding.retracted" else data["status"]
            self.findings[data["finding_id"]] = data | {"status": status}
            self._note(data)

    def _note(self, finding: Mapping[str, Any]) -> None:
        id = finding["finding_id"]
        self.rungs |= {(id, rung) for rung in (*reached(finding), "retracted")}


def _telling(heard: Sequence[Heard]) -> set[tuple[str, str, str]]:
    return {(one.key, finding, rung) for one in heard for finding, rung in one.findings}


def _logged(journal: Journal) -> set[tuple[str, str, str]]:
    return {
        (data["alert_id"], data["finding_id"], data["rung"])
        for number in range(journal.partitions(topics.ALERTS))
        for record in journal.read(topics.ALERTS, number)
        if (data := codec.decode(record.value).data)
    }
