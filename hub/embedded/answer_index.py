"""
What was answered before, as a full-text index: SQLite FTS5 in a file of its own beside the log.

The index follows the log like the warehouse does, and can be thrown away like it: it keeps
how far each partition of ``journal.cases`` was read, what was asked and answered, and what was
withdrawn; one entry per case holds its question and the last answer that stands. A question is
ranked by bm25; which cases stand answered now, and how they were evaluated, the warehouse
tells. ``score`` is, as in the warehouse's own look-up (``projections.knowledge``), the share of
the words and pairs asked for that question or answer hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from events import codec, topics
from events.event import Event
from events.instant import Instant, render
from events.routing import plain_name
from hub.batching import batched
from hub.embedded.answer_words import query, words
from hub.journal import Journal
from hub.sqlite import Database
from projections.knowledge import grams, standing
from projections.reaching_rows import LONGEST

Asked = Callable[[str], list[dict[str, Any]]]
"""Answers SQL with rows."""

_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS place (partition INTEGER PRIMARY KEY, next INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS gone (event_id TEXT PRIMARY KEY) WITHOUT ROWID",
    (
        "CREATE TABLE IF NOT EXISTS said (event_id TEXT PRIMARY KEY, case_id TEXT NOT NULL,"
        " answer INTEGER NOT NULL, time INTEGER NOT NULL, sequence INTEGER NOT NULL,"
        " department TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL) WITHOUT ROWID"
    ),
    "CREATE INDEX IF NOT EXISTS said_of ON said (case_id, answer)",
    "CREATE TABLE IF NOT EXISTS entry (number INTEGER PRIMARY KEY, case_id TEXT NOT NULL UNIQUE)",
    (
        "CREATE VIRTUAL TABLE IF NOT EXISTS looked"
        " USING fts5(asked, answered, tokenize='unicode61 remove_diacritics 0')"
    ),
)
_TOLD: Final = ("case.opened", "case.responded", "event.withdrawn")
_MARKS: Final = tuple(f'"{name}'.encode() for name in _TOLD)
_NOBODYS: Final = "not-ours"
_BATCH: Final = 20_000
_PAGE: Final = 200
_LAST: Final = """
SELECT text, department, kind, time FROM said WHERE case_id = ? AND answer = ?
AND event_id NOT IN (SELECT event_id FROM gone) ORDER BY time DESC, sequence DESC, event_id DESC
"""
_FOUND: Final = """
SELECT entry.case_id FROM looked INNER JOIN entry ON entry.number = looked.rowid
WHERE looked MATCH ? ORDER BY bm25(looked), entry.case_id
"""


class AnswerIndex:
    """The index in *path*, over *journal*; the caller keeps its calls apart."""

    def __init__(self, path: Path, journal: Journal) -> None:
        self._database, self._journal = Database(path), journal
        self._topic = journal.layout.live(topics.JOURNAL_CASES)
        for statement in _SCHEMA:
            self._database.run(statement)

    def close(self) -> None:
        self._database.close()

    def catch_up(self) -> None:
        """Read what the journal has gained; of a journal that is another one, everything."""
        topic = self._topic
        if any(self._next(n) > self._journal.end(topic, n) for n in self._partitions()):
            self._forget()
        for number in self._partitions():
            end = self._journal.end(topic, number)
            while (start := self._next(number)) < end:
                self._read(number, start, min(end, start + _BATCH))

    def find(self, asked: str, limit: int, ask: Asked) -> list[dict[str, Any]]:
        """
        Return the answers to cases like *asked*, best first by bm25.

        Args:
            asked: words; those without a letter or digit find nothing.
            limit: how many at most.
            ask: the warehouse, which knows what stands answered and how it was evaluated.
        """
        found: list[dict[str, Any]] = []
        wanted = grams(asked)
        ranked = (row[0] for row in self._database.rows(_FOUND, (query(asked),)))
        for cases in batched(ranked, _PAGE):
            known = {row["case_id"]: row for row in ask(standing(cases))}
            found += [self._told(known[case], wanted) for case in cases if case in known]
            if len(found) >= limit:
                break
        return found[:limit]

    def _told(self, case: Mapping[str, Any], wanted: list[str]) -> dict[str, Any]:
        question, answer = self._last(case["case_id"], 0), self._last(case["case_id"], 1)
        plains = [plain_name(one[0]) for one in (question, answer) if one]
        held = sum(any(gram in plain for plain in plains) for gram in wanted)
        text, department, kind, at = answer or ("", "", "", 0)
        return {
            "score": round(100 * held / len(wanted), 1),
            "answer": text,
            "department": department,
            "kind": kind,
            "satisfaction": case["satisfaction"],
            "category": case["category"],
            "area": case["area"],
            "answered_at": render(Instant(at)),
            "case_id": case["case_id"],
        }

    def _read(self, number: int, start: int, stop: int) -> None:
        records = self._journal.read(self._topic, number, start, stop)
        with self._database.transaction():
            touched: dict[str, None] = {}
            for record in records:
                if any(mark in record.value for mark in _MARKS):
                    touched |= dict.fromkeys(self._learn(codec.decode(record.value)))
            for case in touched:
                self._enter(case)
            self._database.run("INSERT OR REPLACE INTO place VALUES (?, ?)", (number, stop))

    def _learn(self, event: Event) -> Iterator[str]:
        """Keep what *event* says; yield the cases whose entry may be another now."""
        if event.name == "event.withdrawn":
            gone = (event.data["event_id"],)
            self._database.run("INSERT OR IGNORE INTO gone VALUES (?)", gone)
            yield from (
                r[0] for r in self._all("SELECT case_id FROM said WHERE event_id = ?", gone)
            )
        elif event.name in _TOLD and event.data.get("kind") != _NOBODYS:
            data, answer = event.data, event.name == "case.responded"
            by = str(data.get("department") or event.department) if answer else ""
            kind = str(data.get("kind") or "") if answer else ""
            head = (event.event_id, data["case_id"], answer, event.time, event.sequence, by, kind)
            row = (*head, str(data.get("text") or "")[:LONGEST])
            self._database.run("INSERT OR IGNORE INTO said VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            yield data["case_id"]

    def _enter(self, case: str) -> None:
        for (number,) in self._all("SELECT number FROM entry WHERE case_id = ?", (case,)):
            self._database.run("DELETE FROM looked WHERE rowid = ?", (number,))
            self._database.run("DELETE FROM entry WHERE number = ?", (number,))
        question, answer = self._last(case, 0), self._last(case, 1)
        if answer is None:
            return
        self._database.run("INSERT INTO entry (case_id) VALUES (?)", (case,))
        row = self._database.row("SELECT number FROM entry WHERE case_id = ?", (case,))
        texts = (words(question[0]) if question else "", words(answer[0]))
        sql = "INSERT INTO looked (rowid, asked, answered) VALUES (?, ?, ?)"
        self._database.run(sql, (row[0] if row else 0, *texts))

    def _last(self, case: str, answer: int) -> Any:
        return self._database.row(_LAST, (case, answer))

    def _all(self, sql: str, values: tuple[Any, ...]) -> list[Any]:
        return list(self._database.rows(sql, values))

    def _partitions(self) -> range:
        return range(self._journal.partitions(self._topic))

    def _next(self, number: int) -> int:
        row = self._database.row("SELECT next FROM place WHERE partition = ?", (number,))
        return row[0] if row else 0

    def _forget(self) -> None:
        with self._database.transaction():
            for table in ("looked", "entry", "said", "gone", "place"):
                self._database.run(f"DELETE FROM {table}")  # noqa: S608 - names of ours
