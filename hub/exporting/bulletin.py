"""
The quarterly bulletin as one HTML file: readable on a phone, printed as it stands (A4, PDF).

Its figures are the rows of the report ``bulletin``, which already hides groups that are too
small; nothing is loaded from anywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any, Final

from events.messages import Language
from hub.exporting.source import Row
from hub.failure import Failure
from hub.i18n.bulletin import WORDS
from hub.i18n.speaking import spoken

_TEMPLATE: Final = Path(__file__).with_name("bulletin.html")
_SUBJECTS: Final = ("area", "category", "department")
_MEASURES: Final = ("cases", "solved", "on-time", "satisfied")

Measures = Mapping[str, Row]
"""By measure: the row of the report."""


def write(
    path: Path, rows: Sequence[Row], quarter: str, now: str, language: Language
) -> dict[str, Any]:
    """
    Write the bulletin of *quarter* ('': the last that is over); *now* is the last tick, a day
    of the wall.

    Raises:
        Failure: there are no figures of that quarter.
    """
    known = sorted({row["quarter"] for row in rows})
    quarter = quarter or _last(known, now)
    told = [row for row in rows if row["quarter"] == quarter]
    if not told:
        raise Failure("no-quarter", quarter=quarter or "-", known=", ".join(known) or "-")
    path.write_text(page(told, quarter, now, language), encoding="utf-8")
    return {"quarter": quarter, "rows": len(told)}


def _last(known: Sequence[str], now: str) -> str:
    """Return the last quarter of *known* that is over at *now*, else the last one ('': none)."""
    running = f"{now[:4]}Q{(int(now[5:7]) + 2) // 3}"
    over = [quarter for quarter in known if quarter < running]
    return (over or known or [""])[-1]


def page(rows: Sequence[Row], quarter: str, now: str, language: Language) -> str:
    """Return the HTML of *rows*, all of one *quarter*."""
    groups: defaultdict[str, dict[str, dict[str, Row]]] = defaultdict(dict)
    for row in rows:
        groups[row["subject"]].setdefault(row["name"], {})[row["measure"]] = row
    tables = (_table(s, groups[s], language) for s in _SUBJECTS if groups[s])
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        language="zh-CN" if language == "zh" else "en",
        title=_word("title", language),
        quarter=escape(quarter),
        measured=escape(_word("measured", language, now=now)),
        cards=_cards(groups["all"].get("", {}), language),
        tables="\n".join(tables),
        note=_word("note", language),
    )


def _cards(measures: Measures, language: Language) -> str:
    cards = (
        f"<li>{_titled(row, language)}<strong>{_figure(row, language)}</strong>"
        f"<small>{_share(row, language)}</small></li>"
        for row in _ordered(measures)
    )
    return f'<h2>{_word("all", language)}</h2>\n<ul class="cards">{"".join(cards)}</ul>'


def _table(subject: str, groups: Mapping[str, Measures], language: Language) -> str:
    first = {m: row for measures in groups.values() for m, row in measures.items()}
    heads = "".join(f'<th scope="col">{_titled(row, language)}</th>' for row in _ordered(first))
    lines = "\n".join(
        f'<tr><th scope="row">{escape(name) or _word("unnamed", language)}</th>'
        + "".join(_cell(measures.get(row["measure"]), language) for row in _ordered(first))
        + "</tr>"
        for name, measures in groups.items()
    )
    group = _word("group", language)
    return (
        f"<h2>{_word(subject, language)}</h2>\n<table><thead><tr>"
        f'<th scope="col">{group}</th>{heads}</tr></thead><tbody>\n{lines}\n</tbody></table>'
    )


def _cell(row: Row | None, language: Language) -> str:
    if row is None:
        return "<td></td>"
    rate = row["rate"]
    bar = "" if rate is None else f'<i style="--share: {float(rate)}%"></i>'
    title = escape(_share(row, language), quote=True)
    return f'<td title="{title}"><span class="rate">{bar}{_figure(row, language)}</span></td>'


def _figure(row: Row, language: Language) -> str:
    if row["suppressed"]:
        return _word("hidden", language)
    if row["measure"] == "cases":
        return str(row["counted"])
    return _word("hidden", language) if row["rate"] is None else f"{row['rate']} %"


def _share(row: Row, language: Language) -> str:
    if row["suppressed"] or row["reached"] is None:
        return ""
    return _word("of", language, reached=row["reached"], counted=row["counted"])


def _ordered(measures: Measures) -> Iterable[Row]:
    return [measures[measure] for measure in _MEASURES if measure in measures]


def _titled(row: Row, language: Language) -> str:
    return escape(str(row["title_zh" if language == "zh" else "title_en"]))


def _word(key: str, language: Language, **values: Any) -> str:
    return spoken(language, WORDS[key], **values)
