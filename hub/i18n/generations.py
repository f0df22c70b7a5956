"""What is said of another number of partitions, by key, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

GENERATIONS: Final[Mapping[str, tuple[str, str]]] = {
    "no-generations": (
        "the number of partitions of topic {topic} is not to be changed: only that of {known}",
        "主题 {topic} 的分区数不能更改：只有 {known} 可以",
    ),
    "partitions-wrong": (
        "{topic}={value}: a topic has 1 to {most} partitions, written as {topic}=16",
        "{topic}={value}：一个主题可有 1 至 {most} 个分区，写法如 {topic}=16",
    ),
    "partitions-same": (
        "the log has these numbers of partitions already: there is nothing to do",
        "日志已是这些分区数：无需操作",
    ),
    "parts-at-work": (
        "{parts} for {s} s in step {step}: see hub status --cluster, then repeat",
        "步骤 {step} 中 {parts} 已有 {s} 秒没有进展：请看 hub status --cluster，然后重试",
    ),
    "no-change": (
        "no change of the log is under way: name the numbers, as --partitions journal.cases=16",
        "日志没有正在进行的更改：请写明分区数，如 --partitions journal.cases=16",
    ),
    "another-change": (
        "the log is on its way to generation {generation} ({listed}): repeat without --partitions",
        "日志正在更改为第 {generation} 代（{listed}）：请去掉 --partitions 重新运行",
    ),
    "change-at-work": (
        "another hub repartition changes this log: let it end, or wait a minute if it was killed",
        "另一个 hub repartition 正在更改该日志：请等它结束；若它已被终止，请等一分钟",
    ),
    "change-taken": (
        "another hub repartition went on while this one stood still: see hub status --cluster",
        "本命令停顿期间，另一个 hub repartition 已接手：请看 hub status --cluster",
    ),
    "change-under-way": (
        "generation {generation} of the log is in step {step}: end the change with hub repartition",
        "日志第 {generation} 代处于步骤 {step}：请运行 hub repartition 完成更改",
    ),
    "drop-unproven": (
        "{count} {count:disagreement|disagreements}: nothing is deleted; see hub verify --cluster",
        "有 {count} 处账目不符：未删除任何主题；请看 hub verify",
    ),
    "nothing-to-drop": (
        "there is no topic of an older generation of the log: there is nothing to do",
        "没有旧一代日志的主题：无需操作",
    ),
    "generation-halting": (
        "generation {generation}: intake stops, workers fold what there is; senders may go on",
        "第 {generation} 代：接收停止，检测进程处理完已有数据；各部门可以继续发送",
    ),
    "generation-copying": (
        "generation {generation}: workers stop, the journals are copied",
        "第 {generation} 代：检测进程停止，正在复制日志",
    ),
    "generation-folding": (
        "generation {generation} of the log is live: workers fold it, intake waits for them",
        "日志第 {generation} 代已启用：检测进程正在处理；待其全部得出结论后接收才会开始",
    ),
    "generation-live": (
        "generation {generation} of the log is live and folded: intake goes on",
        "日志第 {generation} 代已启用并处理完毕：接收继续",
    ),
    "copy-differs": (
        "{topic}:{partition} is no whole copy: delete topics of generation {generation}, repeat",
        "{topic}:{partition} 与应有的副本不符：请删除第 {generation} 代的主题后重做",
    ),
}
