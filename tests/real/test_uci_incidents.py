"""The ServiceNow log of an IT company: 24 918 incidents, every figure through the pipeline."""

from __future__ import annotations

import pytest

from hub.client import Client
from tests.real.conftest import Uci, one

pytestmark = pytest.mark.timeout(1_800)

_ENDED = """
SELECT {what} FROM (
    SELECT case_id, extract(JSONExtractString(data, 'note'), '{name}=(\\\\w+)') AS ended
    FROM events WHERE type = 'case.progressed.v1' AND event_id LIKE '%-ended'
)
"""


@pytest.fixture(scope="module", name="client")
def _client(uci: Uci) -> Client:
    assert (0, 0) == (uci.counts.rejected, uci.counts.duplicate)
    return uci.client


def ended(client: Client, what: str, name: str) -> int:
    """Return an aggregate over what the last row of each incident says of *name*."""
    return int(one(client, _ENDED.format(what=what, name=name)))


def test_every_incident_is_one_case(client: Client) -> None:
    """141 712 snapshots are 24 918 incidents."""
    assert 24_918 == one(client, "SELECT count() FROM cases")


def test_bounces_are_counted_in_file_order(client: Client) -> None:
    """Ties within a minute are broken by the row number: random ties would give 3 212."""
    sql = "SELECT uniqExact(case_id) FROM findings WHERE rule = 'ping-pong' AND kind = 'bounce'"

    assert 2_216 == one(client, sql)


def test_cases_with_a_reopening(client: Client) -> None:
    """A growing reopen_count is a re-opening."""
    sql = "SELECT uniqExact(case_id) FROM events WHERE type = 'case.reopened.v1'"

    assert 275 == one(client, sql)


def test_final_service_levels(client: Client) -> None:
    """made_sla of the last row: true 15 803, false 9 115."""
    assert 15_803 == ended(client, "countIf(ended = 'true')", "made_sla")
    assert 9_115 == ended(client, "countIf(ended = 'false')", "made_sla")


def test_final_reassignments(client: Client) -> None:
    """23 414 in sum, 2 848 cases with three or more, 27 the largest."""
    assert 23_414 == ended(client, "sum(toUInt32(ended))", "reassignments")
    assert 2_848 == ended(client, "countIf(toUInt32(ended) >= 3)", "reassignments")
    assert 27 == ended(client, "max(toUInt32(ended))", "reassignments")


def test_the_accounts_balance(client: Client) -> None:
    """Log, receipts, findings and warehouse agree; a replay concludes the same."""
    assert client.ask("verify")["ok"]
