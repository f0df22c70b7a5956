"""
A hook of the docs site: what a page says of files outside ``docs`` is told, not linked.

The papers are read in the repository too, where such links lead somewhere; on the site they
would lead nowhere, and a strict build would end.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)]*)?\)")


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Return *markdown* with each link out of the docs folder as plain text."""
    del files
    folder = Path(config["docs_dir"])
    beside = PurePosixPath(page.file.src_uri).parent

    def told(found: re.Match[str]) -> str:
        target = (folder / beside / found[2]).resolve()
        inside = target.is_relative_to(folder.resolve()) and target.is_file()
        return found[0] if inside else found[1]

    return _LINK.sub(told, markdown)
