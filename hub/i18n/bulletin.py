"""The words of the bulletin, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.i18n.speaking import Both

WORDS: Final[Mapping[str, Both]] = {
    "title": ("Quarterly bulletin", "季度公报"),
    "measured": ("as of {now}", "统计截至 {now}"),
    "all": ("All together", "总体情况"),
    "area": ("By area", "按地区"),
    "category": ("By category", "按事项类别"),
    "department": ("By department", "按部门"),
    "group": ("Group", "组别"),
    "unnamed": ("not stated", "未注明"),
    "hidden": ("–", "–"),
    "of": ("{reached} of {counted}", "{counted} 件中 {reached} 件"),
    "note": (
        (
            "Solved: of cases closed in the quarter. In time: of limits judged, without"
            " extensions. Satisfied: of those who said, without what was left out with approval."
            " “–”: too few parties stand behind the figure to show it, or it would give"
            " such a figure away. No person and no enterprise is named."
        ),
        (
            "解决率以本季度办结件计；按时率以已判定的时限计，不含延期；满意率以作出评价者计，"
            "不含经批准剔除的评价。“–”表示该组对象过少，或公开后可推算出此类数字，故不公开。"
            "本公报不涉及任何个人和企业名称。"
        ),
    ),
}
