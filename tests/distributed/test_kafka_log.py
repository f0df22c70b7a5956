"""The tests' own view of the broker: a wait that ends too early lets a test judge half a log."""

from __future__ import annotations

from events import topics
from events.record import Outgoing
from tests.distributed.kafka_log import KafkaLog, Partitions


class _Interrupted(KafkaLog):
    """A log to which a record comes as soon as a group was asked how far it is."""

    def committed(self, group: str) -> Partitions:
        found = super().committed(group)
        self.publish([Outgoing(topics.JOURNAL_CASES, b"C-1", b"{}")])
        return found


def test_what_comes_while_a_group_is_asked_is_still_to_be_read(hub_log: KafkaLog) -> None:
    """A fold's word into its own journal came just then, and the wait took the log for done."""
    log = _Interrupted(hub_log.bootstrap)

    assert [1] == list(log.left("nobody", [topics.JOURNAL_CASES]).values())
