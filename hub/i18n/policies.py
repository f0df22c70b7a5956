"""
What is wrong with a policy, calendar or menu, in the reader's language.

The folds say it in English: where, the field, a problem, and how to mend it
(``processors.policies.policy.PolicyError``). A line is translated by its two ends, which are known
sentences with blanks; where and field are names and stay. Words nobody translated stay English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from events.messages import Language

PROBLEMS: Final[Mapping[str, str]] = {
    "is missing": "缺失",
    "is unknown": "无法识别",
    "is no YAML": "不是 YAML",
    "is no mapping": "不是键值结构",
    "is no weekday": "不是星期",
    "is no event of a case": "不是事项的事件",
    "is never open": "从不开放",
    "is not published": "尚未发布",
    "is {} beside {}": "为 {}，与 {} 不一致",
    "is {} over {}": "为 {}，超过 {}",
    "is {} twice": "{} 出现两次",
    "is {}": "为 {}",
    "{} is unknown": "{} 无法识别",
    "{} is no date": "{} 不是日期",
    "{} are no intervals": "{} 不是时段",
    "closes before it opens": "的结束早于开始",
    "has intervals that overlap": "的时段相互重叠",
    "stands beside {}": "不能与 {} 同用",
    "cannot be computed in calendar {}": "按日历 {} 无法计算",
    "cannot lead to {}": "不能转到 {}",
    "names {}": "含有 {}",
    "name {}": "含有 {}",
}
MENDS: Final[Mapping[str, str]] = {
    "write it, or publish a policy that has it": "请填写，或发布含有它的规则",
    "publish it first": "请先发布",
    "use one of {}": "请用其中之一：{}",
    "use some of {}": "请从中选用：{}",
    "use of {}": "请用其中之一：{}",
    "write a time in quotes": "请写成带引号的时间",
    "write fields and values here": "请在此写字段和值",
    "write a text": "请写文字",
    "write a text or a list of texts": "请写文字或文字列表",
    "write a list": "请写列表",
    "write a list of texts": "请写文字列表",
    "write true or false": "请写 true 或 false",
    "write a number": "请写数字",
    "write a number above 1": "请写大于 1 的数",
    "write a number from {} to {}": "请写 {} 到 {} 之间的数",
    "write a whole number from {} up": "请写不小于 {} 的整数",
    "write a percent from 0 to 100": "请写 0 到 100 的百分数",
    "write a band below 100": "请写小于 100 的档位",
    "write rising percents like [50, 80, 100]": "请写递增的百分数，如 [50, 80, 100]",
    "write {} to {} {}": "请写 {} 到 {}（{}）",
    "days are whole; use minutes for less": "天数须为整数；更短的请用分钟",
    "write YYYY-MM-DD": "请写 YYYY-MM-DD",
    "write YYYY-MM-DD, or a time with its offset": "请写 YYYY-MM-DD，或带时区的时间",
    "write a zone like {}": "请写时区，如 {}",
    'write "HH:MM", in quotes': "请写带引号的 HH:MM",
    'write [["09:00", "12:00"], …]': '请写成 [["09:00", "12:00"], …]',
    "write 1 (Monday) to 7": "请写 1（星期一）到 7",
    "write days and their intervals": "请写日期及其时段",
    "open at least one weekday": "请至少在一周中的一天开放",
    "split an interval at midnight": "请在午夜处拆成两段",
    "order and separate them": "请按先后分开书写",
    "only days have a cut-off": "只有按日计算的时限才有截止钟点",
    "only calendar-days roll": "只有自然日才顺延",
    "accept, return and answer never pause; take it out": "受理、退回、应答不得中止计时；请删去",
    "units are never converted; write both limits in one": "单位不作换算；两个时限请用同一单位",
    "promise no more than the law allows": "承诺时限不得长于法定时限",
    "give each item an id of its own": "每个事项请用自己的编号",
    "write it like case.assigned": "请写成 case.assigned 的形式",
    "write {}, or null": "请写 {}，或 null",
    "leave it out: nobody could lift the duty": "请删去：否则无人能解除这项义务",
    "no deadline is reached from 1900 to 2150: shorten the target, open the calendar": (
        "1900 年至 2150 年间得不到截止时间：请缩短时限，或让日历开放"
    ),
}


def translated(line: str, language: Language) -> str:
    """Return *line*, as a check gives it, in *language*."""
    if language == "en":
        return line
    whole, _, mend = _split(line, ": ", MENDS)
    head, _, problem = _split(whole, " ", PROBLEMS)
    return f"{head} {problem}：{mend}" if mend and problem else line


def _split(line: str, between: str, known: Mapping[str, str]) -> tuple[str, str, str]:
    """Return what stands before one of the *known* ends of *line*, and that end translated."""
    for pattern, chinese in _patterns(tuple(known.items())):
        match = pattern.fullmatch(line)
        if match:
            head, *blanks = match.groups()
            return head.removesuffix(between), between, chinese.format(*blanks)
    return line, between, ""


@cache
def _patterns(known: Iterable[tuple[str, str]]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return a pattern for each end, the one with most words first."""
    ends = sorted(known, key=lambda end: -len(end[0].replace("{}", "")))
    return tuple((_pattern(english), chinese) for english, chinese in ends)


def _pattern(english: str) -> re.Pattern[str]:
    blanks = re.escape(english).replace(re.escape("{}"), "(.+?)")
    return re.compile(rf"(.*?[ ]){blanks}", re.DOTALL)
