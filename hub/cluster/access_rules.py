"""
Who may read and write what on a cluster: the rules that ``hub topics create`` makes.

A department writes its own ingest topic and reads its own receipts, with groups of its own
name; it reaches nothing else. The hub reads every ingest topic and writes none but its own,
so what stands in a department's topic was written by that department.
"""

from __future__ import annotations

from typing import Final

from events import topics
from events.access import Rule
from events.validation import HUB
from hub.cluster.topics import hub_topics
from processors.folding.changelog import changelog_of

LATER: Final = tuple(
    f"{name}.g" for topic in sorted(topics.GENERATIONAL) for name in (topic, changelog_of(topic))
)
"""With these the names of later generations' topics begin."""
GROUPS: Final = "hub-"
"""With this the names of the hub's own groups begin."""


def rules_of_department(department: str) -> tuple[Rule, ...]:
    """Return what the principal named *department* may do."""
    return (
        Rule(department, "write", "topic", topics.ingest(department)),
        Rule(department, "read", "topic", topics.receipts(department)),
        Rule(department, "read", "group", f"{department}.", begins=True),
    )


def rules_of_hub(user: str) -> tuple[Rule, ...]:
    """Return what *user*, as whom the hub's own parts log in, may do."""
    own = {topics.ingest(HUB), topics.receipts(HUB)}
    fixed = [topic.name for topic in hub_topics() if topic.name not in own]
    return (
        *(Rule(user, "read", "topic", name) for name in fixed),
        *(Rule(user, "write", "topic", name) for name in fixed),
        *(rule for name in LATER for rule in _reached(user, name)),
        Rule(user, "write", "topic", topics.ingest(HUB)),
        Rule(user, "read", "topic", topics.ingest(""), begins=True),
        Rule(user, "read", "topic", topics.receipts(""), begins=True),
        Rule(user, "write", "topic", topics.receipts(""), begins=True),
        Rule(user, "describe settings", "topic", "*"),
        Rule(user, "read", "group", GROUPS, begins=True),
    )


def _reached(user: str, begins: str) -> tuple[Rule, Rule]:
    return (
        Rule(user, "read", "topic", begins, begins=True),
        Rule(user, "write", "topic", begins, begins=True),
    )
