"""A worker is ready when the group has told it its part, and still hears it."""

from __future__ import annotations

from typing import Any, cast

from processors.broker import Broker
from processors.host import Host
from processors.lease import Lease


def _host(lasts_s: float) -> Host:
    """Return the host of a worker that has not been given anything yet: it asks no broker."""
    return Host(cast("Broker", None), cast("Any", None), Lease(lasts_s))


def test_a_worker_that_waits_for_its_group_is_not_ready() -> None:
    """Whoever sends it work would wait as well."""
    assert not _host(3600).ready


def test_a_worker_in_reserve_is_ready() -> None:
    """With more workers than partitions some have none, and nothing is wrong with them."""
    host = _host(3600)
    host.assign([])

    assert host.ready


def test_a_worker_out_of_hearing_is_not_ready() -> None:
    """Its partitions may be somebody else's by now."""
    host = _host(0)
    host.assign([])

    assert not host.ready
