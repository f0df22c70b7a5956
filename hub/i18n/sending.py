"""What is said about the gateway and about alerts, by key, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.i18n.speaking import Both

SENDING: Final[Mapping[str, Both]] = {
    "cannot-listen": (
        "cannot listen at {address}: another program holds it, or it is not yours; name another",
        "无法监听 {address}：可能被其他程序占用或不属于本机，请换一个地址",
    ),
    "pages-open": (
        "the pages are open, once, at {address} ; end with Ctrl-C",
        "页面已打开（链接只能用一次）：{address} ；按 Ctrl-C 结束",
    ),
    "address-wrong": (
        "{value} is no address: write host:port, or a port for this machine only",
        "{value} 不是地址：请写 主机:端口，或只写端口（仅限本机）",
    ),
    "role-wrong": (
        "{value} is no role: {known}",
        "没有角色 {value}：可用 {known}",
    ),
    "key-of-whom": (
        "a key of role department is one department's: say whose, by --department ID",
        "department 角色的密钥只属于一个部门：请用 --department 部门编号 指明",
    ),
    "unknown-key": (
        "there is no key of {name}: hub key list shows them",
        "没有 {name} 的密钥：可用 hub key list 查看",
    ),
    "alert-policy-wrong": (
        "{path}: {reason}; hub/alerting/alerts.yaml shows every setting",
        "{path}：{reason}；全部设置见 hub/alerting/alerts.yaml",
    ),
    "no-dead-alert": (
        "no dead message {message}: hub alert dead lists them",
        "没有未送达的消息 {message}：可用 hub alert dead 查看",
    ),
    "alert-not-delivered": (
        "the address is kept, the test did not arrive by {channel}: {reason}",
        "地址已保存，但 {channel} 测试消息未送达：{reason}",
    ),
    "unknown-address": (
        "the vault holds no address of {ref}: hub alert address list",
        "保险库中没有 {ref} 的地址：见 hub alert address list",
    ),
    "silence-over": (
        "--until {until} is over, it is {now}: name a later instant, or none for a day from now",
        "--until {until} 已经过去，现在是 {now}：请写更晚的时刻；不写则为一天",
    ),
    "unknown-silence": (
        "there is no silence {number}: hub alert silence list numbers them",
        "没有编号为 {number} 的静默：可用 hub alert silence list 查看",
    ),
    "finding-not-whole": (
        (
            "{id} is not the whole id of a finding, and the warehouse, which knows beginnings,"
            " does not answer: give the whole id, as the alert has it"
        ),
        "{id} 不是完整的发现编号，而仓库没有应答，无法按开头查找：请写提醒原文中的完整编号",
    ),
    "taken-over": (
        "{by} takes finding {id} over: nobody hears of its next rung",
        "{by} 已接手发现 {id}：不再向上提醒",
    ),
    "alerts-again": (
        "{count} {count:delivery is|deliveries are} on the way again",
        "{count} 条未送达的消息已重新投递",
    ),
    "address-kept": (
        "{ref} is reached by {channel}: the address is in the vault",
        "{ref} 的 {channel} 地址已存入保险库",
    ),
    "address-forgotten": (
        "the vault holds no address of {ref} any more",
        "保险库中已没有 {ref} 的地址",
    ),
    "silenced": (
        "nothing is said of such findings until {until}",
        "在 {until} 之前不再提醒此类发现",
    ),
    "silence-ended": (
        "silence {number} has ended: what still holds is said now",
        "静默 {number} 已结束：仍然成立的发现现在提醒",
    ),
    "not-taken": (
        "the alert was not taken over: {reason}",
        "未能接手该提醒：{reason}",
    ),
    "visit-join": (
        "{departments} plan to go on {start}: join that trip.",
        "{departments} 计划于 {start} 走访：请并入该次走访。",
    ),
    "visit-over-cap": (
        "All {cap} visits of the year are used: go only on complaint, in emergency or by law.",
        "本年 {cap} 次走访额度已用完或已计划：仅限投诉、应急或法定事由。",
    ),
    "visit-crowded": (
        "{been} visits were made there lately: ask them first, or wait.",
        "近期已有 {been} 次走访：请先向其了解情况，或延后走访。",
    ),
    "visit-go": ("Nobody else was there lately or plans to go.", "近期无其他部门走访或计划走访。"),
    "gateway-open": (
        "gateway for departments at {address} (see {address}/docs)",
        "部门网关地址 {address}（说明见 {address}/docs）",
    ),
}
