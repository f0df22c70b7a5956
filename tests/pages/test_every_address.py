"""Every address of the gateway, pages and letters too, asked with what nobody expects: no 5xx."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.gateway.app import build
from hub.pages import offers
from hub.pages import routes as pages
from tests.pages.conftest import Site
from tests.pages.looking import Looker

NAMES = (
    "csv", "lang", "month", "level", "period", "quarter", "area", "kind", "lead", "item", "sql",
    "status", "words", "found", "page", "department", "report", "next", "said", "answer", "taken",
)  # fmt: skip
ODD = st.one_of(
    st.sampled_from(["", "rows", "findings", "2026-10", "1900-01", "2099-12", "0", "-1", "9" * 40,
                     "'", "\\", "%00", "{x}", "SELECT", "NaN", "township", "open", "../", "\x00",
                     "市" * 300]),
    st.text(st.characters(codec="utf-8"), max_size=20),
)  # fmt: skip
QUERIES = st.dictionaries(st.sampled_from(NAMES), ODD, max_size=3)
BOUNDED = settings(
    max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def _addresses(site: Site) -> list[str]:
    """Return the paths of everything a browser or a program can ask for, in the schema or not."""
    app = build(site.hub, site.keyring)
    app.state.pages.close()
    routes = [*app.routes, *pages.routes.routes, *offers.routes.routes]
    asked = [one for one in routes if "GET" in (getattr(one, "methods", None) or ())]
    documented = {path for path, ways in app.openapi()["paths"].items() if "get" in ways}
    found = {str(getattr(one, "path", "")) for one in asked} | documented
    return sorted(found - {"/receipts/stream", "/pages/enter/{ticket}"})


@pytest.mark.parametrize("role", ["auditor", "department", ""])
def test_no_address_fails_whatever_is_asked(site: Site, role: str) -> None:
    """As an auditor, as a department, and as a stranger; each time the next is served."""
    looker = site.looker(role) if role else Looker(site.url)
    paths = _addresses(site)

    @BOUNDED
    @given(asked=QUERIES, part=ODD)
    def ask(asked: dict[str, str], part: str) -> None:
        for path in paths:
            said = re.sub(r"{[^}]*}", lambda _: quote(part, safe="") or "-", path)
            seen = looker.get(f"{said}?{urlencode(asked)}")

            assert seen.status < 500, (said, asked, seen.status, seen.text[:300])

    ask()
    assert {"/pages/cases", "/quality", "/offers/{token}", "/receipts"} <= set(paths)
