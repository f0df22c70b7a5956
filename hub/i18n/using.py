"""What is said of the command line itself: headings of help, wrong use; English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.i18n.speaking import Both

USING: Final[Mapping[str, Both]] = {
    "help-usage": ("Usage: ", "用法："),
    "help-arguments": ("Arguments:", "参数："),
    "help-options": ("Options:", "选项："),
    "help-commands": ("Commands:", "命令："),
    "help-required": ("required", "必填"),
    "help-default": ("default: ", "默认："),
    "use-nothing": ("which command?", "请写明命令"),
    "use-no-command": ("there is no command {name}", "没有命令 {name}"),
    "use-no-option": ("there is no option {name}", "没有选项 {name}"),
    "use-like": ("; did you mean {names}?", "；是否为 {names}？"),
    "use-missing": ("{name} is missing", "缺少 {name}"),
    "use-bad-value": ("{name} cannot be that: {reason}", "{name} 的值不对：{reason}"),
    "use-no-value": ("{name} needs a value after it", "{name} 后面需要写值"),
    "use-extra": ("too many words: {words}", "多余的内容：{words}"),
    "system-refused": (
        "the system refused ({reason}): see that there is room, and the right to write",
        "系统拒绝了操作（{reason}）：请检查剩余空间和写入权限",
    ),
}
