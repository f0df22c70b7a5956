"""
What the gateway says when it cannot do what was asked: RFC 9457 problems, in English or Chinese.

``code`` is a contract with departments' systems, the sentence is for people. Every refusal here
happens before the log: nothing of the request was stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from events.messages import Language
from hub.i18n.speaking import spoken

MEDIA: Final = "application/problem+json"

_SENTENCES: Final[Mapping[str, tuple[int, str, str]]] = {
    "no-key": (
        401,
        "Send your department's key: Authorization: Bearer KEY.",
        "请提供本部门的密钥：Authorization: Bearer 密钥。",
    ),
    "wrong-key": (
        401,
        "This key opens nothing: ask the hub's operator for a new one.",
        "密钥无效：请联系平台管理员重新发放。",
    ),
    "not-allowed": (
        403,
        "The role {detail} may not do this: ask for a key with another role.",
        "角色 {detail} 无此权限：请申请其他角色的密钥。",
    ),
    "not-from-here": (
        403,
        "This was not pressed on a page of the hub: open the page again and repeat it.",
        "该操作不是在本平台页面上进行的：请重新打开页面再试。",
    ),
    "no-such-path": (404, "There is nothing here: see /docs.", "没有这个地址：请看 /docs。"),
    "unknown-receipt": (
        404,
        "There is no receipt for {detail} yet: check the id, or ask again in a few seconds.",
        "还没有 {detail} 的回执：请核对编号，或稍后再查。",
    ),
    "method": (405, "This address does not take {detail}.", "该地址不支持 {detail}。"),
    "too-slow": (
        408,
        "The body did not arrive in {detail} s: send it faster or in smaller batches.",
        "请求内容未在 {detail} 秒内传完：请加快传输或减小批量。",
    ),
    "media-type": (
        415,
        "Content-Type {detail} carries no events: send JSON, a JSON batch or lines, see /docs.",
        "Content-Type {detail} 不能携带事件：请发送 JSON、JSON 数组或逐行 JSON，见 /docs。",
    ),
    "body-too-large": (
        413,
        "The body is over {detail} bytes: send smaller batches.",
        "请求内容超过 {detail} 字节：请减小批量。",
    ),
    "too-many-events": (
        413,
        "More than {detail} events in one batch: send several.",
        "一批超过 {detail} 个事件：请分批发送。",
    ),
    "not-a-batch": (
        400,
        "The body is no JSON array of CloudEvents ({detail}).",
        "请求内容不是 CloudEvents 数组（{detail}）。",
    ),
    "wrong-parameter": (400, "{detail}", "参数有误：{detail}"),
    "wrong-question": (400, "{detail}", "{detail}"),
    "link-expired": (
        410,
        "This link ended on {detail}: ask who wrote to you for a new letter.",
        "此链接已于 {detail} 失效：请联系发信人重新发送。",
    ),
    "too-fast": (
        429,
        "You are over your quota: wait {detail} s.",
        "超出配额：请等待 {detail} 秒。",
    ),
    "too-many-streams": (
        429,
        "You hold {detail} streams open already: close one.",
        "已打开 {detail} 个回执流：请先关闭一个。",
    ),
    "busy": (
        503,
        "Too many requests at once: send again in a few seconds, nothing was stored.",
        "请求过多：请稍后重试，本次内容未存入。",
    ),
    "log-away": (
        503,
        "The log cannot be written now ({detail}): send again, repeats are harmless.",
        "日志暂时无法写入（{detail}）：请稍后重发，重复发送无妨。",
    ),
    "warehouse-away": (
        503,
        "The warehouse does not answer now ({detail}): ask again later.",
        "仓库暂时没有应答（{detail}）：请稍后再查。",
    ),
    "internal-error": (
        500,
        "The gateway failed: tell the hub's operator, and send again.",
        "网关出错：请联系平台管理员，并重新发送。",
    ),
}


class ProblemError(Exception):
    """``code`` names the sentence, ``detail`` fills it; ``wait_s`` becomes ``Retry-After``."""

    def __init__(self, code: str, detail: object = "", wait_s: float = 0.0) -> None:
        super().__init__(code)
        self.code, self.detail, self.wait_s = code, str(detail), wait_s

    @property
    def status(self) -> int:
        return _SENTENCES[self.code][0]


def document(problem: ProblemError, language: Language) -> dict[str, Any]:
    """Return the body that tells *problem*."""
    status, english, chinese = _SENTENCES[problem.code]
    told = spoken(language, (english, chinese), detail=problem.detail)
    return {"type": "about:blank", "title": problem.code, "status": status, "detail": told}


def language_of(accepted: str) -> Language:
    """Return the language an ``Accept-Language`` header asks for first."""
    return "zh" if accepted.strip().lower().startswith("zh") else "en"
