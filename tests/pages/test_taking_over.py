"""Taking an alert over from a page: an event in the log, by who pressed, from here alone."""

from __future__ import annotations

import re
from typing import Any

import orjson

from tests.pages.conftest import Site
from tests.pages.looking import Looker, Seen
from tests.support.waiting import wait_until

_FORM = re.compile(
    r'action="(/pages/findings/[^"]+/take)">\s*<input[^>]*name="proof" value="([^"]+)"'
)


def _offered(seen: Seen) -> list[tuple[str, str]]:
    """Return (address, proof) of each alert that can be taken over on the page."""
    return _FORM.findall(seen.text)


def _taken(site: Site, finding: str) -> list[dict[str, Any]]:
    rows = site.hub.query("SELECT data FROM events WHERE type = 'alert.acknowledged.v1'")
    said = [orjson.loads(row["data"]) for row in rows]
    return [one for one in said if one["finding_id"] == finding]


def _pressed(looker: Looker, address: str, proof: str) -> Seen:
    return looker.post(address, proof=proof, next="/pages/", note="今天上门")


def test_who_takes_an_alert_over_stands_in_the_log(site: Site) -> None:
    """The same event as on the command line: the next rung asks for it, and audits find it."""
    zhao = site.looker("supervisor")
    address, proof = _offered(zhao.get("/pages/"))[0]
    finding = address.split("/")[3]
    told = _pressed(zhao, address, proof)
    [one] = _taken(site, finding)

    assert (303, "/pages/") == (told.status, told.headers["location"])
    assert one["by"].startswith("supervisor-")
    assert "今天上门" == one["note"]
    wait_until(lambda: "今天上门" in zhao.get("/pages/").text, "the page to show who took it over")


def test_a_form_of_another_site_takes_nothing_over(site: Site) -> None:
    """Without the proof, with somebody else's, or from elsewhere: refused, and written down."""
    zhao, other = site.looker("supervisor"), site.looker("supervisor")
    address, proof = _offered(zhao.get("/pages/"))[1]
    _, foreign = _offered(other.get("/pages/"))[1]
    before = _taken(site, address.split("/")[3])
    for shown, origin in (
        ("", ""),
        (foreign, ""),
        (proof, "http://elsewhere.example"),
        (proof, "http://["),
    ):
        headers = {"Origin": origin} if origin else {}
        assert 403 == zhao.post(address, headers, proof=shown, next="/pages/").status

    assert before == _taken(site, address.split("/")[3])
    assert "not-from-here" in {row["code"] for row in site.keyring.refusals()}


def test_only_who_may_takes_over(site: Site) -> None:
    """An analyst is offered nothing; a department takes what is at its charge and no other's."""
    assert [] == _offered(site.looker("analyst").get("/pages/"))
    theirs, _ = next(
        (address, proof)
        for address, proof in _offered(site.looker("supervisor").get("/pages/"))
        if site.hub.query(
            "SELECT department FROM findings WHERE finding_id = {id:String}",
            {"id": address.split("/")[3]},
        )[0]["department"]
        != "tax"
    )
    tax = site.looker("department")
    mine = _offered(tax.get("/pages/"))
    proof = mine[0][1] if mine else ""

    assert theirs not in dict(mine)
    assert {403, 404} >= {_pressed(tax, theirs, proof).status}


def test_a_stranger_is_led_to_the_door(site: Site) -> None:
    """Nobody's session takes nothing over."""
    told = Looker(site.url).post("/pages/findings/F-1/take", proof="x")

    assert (303, "/pages/login") == (told.status, told.headers["location"])
