"""Where events go, and how parties told by name are keyed."""

from __future__ import annotations

import pytest

from events.models import EXAMPLES
from events.routing import EVERYWHERE, Route, deliver, route, stated_party_id
from events.topics import JOURNAL_CASES, JOURNAL_VISITS

PARTITIONS = {JOURNAL_VISITS: 2, JOURNAL_CASES: 3}


@pytest.mark.parametrize(
    ("name", "topic", "keys"),
    [
        ("party.registered", JOURNAL_VISITS, ("P-1001",)),
        ("visit.recorded", JOURNAL_VISITS, ("P-1001",)),
        ("visit.cancelled", JOURNAL_VISITS, ("P-1001",)),
        ("offer.opened", JOURNAL_VISITS, ("P-1001",)),
        ("party.linked", JOURNAL_VISITS, ("P-1001", "MS-88")),
        ("party.unlinked", JOURNAL_VISITS, ("P-1001", "MS-88")),
        ("case.opened", JOURNAL_CASES, ("K-77",)),
        ("case.evaluated", JOURNAL_CASES, ("K-77",)),
        ("case.linked", JOURNAL_CASES, ("K-77", "K-12")),
        ("case.unlinked", JOURNAL_CASES, ("K-77", "K-12")),
        ("finding.confirmed", JOURNAL_CASES, (EXAMPLES["finding.confirmed", 1]["finding_id"],)),
        ("alert.acknowledged", JOURNAL_CASES, (EXAMPLES["finding.raised", 1]["finding_id"],)),
        ("department.registered", EVERYWHERE, ("fire",)),
        ("officer.registered", EVERYWHERE, ("O-17",)),
        ("policy.published", EVERYWHERE, ("sla",)),
        ("calendar.published", EVERYWHERE, ("china",)),
        ("menu.published", EVERYWHERE, ("services",)),
        ("campaign.scheduled", EVERYWHERE, ("C-autumn",)),
    ],
)
def test_an_event_stands_with_what_it_is_about(
    name: str, topic: str, keys: tuple[str, ...]
) -> None:
    """One partition must see all it needs to conclude."""
    assert Route(topic, keys) == route(name, EXAMPLES[name, 1])


def test_a_type_of_a_new_subject_is_told_where_to_get_a_place() -> None:
    """Whoever adds a type sees this first, in whatever test or command meets it."""
    with pytest.raises(LookupError, match=r"mediation.*_KEYED of events/routing\.py"):
        route("mediation.held", {})


def test_a_case_linked_to_itself_is_written_once() -> None:
    """Two records under one key would be a repeat."""
    data = {"case_id": "K-1", "other_case_id": "K-1", "relation": "duplicate"}

    assert Route(JOURNAL_CASES, ("K-1",)) == route("case.linked", data)


def test_reference_events_reach_every_partition_of_both_journals() -> None:
    """A fold knows only what its own partition told it."""
    records = deliver(Route(EVERYWHERE, ("sla",)), b"x", (), PARTITIONS)

    assert [
        (JOURNAL_VISITS, 0),
        (JOURNAL_VISITS, 1),
        (JOURNAL_CASES, 0),
        (JOURNAL_CASES, 1),
        (JOURNAL_CASES, 2),
    ] == [(record.topic, record.partition) for record in records]


def test_the_partitioner_places_what_has_a_key() -> None:
    """Both logs place a key alike, so no partition is named here."""
    (record,) = deliver(Route(JOURNAL_CASES, ("K-1",)), b"x", (), PARTITIONS)

    assert (b"K-1", None) == (record.key, record.partition)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"name": "A公司", "area": "x"}, {"name": " a 公司", "area": "x"}, True),
        ({"name": "A（北京）公司"}, {"name": "A(北京)公司"}, True),
        ({"name": "A公司", "area": "x"}, {"name": "A公司", "area": "y"}, False),
        ({"name": "A公司"}, {"name": "B公司"}, False),
        (
            {"name": "A公司", "uscc": "91110000600037341L"},
            {"name": "B公司", "uscc": "91110000600037341L"},
            True,
        ),
        ({"name": "A公司", "uscc": ""}, {"name": "A公司"}, True),
    ],
)
def test_a_party_told_by_name_is_known_by_code_or_by_plain_name_and_area(
    one: dict[str, str], other: dict[str, str], same: bool
) -> None:
    """Width, case, spaces and brackets are how systems differ, not how parties do."""
    assert same == (stated_party_id(one) == stated_party_id(other))


def test_a_party_whose_name_says_nothing_is_unknown() -> None:
    """All the nameless must not become one party."""
    assert "" == stated_party_id({"name": " — "})
