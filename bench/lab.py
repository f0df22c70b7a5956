"""
The lab: a real broker, the journal on it, and contenders as processes on fresh topics.

The journal is written once; whatever a run writes (derived topics, findings, conclusions,
changelogs) is made anew before each, so that every run finds the same log. A contender is
watched from outside: by the offsets its group commits, and by what the system says of its CPU.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from bench.jobs import JOBS
from bench.process import cpu_seconds, resident
from events import topics
from events.kafka import Connection
from events.record import Outgoing
from hub.cluster import topics as administration
from processors.folding.changelog import changelog_of
from processors.topology import FOLDED
from tests.distributed.kafka_log import KafkaLog
from tests.support.daemon import Process
from tests.support.kafka import running_kafka

CONTENDERS: Final = {
    "hub": "ours",
    "Quix Streams": "quix",
    "bare confluent-kafka": "bare",
    "Bytewax": "bytewax",
}
"""The name in the tables, and the module in ``bench.contenders``."""

LOOK_S: Final = 0.1
WRITTEN: Final = (
    *topics.DERIVED,
    topics.FINDINGS,
    topics.CONCLUSIONS,
    topics.REJECTED,
    *map(changelog_of, FOLDED),
)
"""What a run writes."""
WHOLE: Final = (*topics.JOURNALS, *WRITTEN)
"""With the journals: for a part that sends its own load, which must not find another before it."""
Places = dict[TopicPartition, int]


class Sample(NamedTuple):
    """At ``at`` (monotonic s): journal records committed, CPU seconds and bytes used so far."""

    at: float
    journal: int
    cpu: float
    memory: int


class Lab:
    """One broker; see the module."""

    def __init__(self, bootstrap: str, folder: Path, python: str = sys.executable) -> None:
        """*python*: the interpreter of the contenders that are not ours."""
        self.bootstrap, self.folder, self.python = bootstrap, folder, python
        self.log = KafkaLog(bootstrap)
        administration.create(Connection(bootstrap), administration.hub_topics())

    def publish(self, journal: Iterable[Outgoing]) -> None:
        self.log.publish(journal)

    def fresh(self, names: Iterable[str] = WRITTEN) -> None:
        """Empty *names*; Quix's own changelogs go with its group's name."""
        settings = [t for t in administration.hub_topics() if t.name in set(names)]
        with closing(KafkaAdminClient(bootstrap_servers=self.bootstrap)) as admin:
            admin.delete_topics([topic.name for topic in settings])
            gone = {topic.name for topic in settings}
            while gone & set(admin.list_topics()):
                time.sleep(LOOK_S)
        administration.create(Connection(self.bootstrap), settings)

    def start(self, contender: str, group: str, job: str) -> Process:
        module = f"bench.contenders.{CONTENDERS[contender]}"
        python = sys.executable if contender == "hub" else self.python
        store = Path(tempfile.mkdtemp(dir=self.folder))
        words = [python, "-m", module, self.bootstrap, group, job, str(store)]
        environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
        log = self.folder / f"{contender}-{group}.log"
        process = Process(contender, words, log, lambda: True, environment)
        process.start()
        return process


@contextmanager
def laboratory(python: str = sys.executable) -> Iterator[Lab]:
    """Give a lab on a broker that is ended afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "kafka").mkdir()
        with running_kafka(home / "kafka") as broker:
            yield Lab(broker.bootstrap, home, python)


class Watch:
    """Follows the commits of one group over the topics of a job."""

    def __init__(self, lab: Lab, group: str, job: str) -> None:
        self._group, names = group, JOBS[job].topics
        self._admin = KafkaAdminClient(bootstrap_servers=lab.bootstrap)
        self._reader = KafkaConsumer(bootstrap_servers=lab.bootstrap)
        counts = topics.PARTITIONS
        self._places = [TopicPartition(name, n) for name in names for n in range(counts[name])]

    def close(self) -> None:
        self._admin.close()
        self._reader.close()

    def ends(self) -> Places:
        ends: Places = self._reader.end_offsets(self._places)
        return ends

    def committed(self) -> Places:
        try:
            found = self._admin.list_group_offsets({self._group: None}).get(self._group, {})
        except KafkaError:  # a new broker makes the coordinator on first demand
            return {}
        return {place: max(at.offset, 0) for place, at in found.items()}

    def sample(self, pids: Sequence[int]) -> Sample:
        committed = self.committed()
        journal = sum(to for at, to in committed.items() if at.topic in topics.JOURNALS)
        cpu, memory = sum(map(cpu_seconds, pids)), sum(map(resident, pids))
        return Sample(time.monotonic(), journal, cpu, memory)

    def is_done(self) -> bool:
        """Tell whether all there is is committed, derived topics included."""
        committed, ends = self.committed(), self.ends()  # in this order: see KafkaLog.left
        return all(committed.get(place, 0) >= end for place, end in ends.items() if end)


def new_group(contender: str) -> str:
    return f"bench-{CONTENDERS[contender]}-{uuid.uuid4().hex[:6]}"
