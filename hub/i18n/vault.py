"""What is said about the vault, by key, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.i18n.speaking import Both

VAULT: Final[Mapping[str, Both]] = {
    "vault-key-open": (
        "others may read {path}, which opens the vault: chmod 600 it, and think it known",
        "{path} 是保险库的密钥，却可被他人读取：请执行 chmod 600，并视为已泄露",
    ),
    "vault-key-wrong": (
        "{path} is no key of a vault: put back the copy that was kept apart",
        "{path} 不是保险库的密钥：请用另存的副本恢复",
    ),
    "vault-altered": (
        "the vault's {about} was altered, or sealed under another hub.key: put back the right copy",
        "保险库中的 {about} 被改动，或由另一个 hub.key 加密：请恢复正确的副本",
    ),
    "person-unnamed": (
        "nothing says who it is: give --party, --id or --telephone",
        "没有说明是谁：请提供 --party、--id 或 --telephone",
    ),
    "person-forgotten": (
        "{person} was forgotten: what is said of them now is not kept",
        "{person} 已被遗忘：不再保存其信息",
    ),
    "warehouse-refused": (
        "the server refused ({reason}): it needs ClickHouse 20.4 and a user with ACCESS MANAGEMENT",
        "服务器未接受（{reason}）：需要 ClickHouse 20.4 及以上，且用户有 ACCESS MANAGEMENT 权限",
    ),
    "warehouse-away": (
        "the warehouse does not answer ({reason}): see that it runs, and CLICKHOUSE_URL",
        "数据仓库没有应答（{reason}）：请检查服务是否运行，以及 CLICKHOUSE_URL",
    ),
    "unknown-person": (
        "the vault knows nobody as {person}: give the pseudonym, number or name as it was sent",
        "保险库中没有 {person}：请提供化名，或部门发送时的证件号、电话、姓名",
    ),
    "several-people": (
        "{person} names several: {found}; give one of these",
        "{person} 对应多人：{found}；请指定其中一个",
    ),
}
