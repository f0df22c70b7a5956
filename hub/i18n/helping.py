"""
What ``hub --help`` says, in the reader's language.

The English stands with the commands; ``help.yaml`` has the Chinese of each paragraph of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from events.messages import Language


@cache
def chinese() -> Mapping[str, str]:
    """Return ``help.yaml``: English paragraph → Chinese."""
    found: Mapping[str, str] = yaml.safe_load(
        files("hub.i18n").joinpath("help.yaml").read_text("utf-8")
    )
    return found


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of *text*, each as one line."""
    return [" ".join(one.split()) for one in text.split("\n\n")]


def helped(language: Language, text: str) -> str:
    """Return the help *text* in *language*; a paragraph without Chinese stays as it is."""
    words = chinese() if language == "zh" else {}
    return "\n\n".join(words.get(one, one) for one in paragraphs(text))
