"""From the journal to findings: visits, clusters and identity over all their partitions."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import orjson

from events import codec, topics
from events.comparison import fingerprint
from events.event import Event
from events.partitioner import partition_of
from events.record import Outgoing, Record
from processors.topology import FOLDED, build_partition
from tests.processors.test_identity_fold import registered, unlink
from tests.processors.visit_history import POLICY, recorded, withdrawn


class Hub:
    """All folded partitions in memory; what they publish is folded in turn, first come first."""

    def __init__(self) -> None:
        counts = {topic: topics.PARTITIONS[topic] for topic in FOLDED}
        self.counts = counts
        self.partitions = {
            (topic, number): build_partition(topic, number)
            for topic, count in counts.items()
            for number in range(count)
        }
        self.ends = dict.fromkeys(self.partitions, 0)
        self.findings: list[bytes] = []
        self.rows: dict[str, dict[str, object]] = {}

    def publish_policy(self, version: int = 1) -> None:
        _, name, time, data = POLICY.dump()["published"][0]
        source, id = "/departments/hub", f"p{version}"
        data = {**data, "content": {**data["content"], "version": version}}
        event = Event(f"{source}#{id}", name, 1, time, version, source, id, "", data)
        for number in range(self.counts[topics.JOURNAL_VISITS]):
            self._pump(Outgoing(topics.JOURNAL_VISITS, b"", codec.encode(event), (), number))

    def tell(self, events: Iterable[Event]) -> None:
        for event in events:
            for key in filter(None, (event.data.get("party_id"), event.data.get("same_as"))):
                self._pump(Outgoing(topics.JOURNAL_VISITS, key.encode(), codec.encode(event)))

    def standing(self) -> list[tuple[str, str]]:
        """Return (kind, subject) of the findings whose last record is no retraction."""
        last = {event.data["finding_id"]: event for event in map(codec.decode, self.findings)}
        return sorted(
            (event.data["kind"], event.data["subject"])
            for event in last.values()
            if event.name != "finding.retracted"
        )

    def _pump(self, outgoing: Outgoing) -> None:
        waiting = deque([outgoing])
        while waiting:
            waiting.extend(self._take(waiting.popleft()))

    def _take(self, told: Outgoing) -> list[Outgoing]:
        if told.topic == topics.FINDINGS:
            self.findings.append(told.value)
        if told.topic == topics.CONCLUSIONS:
            self.rows[told.key.decode()] = orjson.loads(told.value)["row"]
        assert told.topic != topics.REJECTED, told.value
        if told.topic not in self.counts:
            return []
        number = told.partition
        if number is None:
            number = partition_of(told.key, self.counts[told.topic])
        place = (told.topic, number)
        self.ends[place] += 1
        record = Record(*place, self.ends[place] - 1, told.key, told.value, told.headers)
        subject = self.partitions[place]
        return [*subject.take(record), *subject.flush()]


def hub(events: Iterable[Event]) -> Hub:
    subject = Hub()
    subject.publish_policy()
    subject.tell(events)
    return subject


VISITS = [recorded("1", "fire", 20, party_id="A"), recorded("2", "tax", 25, party_id="B")]
PARTIES = [registered("A", 1), registered("B", 2)]


def test_visits_to_two_names_of_one_party_meet_in_its_cluster() -> None:
    """Each department has its own id for the factory; the code is the same."""
    found = hub([*PARTIES, *VISITS])

    assert [("cross-department", "tax/2")] == found.standing()
    assert "A" == found.rows["visit:tax/2"]["cluster_id"]


def test_visits_told_before_the_parties_are_moved_together() -> None:
    """Registrations come late; the conclusion is the same, byte for byte."""
    early, late = hub([*PARTIES, *VISITS]), hub([*VISITS, *PARTIES])

    assert fingerprint(early.findings) == fingerprint(late.findings)


def test_undoing_the_link_retracts_what_stood_on_it() -> None:
    """Somebody knows better than the rule: they are two factories."""
    found = hub([*PARTIES, *VISITS, unlink("B", "A", 30)])

    assert [] == found.standing()
    assert "B" == found.rows["visit:tax/2"]["cluster_id"]


def test_two_visits_of_one_party_stay_under_the_ids_they_were_told_with() -> None:
    """Nothing is merged: the cluster is said beside the party that the department named."""
    found = hub([*PARTIES, *VISITS])
    rows = [found.rows[f"visit:{visit}"] for visit in ("fire/1", "tax/2")]

    assert [("A", "A"), ("B", "A")] == [(row["party_id"], row["cluster_id"]) for row in rows]


def test_a_party_that_moved_keeps_its_row_when_the_rules_change() -> None:
    """The cluster it moved to hears of its visits, never of its row: it has none to take back."""
    found = hub([*PARTIES, *VISITS])

    found.publish_policy(version=2)

    assert "B" == found.rows["party:B"]["party_id"]
    assert "status" not in found.rows["party:B"]


def test_a_visit_moved_to_another_party_counts_there_only_once_the_wrong_one_is_withdrawn() -> None:
    """No fold sees two parties: `replaces`, which withdraws, is the way to correct."""
    wrong = recorded("1", "fire", 20, party_id="A", id="wrong")
    right = recorded("1", "fire", 20, party_id="C", id="right")
    later = [recorded("2", "tax", 25, party_id="A"), recorded("3", "health", 25, party_id="C")]
    gone = withdrawn(wrong)
    gone = gone._replace(data={**gone.data, "party_id": "A"})

    anew = hub([wrong, *later, right])
    assert [("cross-department", "health/3"), ("cross-department", "tax/2")] == anew.standing()
    assert [("cross-department", "health/3")] == hub([wrong, *later, gone, right]).standing()
