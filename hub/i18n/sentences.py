"""
Each finding in one sentence, in English and Chinese: what was seen, why it counts, which rule.

The words stand in the catalogue (``hub.i18n.findings``). They are filled from the finding's own
fields and details; nothing is looked up, so the sentence says what the finding says. Lists are
named in short; instants are told in local time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from events.messages import Language
from hub.i18n import findings as catalogue

_LISTED: Final = 4
_RULE: Final[Mapping[Language, str]] = {
    "en": "{seen}: {why} (rule {rule} / {kind}, version {version}{policy}; {count} events).",
    "zh": "{seen}：{why}（规则 {rule} / {kind}，版本 {version}{policy}；证据 {count} 条）。",
}


def sentence(finding: Mapping[str, Any], language: Language, zone: str = "Asia/Shanghai") -> str:
    """
    Return the one sentence on *finding*: a document, or a row of the view ``findings``.

    Args:
        finding: with ``details`` as a mapping and ``evidence`` as a list.
        language: ``en`` or ``zh``.
        zone: IANA zone in which instants are told.
    """
    told = catalogue.entry(finding["rule"].removeprefix("shadow/"), finding["kind"])
    filled = _Filled(_fields(finding, language, zone))
    policy = finding["details"].get("policy")
    return _RULE[language].format_map(
        {
            **finding,
            "seen": told[language].format_map(filled),
            "why": told[f"why_{language}"].format_map(filled),
            "policy": f", {policy}" if policy else "",
            "count": len(finding["evidence"]),
        }
    )


def told(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Return *finding* with its sentence: ``text`` in English, ``text_zh`` in Chinese."""
    return {**finding, "text": sentence(finding, "en"), "text_zh": sentence(finding, "zh")}


class _Filled(dict[str, Any]):
    """What a finding does not say is written as a question mark."""

    def __missing__(self, name: str) -> str:
        return "?"


def _fields(finding: Mapping[str, Any], language: Language, zone: str) -> dict[str, Any]:
    stated = {**finding["details"], **{k: v for k, v in finding.items() if k != "details"}}
    fields = {name: _said(value, zone) for name, value in stated.items() if value not in ("", None)}
    fields["day"] = str(_local(finding["raised_at"], zone).date())
    if "unit" in fields:
        fields["unit"] = catalogue.unit(fields["unit"]).get(language, fields["unit"])
    return fields


def _said(value: Any, zone: str) -> str:
    if isinstance(value, list | tuple):
        shown = ", ".join(_named(one) for one in value[:_LISTED])
        return f"{shown}, …" if len(value) > _LISTED else shown
    if isinstance(value, str) and len(value) > 18 and value[10:11] == "T":
        return f"{_local(value, zone):%Y-%m-%d %H:%M}"
    return str(value)


def _named(one: Any) -> str:
    if isinstance(one, Mapping):
        return str(one.get("visit") or one.get("event_id") or "?")
    return str(one)


def _local(instant: Any, zone: str) -> datetime:
    moment = instant if isinstance(instant, datetime) else datetime.fromisoformat(str(instant))
    return moment.astimezone(ZoneInfo(zone))
