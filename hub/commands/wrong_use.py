"""What is told of a wrong command line: typer says it in English, here it is in both languages."""

from __future__ import annotations

import re
from typing import Any, Final

from typer._click import exceptions as click

from events.messages import Language
from hub.i18n import say

_NO_COMMAND: Final = re.compile(
    r"No such command '(?P<name>[^']*)'\.(?: Did you mean (?P<like>.*)\?)?"
)
_EXTRA: Final = re.compile(r"Got unexpected extra argument\(?s?\)? \((?P<words>.*)\)")


def wrong_use(error: click.ClickException, language: Language) -> str:
    """Return in one sentence what *error* says."""
    match error:
        case click.NoSuchOption():
            like = ", ".join(error.possibilities or ())
            return say(language, "use-no-option", name=error.option_name) + _like(like, language)
        case click.MissingParameter():
            return say(language, "use-missing", name=_named(error))
        case click.BadParameter():
            return say(language, "use-bad-value", name=_named(error), reason=error.message)
        case click.BadOptionUsage():
            return say(language, "use-no-value", name=error.option_name)
    return _by_its_words(error.format_message(), language)


def _by_its_words(told: str, language: Language) -> str:
    """Return *told* in *language*: of these errors typer gives the sentence alone."""
    if found := _NO_COMMAND.fullmatch(told):
        like = (found["like"] or "").replace("'", "")
        return say(language, "use-no-command", name=found["name"]) + _like(like, language)
    if found := _EXTRA.fullmatch(told):
        return say(language, "use-extra", words=found["words"])
    return say(language, "use-nothing") if told == "Missing command." else told


def _like(names: str, language: Language) -> str:
    return say(language, "use-like", names=names) if names else ""


def _named(error: click.BadParameter) -> str:
    """Return how a person writes what *error* is about: ``--from``, or ``FILE``."""
    parameter: Any = error.param
    if parameter is None:
        return str(error.param_hint or "")
    if parameter.param_type_name == "argument":
        return str(parameter.name).upper()
    return str(max(parameter.opts, key=len))
