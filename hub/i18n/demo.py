"""What the demo says, in English and Chinese: the sentences and the columns of its table."""

# ruff: noqa: ISC004 - a sentence may run over two lines

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.i18n.speaking import Both

WORDS: Final[Mapping[str, Both]] = {
    "simulated": (
        "A county: {departments} departments, {parties} parties, {visits} visits, {issues} "
        "issues; {events} events, {planted} faults planted among them.",
        "一个县：{departments} 个部门、{parties} 个服务对象、{visits} 次走访、{issues} 个问题；"
        "{events} 个事件，其中埋入 {planted} 处异常。",
    ),
    "taken": (
        "Published and concluded in {seconds:.1f} s: {accepted} accepted, {duplicate} "
        "duplicate, {rejected} rejected.",
        "已发布并得出结论，用时 {seconds:.1f} 秒："
        "接收 {accepted}，重复 {duplicate}，拒收 {rejected}。",
    ),
    "found": ("What was found, against what was planted", "发现的问题，与埋入的异常对照"),
    "all_found": ("Every planted fault was found.", "埋入的异常全部发现。"),
    "missed": ("Missed: {missed}", "未发现：{missed}"),
    "rows": ("first {shown} of {all} rows", "共 {all} 行，显示前 {shown} 行"),
    "next": (
        "Where to look next (the files stay in {data}):",
        "接下来可以看（文件保留在 {data}）：",
    ),
    "pages": (
        "The same on pages in your browser: make demo SERVE=1",
        "在浏览器中查看：make demo SERVE=1",
    ),
}

COLUMNS: Final[Mapping[str, Both]] = {
    "rule": ("rule", "规则"),
    "kind": ("kind", "类别"),
    "planted": ("planted", "埋入"),
    "found": ("found", "发现"),
    "missed": ("missed", "遗漏"),
    "false": ("not planted", "误报"),
}

SHOWN: Final = {
    "funnel": ("step", "cases", "share", "median_hours", "p90_hours"),
    "duplicate-visits": ("start", "department", "earlier_departments", "party", "kind", "severity"),
    "returns": ("department", "next_department", "returns", "cases", "as_suggested"),
    "scoreboard": (
        "quarter",
        "department",
        "opened",
        "solved_rate",
        "net_rate",
        "satisfied_rate",
        "returns",
        "findings",
        "score_net",
    ),
}
"""The reports the demo shows, each with the columns that fit a terminal."""
