"""
Templates: Jinja2 with everything escaped; a name that a template does not know is an error.

The only file that imports Jinja2. A page carries no script and no style of its own, and its
headers say so to the browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import URL

from events.messages import Language
from hub.gateway.keyring import Caller
from hub.gateway.roles import may
from hub.pages.registry import PAGES
from hub.pages.words import day, moment, number, word

FOLDER: Final = Path(__file__).parent
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@cache
def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {"moment": moment, "day": day, "number": number, "json": _json}
    return found


def prepare() -> None:
    """Read all templates, so that the first who looks does not wait for it."""
    for path in (FOLDER / "templates").glob("*.html"):
        _environment().get_template(path.name)


def _json(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()


def render(
    name: str, language: Language, url: URL, viewer: Caller | None, values: Mapping[str, Any]
) -> str:
    """Return the page *name* with *values*, for *viewer* (None: somebody without a session)."""
    listed = [page for page in PAGES if page.listed and viewer and may(viewer.role, page.right)]
    other: Language = "en" if language == "zh" else "zh"
    return (
        _environment()
        .get_template(f"{name}.html")
        .render(
            name=name,
            language=language,
            menu=listed,
            switch=str(url.include_query_params(lang=other).replace(scheme="", netloc="")),
            t=lambda key, **said: word(language, key, **said),
            **{"viewer": viewer, "version": "", "live": False, "now": "", "stale": False, **values},
        )
    )
