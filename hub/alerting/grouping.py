"""
What is said in one message: a person hears of one department's findings at once, in one message.

Notices that are due together, for one receiver about one department, are one message; those of
the digest are one digest. The worst comes first; beyond ``listed`` lines the rest is counted. A
message's key is made of what it says, so that the same notices are the same message.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from events import ids
from events.instant import Instant
from events.messages import Language
from hub.alerting.routing import Notice
from hub.alerting.rungs import WARNED
from hub.i18n.sentences import sentence
from hub.i18n.speaking import Both, spoken

_TITLES: Final[Mapping[str, Both]] = {
    "alert": ("{count} of {department}: act now", "{department}：{count} 项需处理"),
    "digest": ("{count} of {department} today", "{department} 今日提醒 {count} 项"),
}
_MARKS: Final[Mapping[str, Both]] = {
    "retracted": ("TAKEN BACK: ", "【撤回】"),
    "no-receiver": ("NOBODY OF {department} CAN BE TOLD: ", "【{department} 无接收人】"),
    "rung": ("", ""),
}
NEVER: Final = Instant(0)
"""Of a message that is never too late."""
_MORE: Final = ("… and {count} more: hub findings", "……另有 {count} 项：hub findings")
_WARNED: Final = (
    "{case_id}: clock {kind} is at {percent} %, due {deadline}",
    "{case_id}：{kind} 时限已用 {percent}%，截止 {deadline}",
)


@dataclass(frozen=True, slots=True)
class Message:
    """
    ``key`` names what is said; a receiver that saw it may drop it.

    ``until``: from that instant (wall time) on it is not sent any more; 0 for never too late.
    """

    key: str
    receiver: str
    department: str
    title: str
    lines: tuple[str, ...]
    findings: tuple[tuple[str, str], ...]
    """(finding_id, rung)"""
    urgent: bool
    digest: bool
    until: Instant = NEVER

    @property
    def body(self) -> str:
        return "\n".join(self.lines)

    def is_over(self, now: Instant) -> bool:
        return 0 < self.until <= now


def messages(
    notices: Iterable[Notice],
    findings: Mapping[str, Mapping[str, Any]],
    listed: int,
    language: Language,
) -> tuple[Message, ...]:
    """
    Return the messages that say *notices*, each of them once, by receiver and department.

    Args:
        notices: due, in any order.
        findings: by id, as last known.
        listed: lines of one message.
        language: of the sentences.
    """
    groups: dict[tuple[str, str, bool], list[Notice]] = defaultdict(list)
    for notice in notices:
        groups[notice.receiver, notice.department, notice.digest].append(notice)
    return tuple(_message(group, findings, listed, language) for _, group in sorted(groups.items()))


def _message(
    group: list[Notice],
    findings: Mapping[str, Mapping[str, Any]],
    listed: int,
    language: Language,
) -> Message:
    ordered = sorted(group, key=_worst)
    first = ordered[0]
    lines = [_line(one, findings[one.finding_id], language) for one in ordered[:listed]]
    if len(ordered) > listed:
        lines.append(spoken(language, _MORE, count=len(ordered) - listed))
    said = tuple((one.finding_id, one.rung) for one in ordered)
    title = _TITLES["digest" if first.digest else "alert"]
    return Message(
        key=ids.make("alert", first.receiver, *(part for one in said for part in one)),
        receiver=first.receiver,
        department=first.department,
        title=spoken(language, title, count=len(ordered), department=first.department or "-"),
        lines=tuple(lines),
        findings=said,
        urgent=any(one.urgent for one in ordered),
        digest=first.digest,
    )


def _worst(notice: Notice) -> tuple[int, str, str]:
    height = int(notice.rung) if notice.rung.isdecimal() else 100
    return (-height, notice.finding_id, notice.rung)


def _line(notice: Notice, finding: Mapping[str, Any], language: Language) -> str:
    mark = spoken(language, _MARKS[notice.reason], department=notice.department)
    if finding["status"] == WARNED:
        return mark + spoken(language, _WARNED, **{**finding, **finding["details"]})
    percent = f" [{notice.rung} %]" if notice.rung.isdecimal() else ""
    return f"{mark}{sentence(finding, language)}{percent} ({notice.finding_id})"
