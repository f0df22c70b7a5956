"""What is said about keys and signatures, by key, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.i18n.speaking import Both

SIGNING: Final[Mapping[str, Both]] = {
    "key-unwritable": (
        "cannot write a new key to {path} ({reason}): name a file that is not there yet",
        "无法写入新密钥 {path}（{reason}）：请指定一个尚不存在的文件",
    ),
    "key-unreadable": (
        "cannot read a private key from {path} ({reason}): hub keys new makes one",
        "无法从 {path} 读取私钥（{reason}）：可用 hub keys new 生成",
    ),
    "public-key-wrong": (
        "{value} is no public key: give the 44 letters that hub keys new shows",
        "{value} 不是公钥：请填写 hub keys new 显示的 44 个字符",
    ),
    "unknown-signing-key": (
        "{department} has no key {id}: hub keys list shows them",
        "{department} 没有密钥 {id}：可用 hub keys list 查看",
    ),
    "cannot-sign": (
        "{where} cannot be signed ({reason}): send one CloudEvent a line, times in whole seconds",
        "{where} 无法签名（{reason}）：每行应为一个 CloudEvent，时间精确到整秒",
    ),
}
