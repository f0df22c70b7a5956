"""
Read service requests of an Open311 GeoReport v2 endpoint, and print them as CloudEvents.

    python bridge.py https://city.example/open311/v2 DEPARTMENT [SINCE] > requests.ndjson
    hub ingest requests.ndjson

The endpoint's ``requests.json`` is read page by page; a file of that form does too. A request is
a case, the agency responsible its lead, a closing its end. Ids are made of the request's own, so
reading again what was read says nothing twice. Needs nothing but Python.
"""

import json
import sys
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

PAGE = 100
_TEXT = ("description", "service_name", "service_request_id")


def requests(source, since=""):
    """Yield the service requests of *source*, an endpoint or a file."""
    if not source.startswith(("http://", "https://")):
        yield from json.loads(Path(source).read_text("utf-8"))
        return
    number = 1
    while True:
        asked = {"page": number, "page_size": PAGE} | ({"start_date": since} if since else {})
        with urlopen(f"{source.rstrip('/')}/requests.json?{urlencode(asked)}", timeout=60) as page:
            found = json.load(page)
        yield from found
        if len(found) < PAGE:
            return
        number += 1


def events(request, department):
    """Yield what *request* tells: opened, assigned where an agency is named, closed."""
    case = str(request["service_request_id"])
    opened = request["requested_datetime"]
    yield _event(department, case, "opened", opened, {
        "party_id": str(request.get("account_id") or ""),
        "kind": "demand",
        "channel": "open311",
        "platform": "open311",
        "category": request.get("service_name") or str(request.get("service_code") or "general"),
        "text": next(str(request[name]) for name in _TEXT if request.get(name)),
        "area": str(request.get("zipcode") or "unknown"),
        **({"place": request["address"]} if request.get("address") else {}),
    })  # fmt: skip
    if agency := request.get("agency_responsible"):
        said = {"assignment_id": f"{case}-1", "department": agency, "role": "lead"}
        yield _event(department, case, "assigned", opened, said)
    if request.get("status") == "closed":
        ended = request.get("updated_datetime") or opened
        yield _event(department, case, "closed", ended, {"outcome": "solved"})


def _event(department, case, step, at, data):
    return {
        "specversion": "1.0",
        "id": f"{case}-{step}",
        "source": f"/departments/{department}/open311",
        "type": f"case.{step}.v1",
        "time": at,
        "subject": case,
        "data": {"case_id": case, **data},
    }


def main(source, department, since=""):
    for request in requests(source, since):
        for event in events(request, department):
            print(json.dumps(event, ensure_ascii=False))


if __name__ == "__main__":
    if not 3 <= len(sys.argv) <= 4:
        sys.exit("usage: python bridge.py URL DEPARTMENT [SINCE] > requests.ndjson")
    try:
        main(*sys.argv[1:])
    except (OSError, ValueError) as error:
        sys.exit(f"{sys.argv[1]} gives no requests: {error}")
