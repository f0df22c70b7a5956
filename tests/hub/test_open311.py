"""The bridge from Open311 is what its page says: a city's requests, page by page, as events."""

from __future__ import annotations

import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest

from tests.support.pages import follow
from tests.support.part import ROOT

SIZE = 100
REQUESTS = [
    {
        "service_request_id": f"{638_344 + number}",
        "status": "closed" if number == 0 else "open",
        "status_notes": "Duplicate request.",
        "service_name": "Sidewalk and Curb Issues",
        "service_code": "006",
        "description": None if number == 1 else "Curb broken",
        "agency_responsible": "public-works" if number < 2 else None,
        "requested_datetime": "2026-04-14T06:37:38-08:00",
        "updated_datetime": "2026-04-15T06:37:38-08:00",
        "address": "8TH AVE and JUDAH ST",
        "zipcode": 94122,
    }
    for number in range(SIZE + 1)
]


class _City(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = int(parse_qs(urlsplit(self.path).query)["page"][0])
        body = orjson.dumps(REQUESTS[(page - 1) * SIZE : page * SIZE])
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


def test_whoever_follows_the_page_has_events_that_would_be_taken(tmp_path: Path) -> None:
    """Two pages of requests: each opened once, two assigned, one closed; nothing refused."""
    city = ThreadingHTTPServer(("127.0.0.1", 0), _City)
    Thread(target=city.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{city.server_address[1]}/open311/v2"
        said = follow("quickstart/open311.md", tmp_path, URL=url)
    finally:
        city.shutdown()
        city.server_close()
    lines = (tmp_path / "requests.ndjson").read_bytes().splitlines()
    types = [orjson.loads(line)["type"] for line in lines]

    assert "104 lines, all good" in said
    assert (SIZE + 1, 2, 1) == tuple(
        types.count(f"case.{step}.v1") for step in ("opened", "assigned", "closed")
    )
    assert "Sidewalk and Curb Issues" == orjson.loads(lines[3])["data"]["text"]


@pytest.mark.parametrize(
    ("given", "told"), [((), "usage:"), (("http://127.0.0.1:1/v2", "city"), "gives no requests")]
)
def test_a_slip_at_the_bridge_is_told_in_one_line(given: tuple[str, ...], told: str) -> None:
    """Whoever copies the line meets a wrong address first."""
    command = [sys.executable, str(ROOT / "examples" / "open311" / "bridge.py"), *given]
    done = subprocess.run(command, capture_output=True, text=True)  # noqa: PLW1510 - looked at

    assert (1, 1) == (done.returncode, len(done.stderr.splitlines()))
    assert told in done.stderr
