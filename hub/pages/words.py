"""
Words of the pages in English and Chinese, and values as people read them.

They stand in ``words.yaml``; what rules and kinds of findings are called, in their catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml

from events.messages import Language
from hub.i18n import findings as catalogue
from hub.i18n.speaking import Both, spoken

ZONE: Final = ZoneInfo("Asia/Shanghai")
"""In which instants are shown, as in reports."""


@cache
def words() -> Mapping[str, Both]:
    """Return (English, Chinese) by key."""
    text = files("hub.pages").joinpath("words.yaml").read_text("utf-8")
    own = {key: (both[0], both[1]) for key, both in yaml.safe_load(text).items()}
    return {**catalogue.names(), **own}


def word(language: Language, key: str, **values: Any) -> str:
    """Return the words of *key*; a code that has none stands for itself."""
    both = words().get(key)
    if both is None:
        return key
    return spoken(language, both, **values)


def language_from(chosen: str, kept: str, accepted: str) -> Language:
    """Return the language that was *chosen* now, else *kept*, else *accepted* by the browser."""
    stated = next((one for one in (chosen, kept) if one in {"en", "zh"}), accepted.strip().lower())
    return "zh" if stated.startswith("zh") else "en"


def moment(value: Any) -> str:
    """Return an instant (RFC 3339, '' or None) in local time, to the minute."""
    return f"{local(value):%Y-%m-%d %H:%M}" if value else ""


def day(value: Any) -> str:
    """Return the local date of an instant (RFC 3339, '' or None)."""
    return f"{local(value):%Y-%m-%d}" if value else ""


def local(value: str) -> datetime:
    return datetime.fromisoformat(value).astimezone(ZONE)


def number(value: Any) -> str:
    """Return a number of a report: thousands set apart, nothing where it is not told."""
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
