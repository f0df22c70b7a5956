"""What the commands that look after the hub say: status, accounts, refusals, backups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.i18n.speaking import Both

CARE: Final[Mapping[str, Both]] = {
    "brokers-away": ("{reason}: try again when they are back", "{reason}：请待其恢复后重试"),
    "unknown-refusal": (
        "there is no open refusal {id}: hub rejected list names them",
        "没有编号为 {id} 的待处理拒收记录：请看 hub rejected list",
    ),
    "health-address": (
        "HUB_HEALTH={address} cannot be opened ({reason}): name a free host:port",
        "无法打开 HUB_HEALTH={address}（{reason}）：请指定空闲的 主机:端口",
    ),
    "backup-exists": (
        "{target} is there already: name another file",
        "{target} 已存在：请指定另一个文件",
    ),
    "backup-unwritable": (
        "the backup {target} was not written ({reason}): look for room, and for the right to write",
        "无法写入备份 {target}（{reason}）：请检查剩余空间和写入权限",
    ),
    "backup-unreadable": (
        "{path} or its .sha256 cannot be read ({reason}): name a file that hub backup made",
        "无法读取 {path} 或其 .sha256（{reason}）：请指定 hub backup 生成的文件",
    ),
    "backup-damaged": (
        "{path} is damaged ({reason}): use another backup",
        "{path} 已损坏（{reason}）：请使用另一个备份",
    ),
    "hub-exists": (
        "{data} holds a hub: --replace moves it aside, --data names another folder",
        "{data} 中已有数据：--replace 会将其移到一旁，或用 --data 指定另一个目录",
    ),
    "status-log": ("generation of the log", "日志的代"),
    "status-parts": ("parts", "各部分"),
    "status-behind": ("behind", "落后的分区"),
    "status-alerts": ("alerts", "提醒"),
    "status-rejected": ("refused, not settled", "拒收未处理"),
    "status-clocks": ("clocks", "时钟"),
    "cluster-moving": (
        "{part} is {lag} records behind at {place} after {s} s: hub status shows why; then again",
        "{s} 秒后 {part} 在 {place} 仍落后 {lag} 条：请看 hub status，然后重试",
    ),
}
