"""
Where the alerter runs: a thread of ``hub serve``, or ``hub alert run`` beside a cluster.

It asks and tells the hub by its port, so it knows no difference.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Final

from events.instant import MINUTE
from events.kafka import BrokersAwayError, NotDeliveredError
from hub.alerting import quality
from hub.alerting.addresses import Addresses
from hub.alerting.alerter import Alerter
from hub.alerting.aside import Aside
from hub.alerting.books import books
from hub.alerting.channels import Send, send
from hub.alerting.health import metrics
from hub.alerting.outbox import Outbox
from hub.alerting.policy import read_policy
from hub.cluster.hub import Cluster
from hub.embedded.hub import Embedded
from hub.failure import Failure
from hub.health import open_health
from hub.lasting import ended_by_signal, write_log
from hub.outreach.settling import Looks, repost, settle
from hub.port import Hub
from hub.settings import Settings
from hub.side_work import beside
from hub.wall import wall_now

log = logging.getLogger(__name__)

_TURN_S: Final = 1.0
_AFTER_FAILURE_S: Final = 10.0

Turn = Callable[[], int]
"""Returns how many messages arrived."""


@contextmanager
def alerting(hub: Embedded, ended: Event) -> Iterator[None]:
    """Alert beside a serve while the body runs."""
    with books(hub.settings.data) as (outbox, addresses):
        turn = turning(hub, outbox, addresses)
        with beside("alerter", lambda: _work(turn, outbox, addresses, ended), ended):
            yield


def turning(hub: Hub, outbox: Outbox, addresses: Addresses, send: Send = send) -> Turn:
    """
    Return what is done again and again.

    Beside the alerts: letters whose address was corrected, what arrived of offers, the letters of
    the month. *send* delivers alerts.
    """
    data, language = hub.settings.data, hub.settings.language
    policy = read_policy(data)
    alerter = Alerter(hub, outbox, addresses, policy, language, send)
    reposting = Aside(
        "letters to corrected addresses",
        lambda now: repost(data, outbox, addresses, now),
        every=MINUTE,
    )
    scoring = Aside(
        "letters of the month",
        lambda now: quality.tell(hub.query, outbox, addresses, policy, now, language),
        every=5 * MINUTE,
    )
    looks = Looks()
    settling = Aside(
        "what arrived of offers",
        lambda now: settle(data, hub.take, hub.query, now, looks),
    )

    def turn() -> int:
        now = hub.now()
        reposting(now)
        scoring(now)
        arrived = alerter.turn()
        settling(now)
        return arrived

    return turn


def _work(turn: Turn, outbox: Outbox, addresses: Addresses, ended: Event) -> None:
    """Take turns until *ended*; while nobody has an address there is nothing to do."""
    while not ended.wait(_TURN_S):
        if addresses.all() and (failure := _turn(turn)):
            outbox.failing(wall_now(), failure)
            ended.wait(_AFTER_FAILURE_S)
        else:
            outbox.going()


def _turn(turn: Turn) -> str:
    """Take a turn; return why it failed, '' where it did not."""
    try:
        turn()
    except (Failure, BrokersAwayError, NotDeliveredError, OSError) as error:
        # Log or warehouse are away: nothing is lost, the next turn begins where this one did.
        log.warning("alerting waits: %s", error)
        return str(error) or type(error).__name__
    except Exception as error:
        log.exception("alerting failed; it tries again")
        return repr(error)
    return ""


def run_alerter(settings: Settings) -> None:
    """Alert beside a cluster until told to stop."""
    write_log()
    with (
        ended_by_signal() as ended,
        Cluster(settings) as hub,
        books(settings.data) as (outbox, addresses),
    ):
        gauges = metrics(outbox, read_policy(settings.data), hub.now)
        with open_health(settings.health, lambda: True, gauges):
            _work(turning(hub, outbox, addresses), outbox, addresses, ended)
