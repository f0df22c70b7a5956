"""Whether holes are known is asked of who knows, and what was not asked is not called good."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from bench import audit


@contextmanager
def _answering(body: bytes) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("body", "known"),
    [
        (b'{"vulnerabilities": [{"id": "PYSEC-2014-8"}]}', "pypi"),
        (b'{"vulnerabilities": []}', ""),
        (b'{"info": {}}', ""),
        (b"<html>a mirror</html>", ""),
        (b"[]", ""),
    ],
)
def test_a_mirror_without_advisories_is_no_database(body: bytes, known: str) -> None:
    """It would call every release good."""
    with _answering(body) as url:
        assert known == audit.reachable({"pypi": url})


def test_what_cannot_be_asked_is_said_and_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An office without internet must still be able to run the checks."""
    monkeypatch.setattr(audit, "PLACES", {"pypi": "http://127.0.0.1:9/", "osv": "http://[::1]:9/"})

    assert 0 == audit.main()
    assert "not checked: no advisory database" in capsys.readouterr().out
