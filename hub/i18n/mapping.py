"""What ``hub mapping suggest`` says, by key, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.i18n.speaking import Both

MAPPING: Final[Mapping[str, Both]] = {
    "mapping-unclear": (
        "cannot tell what {path} speaks of (header: {header}): write a mapping, docs/mapping.md",
        "无法判断 {path} 记的是什么（表头：{header}）：请按 docs/mapping.md 编写映射",
    ),
    "mapping-suggested": (
        (
            "{sure} {sure:field is|fields are} sure, {unsure} {unsure:is|are} not:"
            " read the comments, then hub check FILE"
        ),
        "{sure} 项确定，{unsure} 项存疑：请先看注释，再用 hub check 文件 核对",
    ),
    "mapping-of-visit": ("Each row is taken for a visit.", "每行按一次走访处理。"),
    "mapping-of-case": ("Each row is taken for a case.", "每行按一件诉求处理。"),
    "mapping-of-party": ("Each row is taken for a party.", "每行按一个服务对象处理。"),
    "mapping-sure": ("sure:   {field} from {source}", "确定：{field} 取自 {source}"),
    "mapping-unsure": (
        "UNSURE: {field} from {source}: {why}",
        "存疑：{field} 取自 {source}：{why}",
    ),
    "mapping-unused": ("unused: {column}", "未用：{column}"),
    "doubt-header": ("only a part of the header is known", "表头只有一部分认得"),
    "doubt-codes": (
        "many values are no unified social credit codes: such rows will be refused",
        "许多值不是有效的统一社会信用代码：这些行会被退回",
    ),
    "doubt-times": ("not every value is such a time", "不是每个值都是这种时间"),
    "doubt-day": (
        "day and month cannot be told apart in the sample: day first is assumed",
        "样本中分不清日与月：按日在前处理",
    ),
    "doubt-id": ("there is no column of ids: this one names the party", "没有编号列：以此列为编号"),
    "doubt-names": (
        "these are names: put the departments' ids in their place (a map)",
        "这些是名称：请用 map 换成部门代号",
    ),
    "doubt-repeats": ("some rows have the same: the first one opens it", "有重复：以第一行为准"),
    "doubt-row": (
        "no column names it: the row number does, so keep the order of the rows",
        "没有编号列：用行号代替，请勿改变行序",
    ),
    "doubt-other": (
        "there is no column of its own: this one stands for it",
        "没有专门的列：以此列代替",
    ),
    "doubt-values": (
        "some values are not known: the default stands for them",
        "有些值不认得：用默认值",
    ),
    "doubt-default": ("no column says it: put the right value in", "没有这一列：请填入正确的值"),
}
