"""The tables of the alerter's book (``hub.alerting.outbox``); each statement may be run again."""

from __future__ import annotations

from typing import Final

ADDED: Final = ("until INTEGER NOT NULL DEFAULT 0",)
"""Columns that the messages of an older hub lack."""
POST: Final = """
INSERT INTO message (
    key, receiver, department, title, body, urgent, digest, findings, at, until
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
    title = excluded.title, body = excluded.body, at = excluded.at, until = excluded.until
WHERE NOT EXISTS (
    SELECT 1 FROM delivery WHERE delivery.key = message.key AND state != 'dead'
)
"""
"""Words are replaced only where nothing of the message lives."""
SCHEMA: Final = (
    """CREATE TABLE IF NOT EXISTS position (
        topic TEXT, partition INTEGER, offset INTEGER, PRIMARY KEY (topic, partition))""",
    """CREATE TABLE IF NOT EXISTS finding (
        finding_id TEXT PRIMARY KEY, case_id TEXT, status TEXT, pending INTEGER, document BLOB)""",
    "CREATE INDEX IF NOT EXISTS finding_case ON finding (case_id)",
    "CREATE INDEX IF NOT EXISTS finding_pending ON finding (pending) WHERE pending",
    """CREATE TABLE IF NOT EXISTS said (
        finding_id TEXT, rung TEXT, at INTEGER, PRIMARY KEY (finding_id, rung)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS notice (
        finding_id TEXT, rung TEXT, receiver TEXT, department TEXT, rule TEXT, due INTEGER,
        urgent INTEGER, digest INTEGER, reason TEXT, message TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (finding_id, rung, receiver))""",
    "CREATE INDEX IF NOT EXISTS notice_due ON notice (due) WHERE message = ''",
    """CREATE TABLE IF NOT EXISTS message (
        key TEXT PRIMARY KEY, receiver TEXT, department TEXT, title TEXT, body TEXT,
        urgent INTEGER, digest INTEGER, findings BLOB, at INTEGER,
        until INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE IF NOT EXISTS delivery (
        key TEXT, address TEXT, state TEXT, attempts INTEGER, next_at INTEGER, error TEXT,
        PRIMARY KEY (key, address))""",
    "CREATE INDEX IF NOT EXISTS delivery_next ON delivery (next_at) WHERE state = 'waiting'",
    """CREATE TABLE IF NOT EXISTS delivered (
        number INTEGER PRIMARY KEY, at INTEGER, key TEXT, receiver TEXT, channel TEXT,
        outcome TEXT, detail TEXT)""",
    "CREATE INDEX IF NOT EXISTS delivered_key ON delivered (key)",
    """CREATE TABLE IF NOT EXISTS monthly (
        name TEXT, month TEXT, PRIMARY KEY (name, month)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS silence (
        number INTEGER PRIMARY KEY, matchers TEXT, since INTEGER, until INTEGER, by TEXT,
        reason TEXT)""",
    """CREATE TABLE IF NOT EXISTS failing (
        one INTEGER PRIMARY KEY CHECK (one = 1), since INTEGER, reason TEXT)""",
)
