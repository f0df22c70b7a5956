"""A test's view of the broker: write a log, read topics to their ends, follow a group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Self

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import KafkaError

from events import topics
from events.record import Outgoing, Record
from processors.folding.changelog import changelog_of
from tests.support.waiting import wait_until

Partitions = dict[TopicPartition, int]


class KafkaLog:
    """The topics of one broker, emptied for each test."""

    def __init__(self, bootstrap: str) -> None:
        self.bootstrap = bootstrap
        self._asking: tuple[KafkaAdminClient, KafkaConsumer] | None = None

    @contextmanager
    def watching(self) -> Iterator[Self]:
        """
        Keep the clients that ``ends`` and ``committed`` ask with for the whole body.

        A wait asks several times a second; new clients each time took a third of a core, most of
        it the broker's.
        """
        with closing(self._new_admin()) as admin, closing(self._new_consumer()) as consumer:
            self._asking = admin, consumer
            try:
                yield self
            finally:
                self._asking = None

    def wait_until(self, ready: Callable[[Self], bool], what: str, timeout_s: float = 120) -> None:
        """Return as soon as the log is *ready*; see ``tests.support.waiting``."""
        with self.watching():
            wait_until(lambda: ready(self), what, timeout_s)

    def recreate(self, names: dict[str, int], compacted: frozenset[str] = frozenset()) -> None:
        """Make *names* (topic → partitions) exist and be empty."""
        with closing(self._new_admin()) as admin:
            if old := sorted(set(names) & set(admin.list_topics())):
                admin.delete_topics(old)
            wait_until(lambda: not set(names) & set(admin.list_topics()), "topics to be gone")
            wanted = {
                name: {
                    "num_partitions": count,
                    "replication_factor": 1,
                    "configs": {"cleanup.policy": "compact"} if name in compacted else {},
                }
                for name, count in names.items()
            }
            admin.create_topics(wanted)
            wait_until(lambda: set(names) <= set(admin.list_topics()), "topics to be there")

    def clear(self) -> None:
        """Leave no topic on the broker."""
        with closing(self._new_admin()) as admin:
            if old := _names(admin):
                admin.delete_topics(old)
            wait_until(lambda: not _names(admin), "topics to be gone")

    def set(self, topic: str, setting: str, value: str) -> None:
        """Give a setting of *topic* another value, as an operator does."""
        resource = ConfigResource(ConfigResourceType.TOPIC, topic, {setting: value})
        with closing(KafkaAdminClient(bootstrap_servers=self.bootstrap)) as admin:
            admin.alter_configs([resource])

    def publish(self, log: Iterable[Outgoing]) -> None:
        """Append *log* in order and return when the broker has it."""
        with closing(
            KafkaProducer(bootstrap_servers=self.bootstrap, linger_ms=20, batch_size=131072)
        ) as producer:
            for topic, key, value, headers, partition in log:
                producer.send(topic, value, key, headers=list(headers), partition=partition)
            producer.flush(timeout=60)

    def ends(self, *names: str) -> Partitions:
        """Return the end offset of every partition of *names*."""
        with self._consumer() as consumer:
            ends: Partitions = consumer.end_offsets(_places(consumer, names))
            return ends

    def count(self, *names: str) -> int:
        """Return how many records *names* hold (of topics that lose none)."""
        return sum(self.ends(*names).values())

    def read(self, *names: str) -> list[Record]:
        """Return the records of *names* up to their ends, each partition in order."""
        with closing(
            KafkaConsumer(bootstrap_servers=self.bootstrap, auto_offset_reset="earliest")
        ) as consumer:
            places = _places(consumer, names)
            ends = consumer.end_offsets(places)
            consumer.assign(places)
            consumer.seek_to_beginning(*places)
            records: list[Record] = []
            while any(consumer.position(place) < end for place, end in ends.items()):
                for found in consumer.poll(timeout_ms=500, max_records=5000).values():
                    records += [_record(message) for message in found]
            return records

    def committed(self, group: str) -> Partitions:
        """Return the offsets *group* has committed."""
        with self._admin() as admin:
            try:
                offsets = admin.list_group_offsets({group: None}).get(group, {})
            except KafkaError:  # a new broker makes the coordinator on first demand
                return {}
            return {place: offset.offset for place, offset in offsets.items()}

    def left(self, group: str, names: Sequence[str]) -> Partitions:
        """
        Return how many records of *names* the *group* has not committed, where there are any.

        None left means that nothing is on its way: the commits are read before the ends. The
        other way about, what a derived topic brings back in between (a matter's link into the
        journal) would be in neither.
        """
        committed = self.committed(group)
        left = {at: end - max(committed.get(at, 0), 0) for at, end in self.ends(*names).items()}
        return {place: count for place, count in left.items() if count > 0}

    def caught_up(self, group: str, names: Sequence[str]) -> bool:
        """Tell whether *group* has committed all of *names*, derived topics included."""
        return not self.left(group, names)

    @contextmanager
    def _admin(self) -> Iterator[KafkaAdminClient]:
        if self._asking:
            yield self._asking[0]
            return
        with closing(self._new_admin()) as admin:
            yield admin

    @contextmanager
    def _consumer(self) -> Iterator[KafkaConsumer]:
        if self._asking:
            yield self._asking[1]
            return
        with closing(self._new_consumer()) as consumer:
            yield consumer

    def _new_admin(self) -> KafkaAdminClient:
        return KafkaAdminClient(bootstrap_servers=self.bootstrap)

    def _new_consumer(self) -> KafkaConsumer:
        return KafkaConsumer(bootstrap_servers=self.bootstrap)


def _names(admin: KafkaAdminClient) -> list[str]:
    return sorted(name for name in admin.list_topics() if not name.startswith("__"))


def _places(consumer: KafkaConsumer, names: Iterable[str]) -> list[TopicPartition]:
    return [
        TopicPartition(name, number)
        for name in names
        for number in sorted(consumer.partitions_for_topic(name) or ())
    ]


def _record(message: object) -> Record:
    m: object = message
    return Record(
        m.topic,  # type: ignore[attr-defined]
        m.partition,  # type: ignore[attr-defined]
        m.offset,  # type: ignore[attr-defined]
        m.key or b"",  # type: ignore[attr-defined]
        m.value or b"",  # type: ignore[attr-defined]
        tuple(m.headers),  # type: ignore[attr-defined]
    )


def toy_topics() -> tuple[dict[str, int], frozenset[str]]:
    """Return the topics of the toy worker with their partition counts, and the compacted ones."""
    folded = {name: topics.PARTITIONS[name] for name in (*topics.JOURNALS, topics.BY_PARTY)}
    changelogs = {changelog_of(name): count for name, count in folded.items()}
    told = {name: topics.PARTITIONS[name] for name in (topics.FINDINGS, topics.REJECTED)}
    told |= {topics.CONCLUSIONS: topics.PARTITIONS[topics.CONCLUSIONS]}
    return folded | changelogs | told, frozenset(changelogs)
