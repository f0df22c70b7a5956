"""A forward that hands nothing over leaves with nothing: a party's row stays where it is said."""

from __future__ import annotations

from events import codec, topics
from events.event import Event
from events.instant import DAY, Instant
from events.record import Record
from processors.topology import build_partition
from tests.processors.toy_fold import START

SOURCE = "/departments/fire"


def _record(offset: int, type: str, at: Instant, **data: object) -> Record:
    id = f"{type}-{offset}"
    event = Event(f"{SOURCE}#{id}", type, 1, at, 0, SOURCE, id, "P-1", {"party_id": "P-1", **data})
    return Record(topics.JOURNAL_VISITS, 0, offset, b"P-1", codec.encode(event), ())


def test_a_partys_row_is_its_own_partitions_to_say() -> None:
    """Sent along with a visit it was taken back by who folds visits, and the party was gone."""
    visits = build_partition(topics.JOURNAL_VISITS, 0)
    told = {"kind": "enterprise", "name": "P", "area": "清溪县"}
    visits.take(_record(0, "party.registered", START, **told))
    before = {effect.key for effect in visits.flush() if effect.topic == topics.CONCLUSIONS}
    visit = {"visit_id": "V-1", "departments": ["fire"], "purpose": "safety", "ground": "routine",
             "start": "2026-01-01T00:00:00Z", "end": "2026-01-01T01:00:00Z"}  # fmt: skip
    sent = visits.take(_record(1, "visit.recorded", Instant(START + DAY), **visit))

    assert {b"party:P-1"} == before
    assert topics.BY_PARTY in {effect.topic for effect in sent}
    assert {"origin"} == {name for effect in sent for name, _ in effect.headers}
