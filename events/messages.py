"""
What the hub says to departments, in English and Chinese, by code.

Each sentence is one line that says what, where, and how to mend it. ``{field}`` names the
place, ``{detail}`` what stood there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

Language = Literal["en", "zh"]

SENTENCES: Final[Mapping[str, Mapping[Language, str]]] = {
    "accepted": {"en": "Accepted.", "zh": "已接收。"},
    "duplicate": {
        "en": "Received before with the same content; nothing was added.",
        "zh": "此前已收到内容相同的事件,未重复记录。",
    },
    "not-utf8": {
        "en": "The bytes are no UTF-8 text: save or send them as UTF-8.",
        "zh": "内容不是 UTF-8 文本:请按 UTF-8 编码保存或发送。",
    },
    "not-json": {
        "en": "The text is no JSON ({detail}): send one CloudEvent as one JSON object.",
        "zh": "内容不是有效的 JSON({detail}):请以一个 JSON 对象发送一个 CloudEvent。",
    },
    "too-large": {
        "en": "The event has {detail}: shorten it or send attachments by reference.",
        "zh": "事件过大({detail}):请缩短内容,附件请改用引用。",
    },
    "too-deep": {
        "en": "{field} is nested too deeply: keep JSON under 200 levels.",
        "zh": "{field} 嵌套过深:JSON 层级请少于 200 层。",
    },
    "not-cloudevent": {
        "en": "This is no CloudEvent 1.0 ({detail}): give specversion 1.0, id, source and type.",
        "zh": "不是 CloudEvents 1.0 事件({detail}):请提供 specversion 1.0、id、source 和 type。",
    },
    "missing-field": {
        "en": "{field} is missing: give it a value.{detail}",
        "zh": "缺少字段 {field}:请补充。{detail}",
    },
    "unknown-field": {
        "en": "{field} is not known in this type: correct its name or leave it out.",
        "zh": "该类型没有字段 {field}:请更正字段名或删除该字段。",
    },
    "invalid-field": {
        "en": "{field} cannot be taken: {detail}.",
        "zh": "字段 {field} 无效:{detail}。",
    },
    "control-character": {
        "en": "{field} holds a control character: remove it.",
        "zh": "字段 {field} 含有控制字符:请删除。",
    },
    "unknown-type": {
        "en": "There is no event type {detail}: see schemas/ for the known ones.",
        "zh": "没有事件类型 {detail}:可用类型见 schemas/。",
    },
    "unknown-version": {
        "en": "The version of {detail} is not known: send one that schemas/ lists.",
        "zh": "{detail} 的版本未知:请使用 schemas/ 中列出的版本。",
    },
    "reserved-type": {
        "en": "{detail} is for the hub and its people to say: leave it out, or ask them to say it.",
        "zh": "{detail} 只能由平台或其授权人员发布:请勿发送,如有需要请联系他们。",
    },
    "wrong-department": {
        "en": "source names {detail}: send as /departments/<yours>, to your own topic.",
        "zh": "source 为 {detail}:请用本部门的 /departments/<部门>,并发送到本部门的主题。",
    },
    "time-without-offset": {
        "en": "{field} has no offset: write +08:00 or Z after it.",
        "zh": "{field} 缺少时区:请在末尾写明 +08:00 或 Z。",
    },
    "time-out-of-range": {
        "en": "{field} is out of range ({detail}): check the clock or the date.",
        "zh": "{field} 超出允许范围({detail}):请检查系统时钟或日期。",
    },
    "bad-uscc": {
        "en": "{field} is no unified social credit code: check its 18 characters or leave it out.",
        "zh": "{field} 不是有效的统一社会信用代码:请核对 18 位代码或留空。",
    },
    "id-conflict": {
        "en": "id {detail} was used before for other content: give a new id or withdraw the first.",
        "zh": "编号 {detail} 已用于其他内容:请使用新编号,或先撤回原事件。",
    },
    "unknown-event": {
        "en": "There is no event {detail} to withdraw: give its source#id.",
        "zh": "没有可撤回的事件 {detail}:请写明其 source#id。",
    },
    "not-your-event": {
        "en": "Event {detail} is another department's: only its own department can withdraw it.",
        "zh": "事件 {detail} 属于其他部门:只能由原部门撤回。",
    },
    "signature-missing": {
        "en": "The event is not signed, and {detail} must sign: send it with {field} (hub keys).",
        "zh": "事件未签名,而 {detail} 必须签名:请附上 {field} 后发送(见 hub keys)。",
    },
    "signature-wrong": {
        "en": "{field} does not sign this event ({detail}): sign what is sent, as it is sent.",
        "zh": "{field} 与本事件不符({detail}):请对实际发送的内容签名,签名后不要改动。",
    },
    "signature-key-unknown": {
        "en": "Key {detail}: publish it with hub keys add, or sign with one that counts.",
        "zh": "密钥 {detail}:请用 hub keys add 发布,或改用有效的密钥签名。",
    },
    "internal-error": {
        "en": "The hub failed on this event ({detail}): it is kept; tell the hub's operator.",
        "zh": "平台处理该事件时出错({detail}):原文已保留,请联系平台管理员。",
    },
}


def sentence(code: str, language: Language = "en", field: str = "", detail: str = "") -> str:
    """Return the sentence for *code* in *language*; *code* itself where there is none."""
    known = SENTENCES.get(code)
    return known[language].format(field=field, detail=detail) if known else code
