"""
The case log as XES: a trace for each case, an event for each step, by IEEE 1849-2016.

Standard keys carry what the standard has a key for (concept, time, organisation, life cycle);
the rest are codes of the hub under its own names, business-time columns among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from events.instant import render
from hub.exporting.case_log import CaseLog, Step, Story, minutes
from hub.exporting.source import Advance, Source

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/>\
<date key="time:timestamp" value="1970-01-01T00:00:00Z"/>\
<string key="org:group" value=""/><string key="lifecycle:transition" value="complete"/></global>
<classifier name="activity" keys="concept:name"/>
<classifier name="activity and department" keys="concept:name org:group"/>
<string key="concept:name" value="cases"/>
"""
_FOOT: Final = "</log>\n"
_CASE: Final = ("party_id", "kind", "channel", "category", "area", "status", "outcome", "episode",
                "hops", "returns", "lead_department")  # fmt: skip
_WAITS: Final = (
    ("working_minutes_to_answer", "responded"),
    ("working_minutes_to_close", "closed"),
)
_UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, escaped or not."""


def write(path: Path, source: Source, advance: Advance) -> dict[str, int]:
    """Write the cases of *source* to *path*; return how many cases and events that were."""
    log, cases, events = CaseLog(source), 0, 0
    with path.open("w", encoding="utf-8") as out:
        out.write(_HEAD)
        for bucket in range(source.buckets):
            for story in log.stories(bucket):
                out.writelines(_trace(story, log))
                cases, events = cases + 1, events + len(story.steps)
            advance(1)
        out.write(_FOOT)
    return {"cases": cases, "events": events}


def _trace(story: Story, log: CaseLog) -> Iterator[str]:
    case = story.case
    yield "<trace>" + attribute("concept:name", case["case_id"])
    yield from (attribute(name, case[name]) for name in _CASE)
    for name, until in _WAITS:
        yield attribute(name, minutes(log.time, case["opened"], case[until]))
    yield "\n"
    for step in story.steps:
        yield "<event>" + "".join(_event(step)) + "</event>\n"
    yield "</trace>\n"


def _event(step: Step) -> Iterable[str]:
    yield attribute("concept:name", step.name.removeprefix("case."))
    yield f'<date key="time:timestamp" value="{render(step.at)}"/>'
    yield attribute("org:group", step.department)
    yield attribute("lifecycle:transition", "complete")
    yield attribute("event_id", step.event_id)
    yield from (attribute(name, value) for name, value in step.codes.items())
    yield attribute("working_minutes_since_previous", step.since_previous)
    yield attribute("working_minutes_since_opening", step.since_opening)


def attribute(key: str, value: Any) -> str:
    """Return the XES attribute *key*; '' for a *value* that nobody said."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return f'<boolean key="{key}" value="{str(value).lower()}"/>'
    if isinstance(value, int):
        return f'<int key="{key}" value="{value}"/>'
    return f'<string key="{key}" value={quoteattr(writable(str(value)))}/>'


def writable(text: str) -> str:
    """Return *text* without the characters that XML 1.0 cannot hold."""
    return _UNWRITABLE.sub("", text)
