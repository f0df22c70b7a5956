"""The pages of a cluster's gateway: the same pages, word for word, through its own hub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from hub.cluster.hub import Cluster
from hub.gateway.app import build
from hub.gateway.server import listening
from hub.pages.registry import PAGES
from hub.settings import Settings
from tests.pages.conftest import Site
from tests.pages.looking import Looker, Seen
from tests.pages.test_pages import place
from tests.support.waiting import wait_until


@pytest.fixture(scope="module")
def there(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looker]:
    """Give a supervisor before the gateway of a cluster, whose warehouse holds the county."""
    site.hub.project()
    settings = Settings(data=tmp_path_factory.mktemp("cluster"), kafka="127.0.0.1:1")
    hub = Cluster(settings, site.hub.warehouse())
    app = build(hub, site.keyring)
    with ExitStack() as stack:
        stack.callback(app.state.pages.close)
        looker = Looker(stack.enter_context(listening(app, "0")))
        looker.log_in(site.key("auditor", name="somebody"))
        yield looker


def of_now(looker: Looker, path: str) -> Seen:
    """Return the page once no newer state of it is being worked out."""
    seen: list[Seen] = []

    def shown() -> bool:
        seen.append(looker.get(path))
        return not any("newer state" in word for word in seen[-1].page.words)

    wait_until(shown, "the page to be of now", 30)
    return seen[-1]


@pytest.mark.parametrize("page", [one.name for one in PAGES])
def test_a_page_is_the_same_on_a_cluster(site: Site, there: Looker, page: str) -> None:
    """What it shows depends on the log alone, not on how the hub is run."""
    here = Looker(site.url)
    here.cookies = there.cookies
    one, other = of_now(here, place(page)), of_now(there, place(page))

    assert (200, 200) == (one.status, other.status)
    assert one.page.words == other.page.words
