"""What the command says about questions to reports, campaigns and rules (``hub.i18n``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.i18n.speaking import Both

ASKING: Final[Mapping[str, Both]] = {
    "beyond-tables": (
        "the question reaches beyond the hub's tables ({what}): ask one SELECT of tables and views",
        "查询超出了平台数据表的范围（{what}）：请只用一条 SELECT 查询数据表和视图",
    ),
    "sql-nothing": (
        "the question is empty: write one, as in hub sql 'SELECT count() FROM cases'",
        "没有写查询：例如 hub sql 'SELECT count() FROM cases'",
    ),
    "sql-misspelt": (
        "the question begins with {word}, which SQL does not know: write {like}",
        "查询的第一个词 {word} 不是 SQL 的词：应写 {like}",
    ),
    "sql-no-question": (
        "nothing is asked by {word}, and nothing but asking is done here: begin with SELECT",
        "{word} 不是查询，这里只能查询：请以 SELECT 开头",
    ),
    "query-no-name": (
        (
            "the question names what is not there: {reason}; hub sql 'SHOW TABLES' lists"
            " tables and views, hub sql 'DESCRIBE cases' the columns of one"
        ),
        (
            "查询中的名称不存在：{reason}；用 hub sql 'SHOW TABLES' 查看表和视图，"
            "用 hub sql 'DESCRIBE cases' 查看一张表的列"
        ),
    ),
    "unknown-value": (
        "--{option} is {value}, which is none of those there are: {known}",
        "--{option} 为 {value}，没有这个值：可用 {known}",
    ),
    "number-guarded": (
        "report {name}: the cases behind {column} tell who rated: a department does not see them",
        "报表 {name}：{column} 的明细会暴露评价人，不向部门提供",
    ),
    "nobody-untold": (
        "nobody is left to be told of {item}: hub report offers lists items and whom they fit",
        "没有需要告知 {item} 的对象：hub report offers 会列出政策及适用对象",
    ),
    "nobody-invited": (
        "nobody waits for the topic of campaign {id}, or it has no next day: hub report campaigns",
        "活动 {id} 没有待邀请的对象，或没有下次日期：见 hub report campaigns",
    ),
    "no-topic": (
        "nothing is proposed for campaign {id}: name its topic with --category or --cluster",
        "活动 {id} 没有可推荐的主题：请用 --category 或 --cluster 指定",
    ),
    "rules-good": (
        "every policy, calendar and menu that was published can be used",
        "已发布的政策、日历和菜单均可使用",
    ),
    "rules-unusable": (
        (
            "{count} {count:publication|publications} cannot be used"
            " and {count:is|are} passed over, like: {first} (hub rules)"
        ),
        "有 {count} 项发布无法使用而被跳过，例如：{first}（详见 hub rules）",
    ),
    "option-blank": (
        "--{option} says nothing: write who or what is meant",
        "--{option} 没有内容：请写明是谁或什么",
    ),
    "report-option": (
        "report {name} has no option --{option}: it has {known}",
        "报表 {name} 没有选项 --{option}：可用 {known}",
    ),
    "unknown-report": (
        "there is no report {name}: hub report --list names them all",
        "没有名为 {name} 的报表：hub report --list 会列出全部",
    ),
    "report-without-cases": (
        "report {name} does not list its cases: choose another, hub report --list names them all",
        "报表 {name} 没有明细：hub report --list 会列出全部报表",
    ),
    "no-such-number": (
        "report {name} cannot be followed by {column}: --number takes {numbers}; --of takes {keys}",
        "报表 {name} 不能按 {column} 查明细：--number 可用 {numbers}；--of 可用 {keys}",
    ),
}
