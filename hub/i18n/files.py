"""What the command says of files, tables and mappings it cannot read, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.i18n.speaking import Both

FILES: Final[Mapping[str, Both]] = {
    "file-missing": (
        "there is no file {path}: check the name, and the folder you are in",
        "没有文件 {path}：请核对文件名和当前目录",
    ),
    "file-is-folder": (
        "{path} is a folder: name a file in it",
        "{path} 是文件夹：请指明其中的文件",
    ),
    "folder-missing": (
        "there is no folder {path}: make it first, or name another",
        "没有目录 {path}：请先建立，或换一个目录",
    ),
    "file-no-text": (
        "{path} is no text in UTF-8: save it as that",
        "{path} 不是 UTF-8 文本：请另存为 UTF-8",
    ),
    "file-not-plain": (
        "{path} is a pipe or a device, which is read once: save it as a file first",
        "{path} 是管道或设备，只能读一次：请先存为文件",
    ),
    "file-forbidden": (
        "may not read {path}: ask its owner for the right to read it",
        "无权读取 {path}：请向文件所有者申请读取权限",
    ),
    "file-without-events": (
        "{path} holds no event: is it the right file?",
        "{path} 中没有事件：请确认文件是否正确",
    ),
    "language-wrong": (
        "--lang is {value}: the hub speaks en (English) and zh (Chinese)",
        "--lang 为 {value}：可用 zh（中文）或 en（英文）",
    ),
    "file-unreadable": (
        "cannot read {path}: {reason}; check the name and the permissions",
        "无法读取 {path}：{reason}；请检查文件名和权限",
    ),
    "file-broken": (
        "{path} breaks off or is damaged ({reason}): copy it again",
        "{path} 不完整或已损坏（{reason}）：请重新复制",
    ),
    "mapping-needed": (
        "{path} is a table: name the mapping of its columns with --mapping FILE",
        "{path} 是表格：请用 --mapping 文件 指明各列的含义（映射）",
    ),
    "mapping-wrong": (
        "mapping {path}, {where}: {reason}",
        "映射 {path} 的 {where}：{reason}",
    ),
    "mapping-none": (
        "{path} is no mapping: hub mapping suggest TABLE proposes one",
        "{path} 不是映射：可用 hub mapping suggest 表格 生成一个",
    ),
    "mapping-no-yaml": (
        "the mapping {path} is no YAML: {reason}",
        "映射 {path} 不是有效的 YAML：{reason}",
    ),
    "mapping-lacks": (
        "the mapping {path} lacks {where}: see docs/mapping.md",
        "映射 {path} 缺少 {where}：见 docs/mapping.md",
    ),
    "mapping-unknown-word": (
        "the mapping {path} says {where}, which means nothing there: see docs/mapping.md",
        "映射 {path} 中的 {where} 在该处没有意义：见 docs/mapping.md",
    ),
    "table-elsewhere": (
        "{path} is no CSV or XLSX by its name: save it as one of these",
        "从文件名看 {path} 不是 CSV 或 XLSX：请另存为其中一种",
    ),
    "table-no-workbook": (
        "{path} is no workbook ({reason}): open it in a spreadsheet and save it as .xlsx or .csv",
        "{path} 不是工作簿（{reason}）：请用表格软件打开，另存为 .xlsx 或 .csv",
    ),
    "table-unreadable": (
        "cannot read the table {path}: {reason}; check its encoding and delimiter",
        "无法读取表格 {path}：{reason}；请检查编码和分隔符",
    ),
    "table-empty": (
        "{path} has no rows: a header and at least one row below it are needed",
        "{path} 中没有数据行：需要表头和至少一行数据",
    ),
}
