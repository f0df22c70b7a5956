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
        "{parts} still work: stop intake and workers first; departments may go on sending",
        "{parts} 仍在运行：请先停止接收和检测进程；各部门可以继续发送",
    ),
    "generation-folding": (
        "generation {generation} of the log is live: start workers; intake waits for them",
        "日志第 {generation} 代已启用：请启动检测进程；待其全部得出结论后接收才会开始",
    ),
    "copy-differs": (
        "{topic}:{partition} is no whole copy: delete topics of generation {generation}, repeat",
        "{topic}:{partition} 与应有的副本不符：请删除第 {generation} 代的主题后重做",
    ),
}
