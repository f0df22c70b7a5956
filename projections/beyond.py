"""
What SQL that people write may not reach: files, other servers, other people's questions.

``readonly`` closes tables against writes and most functions against the outside, but not all: a
plain ``SELECT file('/etc/passwd')`` reads any file of the machine, ``DESCRIBE url(…)`` calls any
address, and ``system.processes`` shows what others ask. So they are looked for by name, once texts
and comments are taken out; what two readers could read differently (odd quotes, letters without a
width, escapes in names) is refused with them. Rather too much is refused than too little.

The hub's own questions (views, reports) do not come through here.
"""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(
    r"(?P<text>'(?:[^'\\]|\\.|'')*')|(?P<aside>(?:--|#)[^\n]*|/\*.*?\*/)|(?P<name>`[^`]*`|\"[^\"]*\")",
    re.DOTALL,
)
_ODD: Final = re.compile(
    r"\$\w*\$|[\u2018\u2019\u201c\u201d]|[`\"][^`\"]*\\|/\*[^*]*/\*|[\x00\u200b-\u200f\u2060\ufeff]"
)
_BEYOND: Final = re.compile(
    r"\b(file|url|s3\w*|gcs|azure\w*|hdfs\w*|iceberg\w*|delta\w*|hudi\w*|remote\w*|cluster\w*"
    r"|mysql|postgresql|sqlite|mongodb|redis|odbc|jdbc|executable|python|input|dictionary\w*"
    r"|loop|view|merge\w*|url\w*cluster|filecluster|urlwithheaders|arrowflight|ytsaurus|paimon\w*"
    r"|dict[A-Z]\w*|getSetting|getMacro|currentUser|catboost\w*|addressTo\w*|showCertificate)\s*\("
    r"|\b(?:system|information_schema)\s*\."
    r"|\bshow\s+(?:processlist|grants|users|access|roles|quotas?|profiles|settings|policies)\b"
    r"|;\s*[^\s;]\w*",
    re.IGNORECASE,
)


def beyond(sql: str) -> str:
    """Return what in *sql* reaches beyond the hub's tables, or might; '' for nothing."""
    reached = _ODD.search(sql) or _BEYOND.search(_TOKEN.sub(_plain, sql))
    return reached.group().strip('`" (.') or "…" if reached else ""


def _plain(token: re.Match[str]) -> str:
    if token["name"]:
        return token.group()[1:-1]
    return "''" if token["text"] else " "
