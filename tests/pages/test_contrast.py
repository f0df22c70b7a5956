"""The colours of the pages: text can be read by eyes that see contrast poorly (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from functools import cache

import pytest

from hub.pages.rendering import FOLDER

CSS = re.sub(r"/\*.*?\*/", "", (FOLDER / "static" / "pages.css").read_text(), flags=re.DOTALL)
COLOURS = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\s*;", CSS))
RULES = re.findall(r"([^{}]+)\{([^{}]*)\}", CSS)
TEXT, SHAPE = 4.5, 3.0


@cache
def luminance(colour: str) -> float:
    parts = [int(COLOURS[colour][at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def said(body: str, name: str) -> str:
    found = re.search(rf"(?:^|;)\s*{name}:\s*var\(--([\w-]+)\)", body)
    return found.group(1) if found else ""


PAIRS = sorted(
    {
        (said(body, "color"), said(body, "background"))
        for _, body in RULES
        if said(body, "color") and said(body, "background")
    }
)


@pytest.mark.parametrize(("text", "ground"), [*PAIRS, ("link", "paper"), ("link", "info-wash")])
def test_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    """4.5 to 1, also for small text; links on paper as well."""
    assert contrast(text, ground) >= TEXT


@pytest.mark.parametrize(
    ("shape", "ground"),
    [
        ("focus", "paper"),
        *((f"series-{number}", "paper") for number in range(6)),
        ("on-bar", "bar"),
        ("edge", "paper"),
        ("info", "wash"),
        ("breach", "wash"),
        ("good", "wash"),
        ("ink", "wash"),
    ],
)
def test_what_is_drawn_stands_out(shape: str, ground: str) -> None:
    """3 to 1 for the mark of the focus, for the edges of fields and for drawn stretches."""
    assert contrast(shape, ground) >= SHAPE


def test_every_rule_that_colours_text_says_on_what() -> None:
    """Else its contrast would be a guess. Printing and what inherits its ground are left out."""
    free = {"a", "a { color", "body"}
    loose = [
        selector.strip()
        for selector, body in RULES
        if said(body, "color") and not said(body, "background") and selector.strip() not in free
    ]

    assert [] == loose


def test_colours_are_variables() -> None:
    """A colour written anywhere else would be computed by nobody."""
    bodies = " ".join(body for selector, body in RULES if ":root" not in selector)

    assert [] == re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", bodies)
    assert len(PAIRS) >= 12
