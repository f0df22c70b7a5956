"""Each department writes its own topic and reads its own receipts, on a broker that asks."""

from __future__ import annotations

import asyncio

from events import topics
from events.kafka import Producer
from events.record import Outgoing
from tests.security.asking import joins, readable, refused, writable
from tests.security.conftest import DEPARTMENTS
from tests.support.secured_kafka import SecuredKafka

INGEST = [topics.ingest(department) for department in DEPARTMENTS]
RECEIPTS = [topics.receipts(department) for department in DEPARTMENTS]


def test_twenty_departments_write_where_they_may_and_nowhere_else(secured: SecuredKafka) -> None:
    """Four hundred cells: one in twenty is allowed."""

    async def ask() -> list[set[str]]:
        asked = (writable(secured.as_user(name), INGEST) for name in DEPARTMENTS)
        return list(await asyncio.gather(*asked))

    assert [{topic} for topic in INGEST] == asyncio.run(ask())


def test_twenty_departments_read_their_own_receipts_and_no_others(secured: SecuredKafka) -> None:
    """Four hundred cells more; each topic holds a receipt, so silence is a refusal."""
    with Producer(secured.as_user()) as producer:
        producer.send(Outgoing(topic, b"", b"{}") for topic in RECEIPTS)

    async def ask() -> list[set[str]]:
        asked = (readable(secured.as_user(name), RECEIPTS) for name in DEPARTMENTS)
        return list(await asyncio.gather(*asked))

    assert [{topic} for topic in RECEIPTS] == asyncio.run(ask())


def test_ten_forbidden_acts_of_a_department_are_refused(secured: SecuredKafka) -> None:
    """What a curious or broken system would try, one after the other."""
    office = secured.as_user(DEPARTMENTS[0])
    secrets = [
        topics.JOURNAL_CASES,
        topics.JOURNAL_VISITS,
        topics.FINDINGS,
        topics.REJECTED,
        topics.CONCLUSIONS,
        topics.ingest(DEPARTMENTS[0]),
    ]
    with Producer(secured.as_user()) as producer:
        producer.send(Outgoing(topic, b"k", b"{}") for topic in secrets)

    async def ask() -> tuple[set[str], set[str], bool, bool, bool]:
        return (
            await writable(office, [*secrets[:-1], topics.ingest("hub"), RECEIPTS[0]]),
            await readable(office, secrets),
            await joins(office, "hub-intake", RECEIPTS[0]),
            await joins(office, f"{DEPARTMENTS[1]}.readers", RECEIPTS[0]),
            await refused(secured.as_user(DEPARTMENTS[0], "a guess")),
        )

    assert (set(), set(), False, False, True) == asyncio.run(ask())


def test_the_hub_cannot_write_in_a_departments_name(secured: SecuredKafka) -> None:
    """So what stands in a department's topic was written by that department."""
    hub = secured.as_user("hub")

    assert {topics.ingest("hub")} == asyncio.run(writable(hub, [*INGEST, topics.ingest("hub")]))


def test_a_department_reads_its_receipts_with_groups_of_its_own_name(
    secured: SecuredKafka,
) -> None:
    """Its systems keep their places at the broker."""
    office = secured.as_user(DEPARTMENTS[2])

    assert asyncio.run(joins(office, f"{DEPARTMENTS[2]}.readers", RECEIPTS[2]))
