"""Forgotten is forgotten: planted through every way in, searched for in everything that is kept."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest

from events.instant import Instant
from hub import backup
from hub.alerting.books import books
from hub.embedded.hub import Embedded
from hub.gateway.app import build
from hub.gateway.keyring import Caller, open_keyring
from hub.gateway.server import listening
from hub.loading.files import Raw
from hub.mapping import reading as mapping
from hub.operations import perform
from hub.settings import Settings
from hub.sqlite import Database
from projections.reporting import reports
from tests.gateway.speaking import System
from tests.hub.history import NOW, raw, troubled_month

_TIME = "2026-03-20T09:00"


class Person(NamedTuple):
    """Recognisable wherever they stand; ``key`` is of no known person."""

    key: str
    number: str
    name: str
    telephone: str
    address: str

    def plain(self) -> tuple[bytes, ...]:
        """Return what must be nowhere, as UTF-8 and as JSON escapes it."""
        said = (self.number, self.name, self.telephone, self.address)
        escaped = (ascii(one)[1:-1] for one in said)
        return tuple({*(one.encode() for one in said), *(one.encode() for one in escaped)})


GONE = Person("g", "330702199003074518", "欧阳锦鸿", "13866601234", "9号楼7单元4321室")
KEPT = Person("k", "33070219910817422X", "司马翠羽", "13977705678", "8号楼6单元8765室")


class Clock:
    """A wall clock that can be moved on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> Instant:
        return self.now

    def later(self, days: float) -> None:
        self.now = Instant(self.now + timedelta(days=days) // timedelta(microseconds=1))


def _events(one: Person) -> Iterator[Raw]:
    """Yield what departments say of a resident: registered, told by name, in words, refused."""
    area = f"清溪县{one.address}"
    resident: dict[str, Any] = {"kind": "resident", "name": one.name, "area": area}
    sites = [{"area": area, "place": one.address, "name": one.name}]
    told = f"{one.name}（{one.telephone}，{one.number}）住幸福小区{one.address}，没水"
    case: dict[str, Any] = {
        "kind": "call",
        "channel": "phone",
        "category": "water",
        "area": "清溪县",
        "text": told,
    }
    by_name = {"name": one.name, "area": area}
    yield raw(f"{one.key}1", "party.registered", _TIME, party_id=one.number, **resident)
    yield raw(
        f"{one.key}2", "party.updated", _TIME, party_id="R-" + one.key, **resident, sites=sites
    )
    yield raw(f"{one.key}3", "case.opened", _TIME, case_id=f"C1{one.key}", party=by_name, **case)
    case |= {"party_id": one.telephone, "place": one.address, "text": told.replace(one.name, "")}
    yield raw(f"{one.key}4", "case.opened", _TIME, case_id=f"C2{one.key}", **case)
    link: dict[str, Any] = {"score": 1.0, "rule": "by-hand", "version": "1"}
    yield raw(
        f"{one.key}5", "party.linked", _TIME, party_id=one.telephone, same_as=one.number, **link
    )
    yield raw(f"{one.key}6", "party.registered", _TIME, party_id="X", uscc=one.number, **resident)
    yield raw(f"{one.key}7", "case.opened", f"{one.telephone}-{_TIME}", **{one.name: one.number})
    yield "centre", f"no event: {told} {one.address}".encode()


def _over_http(hub: Embedded, one: Person) -> None:
    """Send and ask as a department's system does."""
    with (
        open_keyring(hub.settings.data) as keyring,
        listening(build(hub, keyring), "0") as url,
    ):
        key = keyring.make(Caller(f"fire-{one.key}", "fire", "department", 10_000_000))
        system = System(url, key)
        event = system.event(f"h{one.key}", time="2026-03-22T09:00:00+08:00")
        event["data"] |= {"party_id": one.telephone, "notes": f"{one.number} {one.address}"}
        assert 200 <= system.send(event).status < 300
        system.send({"name": one.name, "telephone": one.telephone})
        asked = system.get(f"/parties/{one.telephone}/visits").said
        assert hub.vault.pseudonym(one.telephone) == asked["party_id"]


def _as_table(folder: Path, one: Person) -> list[Raw]:
    """Return what a department's CSV gives."""
    table, columns = folder / f"{one.key}.csv", folder / "people.yaml"
    table.write_text(
        f"key,nr,name,flat\n{one.key},{one.number},{one.name},{one.address}\n", "utf-8"
    )
    columns.write_text(
        """
        encoding: utf-8
        timezone: Asia/Shanghai
        events:
          - type: party.registered
            id: {column: key}
            time: {const: "2026-03-21 09:00"}
            data:
              party_id: {column: nr}
              kind: {const: resident}
              name: {column: name}
              area: {column: flat}
        """,
        "utf-8",
    )
    lines = mapping.read(table, columns, "tax")
    return [(department or "tax", line) for department, line in lines]


def _contact(one: Person) -> dict[str, Any]:
    facts = {"id": one.number, "name": one.name, "telephone": one.telephone, "address": one.address}
    return {"facts": facts}


def _standing(hub: Embedded) -> dict[str, object]:
    return {report.name: hub.query(report.sql) for report in reports()}


def _found(folders: list[Path], said: bytes, one: Person) -> list[str]:
    """Return what of *one* stands in plain, and where: in files or in *said*."""
    files = {str(p): p.read_bytes() for folder in folders for p in folder.rglob("*") if p.is_file()}
    files["said"] = said
    return sorted(
        f"{word.decode()} in {name}"
        for name, held in files.items()
        for word in one.plain()
        if word in held
    )


def _all_tables(hub: Embedded) -> bytes:
    """Return every row of the warehouse: its parts are compressed, and searched in vain."""
    names = hub.query("SELECT name FROM system.tables WHERE database = currentDatabase()")
    return b"".join(orjson.dumps(hub.query(f"SELECT * FROM {row['name']}")) for row in names)


def test_who_is_forgotten_is_nowhere_and_everything_else_stands(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """The promise: 0 hits once the ingest topics' days are over, others readable, totals same."""
    caplog.set_level(logging.DEBUG)
    clock, data, kept = Clock(), tmp_path / "data", tmp_path / "kept"
    kept.mkdir()
    with Embedded(Settings(data=data), clock) as hub:
        hub.begin(defaults=True)
        hub.accept(troubled_month(), "event")
        for one in (GONE, KEPT):
            hub.accept([*_events(one), *_as_table(tmp_path, one)])
            _over_http(hub, one)
            perform(hub, "person_add", _contact(one))
            with books(data) as (_, addresses):
                addresses.put(f"vault:{one.key}", f"mailto://{one.telephone}@example.org")
        hub.engine.finish("event")
        persons = {
            one.key: perform(hub, "person_show", {"person": one.number}) for one in (GONE, KEPT)
        }
        before = _standing(hub)
        backup.back_up(hub.settings.log, kept / "hub.backup")
        Database(data / "vault.sqlite").copy_to(kept / "vault.sqlite")
        Database(data / "vault.keys").copy_to(kept / "vault.keys")
        copies = [str(kept / "vault.keys")]
        for known in (GONE.number, GONE.telephone, "R-g", persons["g"]["party_id"]):
            perform(hub, "forget", {"person": known, "copies": copies})
        for name in hub.vault.find(GONE.name):
            perform(hub, "forget", {"person": name, "copies": copies})
        with books(data) as (_, addresses):
            addresses.forget("vault:g")
        clock.later(8)
        hub.expire()
        assert before == _standing(hub)
        said = _all_tables(hub)
        assert KEPT.name == perform(hub, "person_show", {"person": KEPT.number})["name"]
        assert perform(hub, "verify", {})["ok"]
        assert {"party_id"} == perform(hub, "person_show", {"person": GONE.number}).keys()
    for path in tmp_path.glob("*.csv"):
        path.unlink()
    out = capfd.readouterr()
    said += caplog.text.encode() + out.out.encode() + out.err.encode()

    assert [] == _found([data, kept], said, GONE)
    assert [] == _found([data, kept], said, KEPT)
