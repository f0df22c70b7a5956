"""
A receiver of alerts, on this machine: prints each one and answers 200.

    python examples/webhook/receive.py 8099 [SECRET]

With the secret that the address was given (``hub alert address add … --secret``) it answers 401 to
what is not signed with it. A delivery that came before (``Hub-Delivery``) is answered and not
printed again: that is all a receiver of your own has to do, too. Port 0: one that is free.
"""

from __future__ import annotations

import hmac
import json
import sys
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = sys.argv[2] if len(sys.argv) > 2 else ""
HEARD: set[str] = set()


class Receiver(BaseHTTPRequestHandler):
    """One alert."""

    def do_POST(self) -> None:
        """Answer 200 for an alert, 401 for one that is not signed."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signed = self.headers.get("Hub-Timestamp", "").encode() + b"." + body
        wanted = "v1=" + hmac.new(SECRET.encode(), signed, sha256).hexdigest()
        known = hmac.compare_digest(wanted, self.headers.get("Hub-Signature", ""))
        self.send_response(200 if known else 401)
        self.end_headers()
        if known and (key := self.headers["Hub-Delivery"]) not in HEARD:
            HEARD.add(key)
            alert = json.loads(body)
            print(alert["title"], alert["text"], sep="\n", flush=True)

    def log_message(self, *_: object) -> None:
        """Say nothing of requests: alerts are what is to be read."""


server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver)
print(f"listening at http://127.0.0.1:{server.server_address[1]}/", flush=True)
server.serve_forever()
