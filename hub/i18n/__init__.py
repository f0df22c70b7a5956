"""
What the command says to people, by key, in English and Chinese.

A message is one line that says what, where, and how to mend it. ``{names}`` are filled with
the values of a failure or a notice. A key without a sentence is an error of ours and shows
itself as the key with its values. Each part of the hub has a file of its messages here, all of one
shape (``speaking``); ``sentences`` tells findings by their catalogue (``findings``), ``policies``
what is wrong with a rule, ``demo`` and ``bulletin`` are the words of those two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from events.messages import Language
from hub.i18n.asking import ASKING
from hub.i18n.care import CARE
from hub.i18n.doctor import DOCTOR
from hub.i18n.exporting import EXPORTING
from hub.i18n.files import FILES
from hub.i18n.general import GENERAL
from hub.i18n.generations import GENERATIONS
from hub.i18n.mapping import MAPPING
from hub.i18n.sending import SENDING
from hub.i18n.signing import SIGNING
from hub.i18n.speaking import Both, spoken
from hub.i18n.using import USING
from hub.i18n.vault import VAULT

MESSAGES: Final[Mapping[str, Both]] = {
    **ASKING,
    **CARE,
    **DOCTOR,
    **EXPORTING,
    **FILES,
    **GENERAL,
    **GENERATIONS,
    **MAPPING,
    **SENDING,
    **VAULT,
    **SIGNING,
    **USING,
}


def say(language: Language, key: str, **values: Any) -> str:
    """Return the sentence *key* in *language*, filled with *values*."""
    if key not in MESSAGES:
        return f"{key} {values}" if values else key
    return spoken(language, MESSAGES[key], **values)
