"""
Bring what stands in the outbox to the hub, and note each receipt beside its event.

    URL=http://hub:8080 KEY=… DATABASE=postgresql://… DEPARTMENT=fire python relay.py [--once]

Needs psycopg 3. Rows are held while they are sent, so several relays share the work. Killed
between the sending and the note, it sends again under the same ids, and the hub says
``duplicate``: at least once on the way, exactly once in the log. Rows are found by what is
missing (a receipt), not by a position: one whose transaction ends late is not passed over.
"""

import json
import os
import sys
import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psycopg

UNSENT = """
SELECT number, id, type, time, subject, data FROM outbox
WHERE outcome IS NULL ORDER BY number LIMIT 500 FOR UPDATE SKIP LOCKED
"""
NOTE = "UPDATE outbox SET outcome = %s, told = %s WHERE number = %s"
PAUSE_S = 1.0
NOT_LET_IN = (401, 403)


def event(id, type, at, subject, data):
    """Return a row as a CloudEvent; ids and content are the same each time."""
    return {
        "specversion": "1.0",
        "id": id,
        "source": f"/departments/{os.environ['DEPARTMENT']}/outbox",
        "type": type,
        "time": at.isoformat(),
        "subject": subject,
        "data": data,
    }


def send(events):
    """Return a receipt for each of *events*; raise where the hub does not have them."""
    request = Request(
        f"{os.environ['URL']}/events",
        json.dumps(events).encode(),
        {
            "Authorization": f"Bearer {os.environ['KEY']}",
            "Content-Type": "application/cloudevents-batch+json",
        },
    )
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)["receipts"]


def relay(connection):
    """Send what is not sent; return how much that was."""
    with connection.transaction():
        rows = connection.execute(UNSENT).fetchall()
        if rows:
            receipts = send([event(*row[1:]) for row in rows])
            for row, receipt in zip(rows, receipts, strict=True):
                said = f"{receipt['field']}: {receipt['message']}" if receipt["code"] else None
                connection.execute(NOTE, (receipt["outcome"], said, row[0]))
    return len(rows)


def main():
    with psycopg.connect(os.environ["DATABASE"], autocommit=True) as connection:
        while True:
            try:
                sent = relay(connection)
            except HTTPError as error:
                if error.code in NOT_LET_IN:  # no waiting mends a wrong key
                    sys.exit(f"the hub does not let KEY in: {error}")
                print(f"waiting: {error}", file=sys.stderr)
                sent = 0
            except OSError as error:  # the hub is away, or asks to wait: nothing is lost
                print(f"waiting: {error}", file=sys.stderr)
                sent = 0
            if not sent and "--once" in sys.argv:
                return
            if not sent:
                time.sleep(PAUSE_S)


if __name__ == "__main__":
    main()
