"""What ``hub doctor`` says, by key, in English and Chinese: what it saw, and the mend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.i18n.speaking import Both

DOCTOR: Final[Mapping[str, Both]] = {
    "doctor-concludes": ("{wrong} wrong, {unsure} to look at", "{wrong} 处有误，{unsure} 处需留意"),
    "doctor-failed": ("could not be looked at: {reason}", "无法检查：{reason}"),
    "doctor-python": ("Python {version}", "Python {version}"),
    "doctor-python-old": (
        "Python {version} is too old: install 3.11 or newer and run make setup",
        "Python {version} 太旧：请安装 3.11 或更新版本后运行 make setup",
    ),
    "doctor-packages": (
        "{count} packages are not those of the lock: {listed}; run make setup",
        "{count} 个依赖包与锁定版本不符：{listed}；请运行 make setup",
    ),
    "doctor-packages-good": ("{count} packages as locked", "{count} 个依赖包与锁定一致"),
    "doctor-no-folder": (
        "{data} does not exist yet: the first hub ingest makes it, or name another with --data",
        "{data} 尚不存在：首次 hub ingest 会建立，或用 --data 指定其他目录",
    ),
    "doctor-folder": (
        "{data} cannot be read and written: give it to the user who runs the hub (chown, chmod)",
        "{data} 不可读写：请授权给运行中枢的用户（chown、chmod）",
    ),
    "doctor-folder-good": ("{data} can be written to", "{data} 可读写"),
    "doctor-space": (
        "{free} GiB are left at {data}: make room, a full disk stops intake",
        "{data} 仅剩 {free} GiB：请清理空间，磁盘写满会停止接收",
    ),
    "doctor-space-good": ("{free} GiB free at {data}", "{data} 剩余 {free} GiB"),
    "doctor-zone": (
        "the time zone {zone} is not known here: install tzdata",
        "本机不认识时区 {zone}：请安装 tzdata",
    ),
    "doctor-zone-good": ("time zone {zone}", "时区 {zone}"),
    "doctor-port": (
        "HUB_HEALTH {address} is taken ({reason}): by a part that runs, or name another port",
        "无法监听 HUB_HEALTH {address}（{reason}）：可能已有部件在运行，否则请换端口",
    ),
    "doctor-port-good": ("{address} is free", "{address} 可用"),
    "doctor-database": (
        "{file} is damaged ({reason}): hub restore puts a backup in its place",
        "{file} 已损坏（{reason}）：请用 hub restore 恢复备份",
    ),
    "doctor-database-good": ("{file} is whole", "{file} 完好"),
    "doctor-states": (
        "states are of another version: the next start folds the whole log again; let it",
        "状态来自其他版本：下次启动会从日志重新计算，请耐心等待",
    ),
    "doctor-states-good": ("states are of this version", "状态与本版本一致"),
    "doctor-secret": (
        "{file} can be read by others: chmod 600 {file}",
        "{file} 可被他人读取：请执行 chmod 600 {file}",
    ),
    "doctor-key-good": ("{file} can be read", "{file} 可读取"),
    "doctor-alerts-good": ("{file} can be used", "{file} 可用"),
    "doctor-rules": (
        "{count} published rules cannot be used: hub rules names them",
        "有 {count} 条已发布的规则无法使用：见 hub rules",
    ),
    "doctor-no-calendar": (
        "no calendar is published: hub policy publish FILE, else no clock counts working days",
        "未发布日历：请用 hub policy publish 发布，否则无法计算工作日",
    ),
    "doctor-calendar": (
        "calendar {calendar} knows holidays until {until} only: publish the next year's",
        "日历 {calendar} 的放假安排只到 {until}：请发布下一年度安排",
    ),
    "doctor-calendar-good": (
        "calendar {calendar} knows until {until}",
        "日历 {calendar} 已知至 {until}",
    ),
    "doctor-no-policy": (
        "no policy of kind {kind} is in force: hub policy publish FILE",
        "没有生效的 {kind} 类政策：请用 hub policy publish 发布",
    ),
    "doctor-no-address": (
        "nobody of {count} officers has an address: hub alert address add, or no alert is told",
        "{count} 名人员均无地址：请用 hub alert address add 添加，否则不会发出提醒",
    ),
    "doctor-unreachable": (
        "{count} officers have no address in the vault: {listed}; hub alert address add",
        "{count} 名人员在保险库中没有地址：{listed}；请用 hub alert address add 添加",
    ),
    "doctor-reachable": ("{count} officers can be reached", "{count} 名人员均可送达"),
    "doctor-brokers": (
        "{count} {count:broker answers|brokers answer} at {brokers}",
        "{brokers} 有 {count} 个节点应答",
    ),
    "doctor-brokers-away": (
        "no broker lets {user} in at {brokers} ({reason}): start them, or mend HUB_KAFKA and login",
        "{brokers} 没有节点接受用户 {user}（{reason}）：请启动，或更正 HUB_KAFKA 与登录信息",
    ),
    "doctor-no-topics": (
        "no topic of the hub can be seen: run hub topics create, or give user {user} its rights",
        "看不到中枢的主题：请运行 hub topics create，或为用户 {user} 授权",
    ),
    "doctor-generation": (
        "generation {generation} of the log is live",
        "日志第 {generation} 代已启用",
    ),
    "doctor-topics-good": ("{count} topics as they must be", "{count} 个主题符合要求"),
    "doctor-copies": (
        "{topic} is held {has} times, not {wanted}: raise it (kafka-reassign-partitions)",
        "{topic} 只有 {has} 份副本，应为 {wanted} 份：请提高副本数（kafka-reassign-partitions）",
    ),
    "doctor-compression": (
        (
            "{count} {count:topic keeps|topics keep} what departments send in codecs that the hub"
            " may not have ({listed}): for each run kafka-configs --alter --entity-type topics"
            " --entity-name TOPIC --add-config compression.type=uncompressed"
        ),
        (
            "{count} 个部门主题保留报送方的压缩格式，中枢可能无法解压（{listed}）：请逐个运行"
            " kafka-configs --alter --entity-type topics --entity-name TOPIC"
            " --add-config compression.type=uncompressed"
        ),
    ),
    "doctor-in-sync": (
        "{topic} has min.insync.replicas {has}: set 2, else one broker's loss can lose events",
        "{topic} 的 min.insync.replicas 为 {has}：请设为 2，否则单个节点故障可能丢失事件",
    ),
    "doctor-skew": (
        "the clock of {part} is {seconds} s ahead of this machine's: let NTP set both",
        "{part} 的时钟比本机快 {seconds} 秒：请用 NTP 校准",
    ),
    "doctor-warehouse": (
        "the warehouse does not answer ({reason}): start it, or mend CLICKHOUSE_URL",
        "仓库没有应答（{reason}）：请启动，或更正 CLICKHOUSE_URL",
    ),
    "doctor-warehouse-good": ("the warehouse answers", "仓库应答正常"),
    "doctor-migrations": (
        "steps of the schema are missing ({listed}): start hub project, it makes them",
        "缺少数据表升级步骤（{listed}）：启动 hub project 会自动补齐",
    ),
}
