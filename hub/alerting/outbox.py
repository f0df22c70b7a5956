"""
The alerter's own book: what it read, what it said, what is on its way. One SQLite file.

Reading position, findings as last known, rungs said and notices are written in one transaction,
so a crash repeats a step wholly or not at all. (finding, rung) is a key: a rung is said once.
A delivery is one message to one address; it waits, is sent, or is dead. Kept apart from the log:
losing this file repeats alerts and loses no fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, fields
from pathlib import Path
from threading import RLock
from typing import Any, Final, NamedTuple

import orjson

from events.instant import Instant, render
from hub.alerting.grouping import Message
from hub.alerting.outbox_tables import ADDED, POST, SCHEMA
from hub.alerting.owed import Owed
from hub.alerting.policy import matchers
from hub.alerting.routing import NOBODY, Notice, Silence
from hub.sqlite import Database

_NOTICE: Final = ", ".join(field.name for field in fields(Notice))
DROPPED: Final = "dropped"
WAITING, SENT, DEAD = "waiting", "sent", "dead"


class Delivery(NamedTuple):
    """A message on its way to one address of its receiver (a row of the vault)."""

    key: str
    address: str
    attempts: int
    message: Message


class Outbox:
    """One per file. Methods may be called from any thread; they take turns."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self._turn = RLock()
        for statement in SCHEMA:
            self._database.run(statement)
        self._database.widen("message", ADDED)
        self.owed = Owed(self._database)

    @contextmanager
    def step(self) -> Iterator[None]:
        """All that is written in the body stands together, or not at all."""
        with self._turn, self._database.transaction():
            yield

    def positions(self) -> dict[tuple[str, int], int]:
        rows = self._rows("SELECT topic, partition, offset FROM position")
        return {(topic, partition): offset for topic, partition, offset in rows}

    def read_to(self, topic: str, partition: int, offset: int) -> None:
        sql = "INSERT OR REPLACE INTO position VALUES (?, ?, ?)"
        self._run(sql, (topic, partition, offset))

    def know(self, finding: Mapping[str, Any]) -> None:
        """Keep *finding* as last said, to be looked at in the next planning."""
        row = (finding["finding_id"], finding["case_id"], finding["status"], orjson.dumps(finding))
        self._run("INSERT OR REPLACE INTO finding VALUES (?, ?, ?, 1, ?)", row)

    def pending(self) -> list[dict[str, Any]]:
        """Return the findings that may have something to say."""
        rows = self._rows("SELECT document FROM finding WHERE pending ORDER BY finding_id")
        return [orjson.loads(document) for (document,) in rows]

    def settle(self, finding_id: str, *, pending: bool) -> None:
        sql = "UPDATE finding SET pending = ? WHERE finding_id = ?"
        self._run(sql, (int(pending), finding_id))

    def known(self, finding_id: str) -> dict[str, Any] | None:
        sql = "SELECT document FROM finding WHERE finding_id = ?"
        rows = self._rows(sql, (finding_id,))
        return orjson.loads(rows[0][0]) if rows else None

    def beside(self, finding: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the other open findings of the same case."""
        if not finding["case_id"]:
            return []
        sql = """SELECT document FROM finding
            WHERE case_id = ? AND finding_id != ? AND status IN ('open', 'confirmed')"""
        rows = self._rows(sql, (finding["case_id"], finding["finding_id"]))
        return [orjson.loads(document) for (document,) in rows]

    def said(self, finding_id: str) -> frozenset[str]:
        rows = self._rows("SELECT rung FROM said WHERE finding_id = ?", (finding_id,))
        return frozenset(rung for (rung,) in rows)

    def told(self, finding_id: str) -> tuple[str, ...]:
        """Return who was told of the finding, or is about to be."""
        sql = "SELECT DISTINCT receiver FROM notice WHERE finding_id = ? AND message NOT IN ('', ?)"
        return tuple(sorted(receiver for (receiver,) in self._rows(sql, (finding_id, DROPPED))))

    def say(
        self, finding_id: str, rungs: Iterable[str], notices: Iterable[Notice], at: int
    ) -> None:
        """Note that *rungs* are said by *notices*."""
        for rung in rungs:
            self._run("INSERT OR IGNORE INTO said VALUES (?, ?, ?)", (finding_id, rung, at))
        marks = ", ".join("?" for _ in fields(Notice))
        sql = f"INSERT OR IGNORE INTO notice ({_NOTICE}) VALUES ({marks})"  # noqa: S608 - names of ours
        for notice in notices:
            if notice.receiver != NOBODY:
                self._run(sql, astuple(notice))

    def due(self, now: Instant) -> list[Notice]:
        """Return the notices whose time has come and that are in no message."""
        sql = f"SELECT {_NOTICE} FROM notice WHERE message = '' AND due <= ?"  # noqa: S608 - as above
        rows = self._rows(sql, (now,))
        return [
            Notice(
                id, rung, receiver, department, rule, Instant(due), bool(urgent), bool(digest), why
            )
            for id, rung, receiver, department, rule, due, urgent, digest, why in rows
        ]

    def drop(self, notice: Notice) -> None:
        """What ended before anyone was told need not be told."""
        self._mark(notice.finding_id, notice.rung, notice.receiver, DROPPED)

    def _mark(self, finding_id: str, rung: str, receiver: str, message: str) -> None:
        sql = "UPDATE notice SET message = ? WHERE finding_id = ? AND rung = ? AND receiver = ?"
        self._run(sql, (message, finding_id, rung, receiver))

    def post(self, message: Message, addresses: Iterable[str], now: Instant) -> None:
        """
        Put *message* on its way to each of *addresses*; done twice, done once.

        While some delivery of its key lives, that one's words stand; else the new ones do.
        """
        one = message
        row = (one.key, one.receiver, one.department, one.title, one.body, one.urgent, one.digest)
        self._run(POST, (*row, orjson.dumps(one.findings), now, one.until))
        for address in addresses:
            sql = "INSERT OR IGNORE INTO delivery VALUES (?, ?, 'waiting', 0, ?, '')"
            self._run(sql, (one.key, address, now))
        for finding_id, rung in one.findings:
            self._mark(finding_id, rung, one.receiver, one.key)

    def waiting(self, now: Instant, limit: int = 100) -> list[Delivery]:
        """Return deliveries whose next attempt is due, urgent ones first."""
        sql = """SELECT key, address, attempts FROM delivery JOIN message USING (key)
            WHERE state = 'waiting' AND next_at <= ? ORDER BY urgent DESC, next_at LIMIT ?"""
        rows = self._rows(sql, (now, limit))
        return [Delivery(key, to, count, self.message(key)) for key, to, count in rows]

    def message(self, key: str) -> Message:
        ((receiver, department, title, body, urgent, digest, said, until),) = self._rows(
            """SELECT receiver, department, title, body, urgent, digest, findings, until
            FROM message WHERE key = ?""",
            (key,),
        )
        findings = tuple((finding_id, rung) for finding_id, rung in orjson.loads(said))
        lines = tuple(body.split("\n"))
        return Message(
            key, receiver, department, title, lines, findings, bool(urgent), bool(digest),
            Instant(until),
        )  # fmt: skip

    def tried(
        self, delivery: Delivery, state: str, channel: str, now: Instant, error: str, next_at: int
    ) -> None:
        """Write down how an attempt ended."""
        sql = """UPDATE delivery SET state = ?, attempts = ?, next_at = ?, error = ?
            WHERE key = ? AND address = ?"""
        count = delivery.attempts + 1
        self._run(sql, (state, count, next_at, error, delivery.key, delivery.address))
        receiver = delivery.message.receiver
        outcome = state if state != WAITING else "failed"
        row = (now, delivery.key, receiver, channel, outcome, error)
        self._run("INSERT INTO delivered VALUES (NULL, ?, ?, ?, ?, ?, ?)", row)

    def tried_by(self, key: str) -> frozenset[str]:
        """Return the addresses the message *key* was put on its way to."""
        rows = self._rows("SELECT address FROM delivery WHERE key = ?", (key,))
        return frozenset(address for (address,) in rows)

    def was_said(self, name: str, month: str) -> bool:
        """Tell whether the letters *name* of *month* (``2026-10``) are posted."""
        return bool(self._rows("SELECT 1 FROM monthly WHERE (name, month) = (?, ?)", (name, month)))

    def note_said(self, name: str, month: str) -> None:
        self._run("INSERT OR IGNORE INTO monthly VALUES (?, ?)", (name, month))

    def silence(self, silence: Mapping[str, Any], since: int, until: int) -> None:
        row = (orjson.dumps(silence["matchers"]).decode(), since, until)
        sql = "INSERT INTO silence VALUES (NULL, ?, ?, ?, ?, ?)"
        self._run(sql, (*row, silence["by"], silence["reason"]))

    def silences(self) -> tuple[Silence, ...]:
        rows = self._rows("SELECT matchers, since, until FROM silence")
        return tuple(
            Silence(matchers(orjson.loads(wanted)), Instant(since), Instant(until))
            for wanted, since, until in rows
        )

    def unsilence(self, number: int, now: Instant) -> bool:
        """
        End the silence *number*; what it hid and still holds is said in the next planning.

        Returns False where there is none.
        """
        self._run("UPDATE silence SET until = min(until, ?) WHERE number = ?", (now, number))
        return bool(self._rows("SELECT 1 FROM silence WHERE number = ?", (number,)))

    def again(self, key: str, now: Instant) -> int:
        """
        Put the dead deliveries of *key* ('' for all) on their way; return how many.

        What is not sent any more (``Message.until``) stays dead: it is to be told anew.
        """
        which = """state = 'dead' AND (? = '' OR key = ?)
            AND key NOT IN (SELECT key FROM message WHERE until != 0 AND until <= ?)"""
        chosen = (key, key, now)
        ((count,),) = self._rows(f"SELECT count(*) FROM delivery WHERE {which}", chosen)  # noqa: S608 - as above
        sql = f"UPDATE delivery SET state = 'waiting', attempts = 0, next_at = ? WHERE {which}"  # noqa: S608 - as above
        self._run(sql, (now, *chosen))
        return int(count)

    def listed(self, what: str, limit: int = 200) -> list[dict[str, Any]]:
        """Return rows for people, newest first; *what* is a name of ``_LISTS``."""
        names, sql = _LISTS[what]
        rows = [dict(zip(names, row, strict=True)) for row in self._rows(sql, (limit,))]
        return [{name: _shown(name, value) for name, value in row.items()} for row in rows]

    def failing(self, now: Instant, reason: str) -> None:
        """Note that a whole turn failed; what counts is since when none has gone through."""
        self._run("INSERT OR IGNORE INTO failing VALUES (1, ?, ?)", (now, reason))

    def going(self) -> None:
        """Note that a turn went through."""
        self._run("DELETE FROM failing")

    def health(self, now: Instant) -> dict[str, Any]:
        """Return counts, and seconds: the oldest delivery waits, no turn went through."""
        sql = """SELECT count(*), min(message.at) FROM delivery JOIN message USING (key)
            WHERE state = 'waiting'"""
        ((waiting, oldest),) = self._rows(sql)
        ((dead,),) = self._rows("SELECT count(*) FROM delivery WHERE state = 'dead'")
        ((sent,),) = self._rows("SELECT count(*) FROM delivery WHERE state = 'sent'")
        ((unsaid,),) = self._rows("SELECT count(*) FROM finding WHERE pending")
        ((since,),) = self._rows("SELECT min(since) FROM failing")
        return {
            "waiting": waiting, "sent": sent, "dead": dead, "to_say": unsaid,
            "behind_s": _age_s(oldest, now), "failing_s": _age_s(since, now),
        }  # fmt: skip

    def close(self) -> None:
        self._database.close()

    def _run(self, sql: str, values: tuple[Any, ...] = ()) -> None:
        with self._turn:
            self._database.run(sql, values)

    def _rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        with self._turn:
            return list(self._database.rows(sql, values))


_DELIVERIES: Final = ("key", "receiver", "title", "attempts", "next_at", "error")
_DELIVERY: Final = """
SELECT key, receiver, title, attempts, next_at, error FROM delivery JOIN message USING (key)
WHERE state = '{state}' ORDER BY next_at DESC LIMIT ?
"""
_LISTS: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "delivered": (
        ("at", "key", "receiver", "channel", "outcome", "detail"),
        "SELECT at, key, receiver, channel, outcome, detail FROM delivered ORDER BY 1 DESC LIMIT ?",
    ),
    "silence": (
        ("number", "matchers", "since", "until", "by", "reason"),
        "SELECT * FROM silence ORDER BY number DESC LIMIT ?",
    ),
    "dead": (_DELIVERIES, _DELIVERY.format(state=DEAD)),
    "waiting": (_DELIVERIES, _DELIVERY.format(state=WAITING)),
}


def _age_s(at: int | None, now: Instant) -> float:
    return 0.0 if at is None else max(0.0, (now - at) / 1_000_000)


def _shown(name: str, value: Any) -> Any:
    times = {"at", "since", "until", "next_at"}
    return render(Instant(value)) if name in times else value
