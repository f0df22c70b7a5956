"""schemathesis asks the gateway all that its OpenAPI allows, and much that it does not."""

from __future__ import annotations

import re
from contextlib import closing
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import orjson
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from hub.gateway.answers import EVENT
from tests.gateway.conftest import Gateway
from tests.gateway.speaking import System

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
_PATIENCE_S = 120
"""
What is judged is what an answer says. The first `GET /quality` counts a whole report, which a
machine with other work may need more than twenty seconds for; a gateway that hangs is still seen.
"""
BOUNDED = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
)


def _document(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    with closing(HTTPConnection(parts.hostname or "", parts.port or 80)) as line:
        line.request("GET", "/openapi.json")
        found: dict[str, Any] = orjson.loads(line.getresponse().read())
    return found


def test_every_answer_is_one_that_is_documented(gateway: Gateway) -> None:
    """No 5xx, no status, media type or body that OpenAPI does not speak of."""
    schema: Any = schemathesis.openapi.from_dict(_document(gateway.url))
    schema.config.update(base_url=gateway.url)
    key = gateway.system("fire", "auditor").key, gateway.system("fire").key
    asked = []
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path == "/receipts/stream":
            continue  # it does not end: tests of its own
        headers = {"Authorization": f"Bearer {key[operation.path != '/audit']}"}

        _ask(operation, headers)
        asked.append(f"{operation.method.upper()} {operation.path}")

    assert {"POST /events", "POST /check", "GET /receipts", "GET /audit"} <= set(asked)


def _ask(operation: Any, headers: dict[str, str]) -> None:
    @settings(BOUNDED)
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS, timeout=_PATIENCE_S)

    ask()


def test_the_example_of_openapi_is_an_event(gateway: Gateway) -> None:
    """Whoever copies it gets 201."""
    fire = gateway.system()
    media = _document(gateway.url)["paths"]["/events"]["post"]["requestBody"]["content"]

    assert EVENT == media["application/cloudevents+json"]["example"]
    assert fire.send(EVENT).status in {200, 201}


def test_what_is_not_there_is_said_to_be_so(gateway: Gateway) -> None:
    """Wrong paths and methods get problems too, and the methods that would do."""
    system = System(gateway.url)
    wrong = system.ask("DELETE", "/events")

    assert (404, "no-such-path") == ((gone := system.get("/nothing")).status, gone.said["title"])
    assert (405, "method") == (wrong.status, wrong.said["title"])
    assert re.fullmatch("POST", wrong.headers["allow"])
