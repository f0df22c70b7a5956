"""
The AsyncAPI 3.0 document of the hub: which topics there are, and what travels on them.

A department reads it to learn where to write and what comes back. Payloads refer to the
schema files beside the document.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

VERSION: Final = "1.0.0"
_ENVELOPE: Final = "application/cloudevents+json; version=1.0"
_DEPARTMENT: Final = {"department": {"description": "The department's id, as in its source."}}


def document(types: Iterable[str]) -> dict[str, Any]:
    """Return the document for the event *types* (with versions) that departments may send."""
    names = sorted(types)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Coordination hub",
            "version": VERSION,
            "description": "Departments say what happened; the hub answers each with a receipt.",
        },
        "defaultContentType": _ENVELOPE,
        "channels": {"ingest": _ingest(names), "receipts": _receipts()},
        "operations": {
            "say": _operation("receive", "ingest", "A department says what happened."),
            "answer": _operation("send", "receipts", "The hub says what became of it."),
        },
        "components": {
            "messages": {name: _message(name) for name in names} | {"receipt": _receipt()},
        },
    }


def _ingest(names: list[str]) -> dict[str, Any]:
    return {
        "address": "ingest.{department}",
        "description": "One partition, so that the order sent is kept; only its department writes.",
        "parameters": _DEPARTMENT,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
        "bindings": {"kafka": {"partitions": 1}},
    }


def _receipts() -> dict[str, Any]:
    return {
        "address": "receipts.{department}",
        "description": "One receipt for each event sent, in the order of ingest.",
        "parameters": _DEPARTMENT,
        "messages": {"receipt": {"$ref": "#/components/messages/receipt"}},
    }


def _operation(action: str, channel: str, summary: str) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": summary,
    }


def _message(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "contentType": _ENVELOPE,
        "headers": {"type": "object", "description": "ce_ headers in binary mode; else none."},
        "payload": {
            "type": "object",
            "required": ["specversion", "id", "source", "type", "time", "data"],
            "properties": {
                "specversion": {"const": "1.0"},
                "id": {"type": "string", "minLength": 1, "maxLength": 512},
                "source": {"type": "string", "pattern": "^/departments/[A-Za-z0-9._-]+(/[^#]*)?$"},
                "type": {"const": name},
                "time": {"type": "string", "format": "date-time"},
                "subject": {"type": "string", "maxLength": 512},
                "sequence": {"type": "string", "pattern": "^-?[0-9]{1,18}$"},
                "data": {"$ref": f"./{name}.schema.json"},
            },
        },
    }


def _receipt() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "name": "receipt",
        "contentType": "application/json",
        "payload": {
            "type": "object",
            "properties": {
                "event_id": text,
                "outcome": {"enum": ["accepted", "duplicate", "rejected"]},
                "code": text,
                "message": text,
                "field": text,
                "time": {"type": "string", "format": "date-time"},
                "sha256": text,
                "topic": text,
                "partition": {"type": "integer"},
                "offset": {"type": "integer"},
            },
        },
    }
