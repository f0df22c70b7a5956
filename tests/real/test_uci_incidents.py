"""The ServiceNow log of an IT company: 24 918 incidents, every figure through the pipeline."""

from __future__ import annotations

import pytest

from hub.office import Office
from tests.real.conftest import Uci, one

pytestmark = pytest.mark.timeout(1_800)

_ENDED = """
SELECT {what} FROM (
    SELECT case_id, extract(JSONExtractString(data, 'note'), '{name}=(\\\\w+)') AS ended
    FROM events WHERE type = 'case.progressed.v1' AND event_id LIKE '%-ended'
)
"""


@pytest.fixture(scope="module", name="office")
def _office(uci: Uci) -> Office:
    assert (0, 0) == (uci.counts.rejected, uci.counts.duplicate)
    return uci.office


def ended(office: Office, what: str, name: str) -> int:
    """Return an aggregate over what the last row of each incident says of *name*."""
    return int(one(office, _ENDED.format(what=what, name=name)))


def test_every_incident_is_one_case(office: Office) -> None:
    """141 712 snapshots are 24 918 incidents."""
    assert 24_918 == one(office, "SELECT count() FROM cases")


def test_bounces_are_counted_in_file_order(office: Office) -> None:
    """Ties within a minute are broken by the row number: random ties would give 3 212."""
    sql = "SELECT uniqExact(case_id) FROM findings WHERE rule = 'ping-pong' AND kind = 'bounce'"

    assert 2_216 == one(office, sql)


def test_cases_with_a_reopening(office: Office) -> None:
    """A growing reopen_count is a re-opening."""
    sql = "SELECT uniqExact(case_id) FROM events WHERE type = 'case.reopened.v1'"

    assert 275 == one(office, sql)


def test_final_service_levels(office: Office) -> None:
    """made_sla of the last row: true 15 803, false 9 115."""
    assert 15_803 == ended(office, "countIf(ended = 'true')", "made_sla")
    assert 9_115 == ended(office, "countIf(ended = 'false')", "made_sla")


def test_final_reassignments(office: Office) -> None:
    """23 414 in sum, 2 848 cases with three or more, 27 the largest."""
    assert 23_414 == ended(office, "sum(toUInt32(ended))", "reassignments")
    assert 2_848 == ended(office, "countIf(toUInt32(ended) >= 3)", "reassignments")
    assert 27 == ended(office, "max(toUInt32(ended))", "reassignments")


def test_the_accounts_balance(office: Office) -> None:
    """Log, receipts, findings and warehouse agree; a replay concludes the same."""
    assert office.ask("verify")["ok"]
