"""The topics of a cluster are made once, as they must be, and watched for settings that lose."""

from __future__ import annotations

import pytest

from events import topics
from events.kafka import Connection
from hub.cluster import topics as administration
from hub.cluster.distributed import create_topics
from hub.failure import Failure
from hub.publishing.publications import default_raws
from hub.settings import Settings
from processors.folding.changelog import changelog_of
from tests.distributed.kafka_log import KafkaLog


def test_creating_twice_creates_once_and_publishes_the_defaults_once(hub_log: KafkaLog) -> None:
    """Every start of a cluster runs this command."""
    hub_log.clear()
    settings = Settings(kafka=hub_log.bootstrap)

    created = dict(create_topics(settings, ("fire",)))
    again = create_topics(settings, ("fire",))

    wanted = administration.hub_topics(("fire",))
    assert {topic.name: topic.partitions for topic in wanted} == created
    assert [] == again
    sent = [record.value for record in hub_log.read(topics.ingest("hub"))]
    assert [raw for _, raw in default_raws()] == sent


def test_a_changelog_that_deletes_by_age_is_refused(hub_log: KafkaLog) -> None:
    """Such a changelog loses state in silence."""
    changelog = changelog_of(topics.JOURNAL_CASES)
    hub_log.recreate({changelog: 4})

    with pytest.raises(Failure) as refused:
        administration.check(Connection(hub_log.bootstrap), administration.hub_topics())

    assert "topic-setting-differs" == refused.value.key
    assert changelog == refused.value.values["topic"]


def test_another_partition_count_is_refused(hub_log: KafkaLog) -> None:
    """Keys would stand in two partitions: a new count is a new generation of the log."""
    hub_log.recreate({topics.FINDINGS: 3})

    with pytest.raises(Failure) as refused:
        administration.check(Connection(hub_log.bootstrap), administration.hub_topics())

    assert ("partitions-differ", 3, 4) == (
        refused.value.key,
        refused.value.values["has"],
        refused.value.values["wanted"],
    )
