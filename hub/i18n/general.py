"""What the command says of loads, logs, answers and replays, by key, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.i18n.speaking import Both

GENERAL: Final[Mapping[str, Both]] = {
    "data-no-folder": (
        "{data} is no folder: name the hub's folder with --data or HUB_DATA",
        "{data} 不是文件夹：请用 --data 或 HUB_DATA 指明中枢的数据目录",
    ),
    "data-in-use": (
        "{data} is held by process {pid}: wait until it ends, or name another folder with --data",
        "{data} 正被进程 {pid} 占用：请等它结束，或用 --data 指定另一个目录",
    ),
    "unknown-finding": (
        "there is no finding {id}: hub findings lists them",
        "没有编号为 {id} 的发现：可用 hub findings 查看",
    ),
    "several-findings": (
        "several findings begin with {id}: give more of the id (hub findings --json has all of it)",
        "有多条发现的编号以 {id} 开头：请多写几位（完整编号见 hub findings --json）",
    ),
    "partitions-differ": (
        "topic {topic} has {has} partitions, not {wanted}: open the log with the hub that made it",
        "主题 {topic} 有 {has} 个分区，而不是 {wanted} 个：请用建立该日志的版本打开",
    ),
    "projection-stopped": (
        "the warehouse refused a batch ({reason}), nothing is lost: mend it and start hub project",
        "仓库拒绝了一批数据（{reason}）：请修复后重新运行 hub project；数据没有丢失",
    ),
    "topic-missing": (
        "topic {topic} is not there, or may not be seen: run hub topics create, or ask for access",
        "主题 {topic} 不存在或无权查看：请运行 hub topics create，或申请权限",
    ),
    "topic-setting-differs": (
        "topic {topic} has {setting}={has} and would lose records: set it to {wanted}",
        "主题 {topic} 的 {setting} 为 {has}，会丢失记录：请改为 {wanted}",
    ),
    "time-wrong": (
        "{value} is no instant: write it like 2026-01-31T18:00:00+08:00",
        "{value} 不是时刻：请写成 2026-01-31T18:00:00+08:00",
    ),
    "day-wrong": (
        "{value} is no date: write it like 2026-01-31",
        "{value} 不是日期：请写成 2026-01-31",
    ),
    "no-access-rules": (
        "no access rules were made ({reason}): whoever reaches the brokers may write as anyone",
        "未建立访问规则（{reason}）：凡能连上 Kafka 的人都能以任何名义写入",
    ),
    "password-in-the-clear": (
        "the password would go to {brokers} in the clear: set HUB_KAFKA_CA (a file, system, none)",
        "口令将以明文发往 {brokers}：请设置 HUB_KAFKA_CA（证书文件、system 或 none）",
    ),
    "password-unreadable": (
        "cannot read the password of {user} ({reason}): name its file in HUB_KAFKA_PASSWORD_FILE",
        "无法读取用户 {user} 的口令（{reason}）：请在 HUB_KAFKA_PASSWORD_FILE 中指明文件",
    ),
    "authorities-unreadable": (
        "cannot read the authorities in {file} ({reason}): HUB_KAFKA_CA names a PEM file",
        "无法读取证书颁发机构文件 {file}（{reason}）：HUB_KAFKA_CA 应为 PEM 文件",
    ),
    "department-wrong": (
        "{value} is no department: use letters, digits, '-' and '_', like housing",
        "{value} 不是部门代号：请用字母、数字、- 和 _，例如 housing",
    ),
    "clock-wrong": (
        "--clock is {value}: use event (history at its own time) or wall (live)",
        "--clock 为 {value}：请用 event（历史按发生时间）或 wall（实时）",
    ),
    "until-needs-event": (
        "--until belongs to --clock event: leave it out for live input",
        "--until 只用于 --clock event：实时接收时请去掉",
    ),
    "until-at-the-wall-clock": (
        "this log runs at the wall clock, its ticks are not yours to set: leave --until out",
        "该日志按实时时钟运行，时刻不由装载决定：请去掉 --until",
    ),
    "no-log": (
        (
            "{data} holds no log: load events with hub ingest FILE, or name a folder with --data"
            " (a cluster's log is on Kafka: --cluster, where a command has it)"
        ),
        (
            "{data} 中没有日志：请先用 hub ingest FILE 装载事件，或用 --data 指定目录"
            "（集群的日志在 Kafka 中：请用 --cluster，若该命令支持）"
        ),
    ),
    "pair-wrong": (
        "{value} is no column=value: write it like department=water",
        "{value} 不是 列=值：请写成 department=water",
    ),
    "unknown-case": (
        "no event speaks of case {case}: check the id, or look in SELECT case_id FROM cases",
        "没有事件提到 {case} 这件事：请核对编号，或查询 SELECT case_id FROM cases",
    ),
    "no-path": (
        "no case of kind {kind} was closed yet: look in SELECT DISTINCT kind FROM cases",
        "还没有办结的 {kind} 类事项：请查询 SELECT DISTINCT kind FROM cases",
    ),
    "best-path": (
        (
            "best path: {cases} cases ({share} %), {satisfied_rate} % satisfied,"
            " {median_minutes} business minutes, {median_hours} hours in the median"
        ),
        (
            "最优路径：{cases} 件（{share}%），满意率 {satisfied_rate}%，"
            "时限分钟中位数 {median_minutes}，小时中位数 {median_hours}"
        ),
    ),
    "no-best-path": (
        "no best path yet (none is quick, evaluated and common enough); the commonest one:",
        "尚无最优路径（没有又快、有评价且件数足够的路径）；最常见的是：",
    ),
    "paths": ("paths", "路径"),
    "waits": ("waits", "等待"),
    "level-wrong": ("{value} is no level: use one of {known}", "{value} 不是层级：可用 {known}"),
    "unknown-department": (
        "no department {department} is registered: add it with hub department add",
        "没有登记部门 {department}：请用 hub department add 添加",
    ),
    "no-words": (
        "{words} holds no word to look for: give letters or digits",
        "“{words}” 中没有可查的词：请输入文字或数字",
    ),
    "unknown-party": (
        "no party has the id or name {party}: look in SELECT party_id, name FROM parties",
        "没有编号或名称为 {party} 的对象：请核对，或查询 SELECT party_id, name FROM parties",
    ),
    "unknown-rule": (
        "no finding is of rule {rule}: use one of {known}",
        "没有名为 {rule} 的规则：可用 {known}",
    ),
    "query-failed": (
        "the warehouse refused the query: {reason}",
        "仓库拒绝了该查询：{reason}",
    ),
    "warehouse-failed": (
        "the warehouse in {data} does not answer ({reason}): hub rebuild makes it anew",
        "{data} 中的仓库没有应答（{reason}）：可用 hub rebuild 重建",
    ),
    "policy-wrong": ("{reason}", "政策文件有误：{reason}"),
    "policy-good": (
        "{path} can be published: hub policy publish {path}",
        "{path} 可以发布：hub policy publish {path}",
    ),
    "policy-refused": (
        "the publication was refused ({codes}): a version is published once; raise its number",
        "发布被拒绝（{codes}）：同一版本只能发布一次，请提高版本号",
    ),
    "schemas-wrong": (
        (
            "{count} {count:difference|differences} between schemas and models:"
            " hub schemas write makes them anew"
        ),
        "模式与模型有 {count} 处不同：hub schemas write 会重新生成",
    ),
    "schemas-incompatible": (
        "{reason}: give the type a new version instead",
        "{reason}：请改为发布该类型的新版本",
    ),
    "demo-elsewhere": (
        "{data} holds a log that is not the demo's: name another folder with --data",
        "{data} 中已有非演示的日志：请用 --data 指定另一个目录",
    ),
    "unknown-operation": (
        "hub serve does not know {operation}: it is another version, start it again",
        "hub serve 不认识 {operation}：版本不同，请重新启动",
    ),
    "engine-broken": (
        "the engine stopped at a fault ({reason}): start the hub again, nothing accepted is lost",
        "引擎因故障停止（{reason}）：请重新启动，已接受的事件没有丢失",
    ),
    "warehouse-locked": ("{reason}", "仓库正被另一个进程打开（{reason}）"),
    "simulated": (
        "wrote {out}: {planted} planted faults in truth.json",
        "已写入 {out}：truth.json 中有 {planted} 处预设问题",
    ),
    "serve-lost": (
        "hub serve (process {pid}) does not answer: {reason}; start it again",
        "hub serve（进程 {pid}）没有应答：{reason}；请重新启动",
    ),
    "not-built": (
        "{what} is not part of this installation: {reason}",
        "本安装不含 {what}：{reason}",
    ),
    "accepted": (
        "{accepted} accepted, {duplicate} duplicate, {rejected} rejected",
        "接受 {accepted} 条，重复 {duplicate} 条，退回 {rejected} 条",
    ),
    "rejected-code": ("  {code}: {count}", "  {code}：{count} 条"),
    "late-data": (
        "this log runs at the wall clock: the load is taken as late data, without ticks of its own",
        "该日志已按实时时钟运行：本次装载按迟到数据处理，不再另记时钟",
    ),
    "all-good": ("{path}: {count} {count:line|lines}, all good", "{path}：{count} 行，全部正确"),
    "problems": (
        "{path}: {count} of {lines} lines refused",
        "{path}：{lines} 行中有 {count} 行不合格",
    ),
    "chained": (
        "every record is what the notary swore to: {anchors} {anchors:anchor|anchors}",
        "每条记录都与公证锚点一致：{anchors} 个锚点",
    ),
    "sworn": (
        "sworn to {count} {count:partition|partitions}; public key {public}",
        "已公证 {count} 个分区；公钥 {public}",
    ),
    "no-anchors": (
        "there is no anchor in {file}: let hub notary run first",
        "{file} 中没有锚点：请先运行 hub notary",
    ),
    "anchors-unreadable": (
        "cannot go on with the anchors in {file} ({reason}): put a good copy in its place",
        "无法继续使用锚点文件 {file}（{reason}）：请换上完好的副本",
    ),
    "notary-key-unreadable": (
        "cannot read the notary's key {file} ({reason}): name it, or say --notary-key",
        "无法读取公证密钥 {file}（{reason}）：请指明文件，或用 --notary-key 给出公钥",
    ),
    "verified": (
        (
            "log, receipts, findings and warehouse agree:"
            " {events} {events:event|events}, {findings} {findings:finding|findings}"
        ),
        "日志、回执、发现与仓库一致：{events} 条事件，{findings} 条发现",
    ),
    "disagree": (
        "{count} {count:disagreement|disagreements}; the first ones:",
        "有 {count} 处不一致，先列出：",
    ),
    "replayed-same": (
        "concluded again from the log: the same {count} {count:finding|findings}",
        "已从日志重新得出结论：{count} 条发现完全相同",
    ),
    "replayed-differs": (
        "concluded again: {missing} missing from the record, {extra} only there, {changed} changed",
        "重新得出结论：记录中缺 {missing} 条，多 {extra} 条，不同 {changed} 条",
    ),
    "rebuilt": (
        "the warehouse stands anew: {records} {records:record|records}",
        "仓库已重建：{records} 条记录",
    ),
    "serving": (
        "serving {data} at {address}; end with Ctrl-C",
        "正在服务 {data}，地址 {address}；按 Ctrl-C 结束",
    ),
    "nothing": ("nothing to show", "没有内容"),
    "published": ("{count} {count:publication|publications} accepted", "已发布 {count} 项"),
    "case_id": ("case", "事项"),
    "now": ("now", "当前时刻"),
    "events": ("events", "事件"),
    "clocks": ("clocks", "时钟"),
    "timeline": ("timeline", "办理时间线"),
    "segments": ("segments", "时段"),
    "findings": ("findings", "发现"),
    "party_id": ("party", "对象"),
    "cluster_id": ("one party with", "同一对象"),
    "links": ("links", "关联"),
    "questions": ("questions to people", "待人工确认"),
    "matches": ("several parties have this name", "有多个对象符合该名称"),
    "facts": ("facts", "基本情况"),
    "visits": ("visits", "走访"),
    "cases": ("cases", "事项"),
    "working": ("reading the log", "正在读取日志"),
    "loading": ("loading", "装载中"),
}
