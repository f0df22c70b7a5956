"""
How good its data are, told to each department once a month: a letter to its own people.

The figures are those of report ``data-quality`` for the quarter at hand. The contract leaves no
room for them on ``receipts.<department>``, where each sending has one receipt; so they go through
the channels of alerts (and ``GET /departments/{id}/quality``, for the department's system). A
letter's key is made of receiver, department and month: after a crash it is the same letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from events import ids
from events.instant import Instant, to_datetime
from events.messages import Language
from hub.alerting import lookup
from hub.alerting.addresses import Addresses
from hub.alerting.grouping import Message
from hub.alerting.outbox import Outbox
from hub.alerting.people import Directory
from hub.alerting.policy import AlertPolicy
from hub.i18n.speaking import Both, spoken
from hub.operations.reading import filled, found

NAME: Final = "quality"
_TITLE: Final = (
    "Data of {department}, {quarter}: {score} of 100",
    "{department} {quarter} 数据质量：{score} 分",
)
_LINES: Final[Mapping[str, Both]] = {
    "sent": ("sent {sent}, accepted {accepted}", "报送 {sent} 条，接受 {accepted} 条"),
    "rejected": (
        "refused {rejected}, of them mended {mended}: hub rejected list",
        "退回 {rejected} 条，已改正 {mended} 条：hub rejected list",
    ),
    "duplicated": ("sent again {duplicated}", "重复报送 {duplicated} 条"),
    "late": ("late {late} of {events}", "迟报 {late} 条（共 {events} 条）"),
    "unlinked": (
        "of an unknown party {unlinked} of {named}",
        "对象不明 {unlinked} 条（共 {named} 条）",
    ),
}
_LOST: Final = ("cost: {lost}", "扣分：{lost}")


def tell(
    query: lookup.Query,
    outbox: Outbox,
    addresses: Addresses,
    policy: AlertPolicy,
    now: Instant,
    language: Language = "en",
) -> int:
    """
    Post the letters of this month where its day and hour have come; return how many.

    Args:
        query: asks the warehouse.
        outbox: where they are put, once a month.
        addresses: who can be reached.
        policy: day, hour and roles.
        now: wall time; the month is that of the policy's zone.
        language: of the letters.
    """
    local = to_datetime(now).astimezone(policy.zone)
    month = f"{local:%Y-%m}"
    if not policy.quality_to or outbox.was_said(NAME, month) or not _due(query, policy, local):
        return 0
    who = lookup.directory(query, [], addresses.all())
    rows = query(filled(found("data-quality"), {}), {})
    posted = 0
    with outbox.step():
        for reference, message in letters(rows, who, policy, now, month, language):
            outbox.post(message, [one.id for one in addresses.of(reference)], now)
            posted += 1
        outbox.note_said(NAME, month)
    return posted


def _due(query: lookup.Query, policy: AlertPolicy, local: datetime) -> bool:
    if local.day < policy.quality_day or local.time() < policy.digest:
        return False
    return lookup.working_days(query)(local.date())


def letters(
    rows: Iterable[Mapping[str, Any]],
    who: Directory,
    policy: AlertPolicy,
    now: Instant,
    month: str,
    language: Language,
) -> list[tuple[str, Message]]:
    """Return (``channel_ref``, letter) for each department of the last quarter in *rows*."""
    told = list(rows)
    newest = max((row["quarter"] for row in told), default="")
    last = {row["department"]: row for row in told if row["quarter"] == newest}
    roles = frozenset(name for word in policy.quality_to for name in policy.roles[word])
    return [
        (person.channel_ref, _letter(row, person.officer_id, month, language))
        for department, row in sorted(last.items())
        for officer in who.of(department, roles)
        if (person := who.present(officer.officer_id, now))
    ]


def _letter(row: Mapping[str, Any], receiver: str, month: str, language: Language) -> Message:
    said = {**row, "score": "–" if row["score"] is None else row["score"]}
    lines = [
        spoken(language, both, **said)
        for name, both in _LINES.items()
        if name == "sent" or row[name]
    ]
    lost = [spoken(language, _LOST, lost=", ".join(row["lost"]))] if row["lost"] else []
    return Message(
        key=ids.make("quality", receiver, row["department"], month),
        receiver=receiver,
        department=row["department"],
        title=spoken(language, _TITLE, **said),
        lines=(*lines, *lost),
        findings=(),
        urgent=False,
        digest=True,
    )
