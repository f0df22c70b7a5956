"""
What the notary is asked: to swear to the log as it is, and whether the log is what it swore to.

Its private key is a file that only its owner may read, made at the first oath. Whoever checks
names the public key; only on the notary's own machine may it be left out.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from events.instant import render
from events.signing import Signer
from hub.failure import Failure
from hub.journal import Journal
from hub.notary.anchors import AnchorFile
from hub.notary.chain_check import check_chain
from hub.notary.swearing import swear
from hub.wall import wall_now

ANCHORS: Final = "anchors.jsonl"
KEY: Final = "notary.pem"
_OWNER_ONLY: Final = 0o600
_MOST: Final = 1_000


class Files(NamedTuple):
    """Where the notary keeps its ``anchors`` and its private ``key``."""

    anchors: Path
    key: Path


def sworn(journal: Journal, files: Files) -> dict[str, Any]:
    """
    Swear to what was appended since; return the new anchors and the notary's public key.

    Raises:
        Failure: key or anchors cannot be read or written.
    """
    signer = _signer(files.key, make=True)
    try:
        added = swear(journal, AnchorFile(files.anchors), signer, render(wall_now()))
    except (OSError, ValueError) as error:
        raise Failure("anchors-unreadable", file=files.anchors, reason=error) from error
    return {
        "public": signer.public,
        "anchors": [{"topic": a.topic, "partition": a.partition, "end": a.end} for a in added],
    }


def checked(journal: Journal, files: Files, public: str) -> dict[str, Any]:
    """
    Return what in the log is not as sworn to (the first 1 000), in the form of ``hub verify``.

    *public* is the notary's public key; '': that of the key on this machine.

    Raises:
        Failure: there is no anchor, or no key to check them by.
    """
    by = public or _signer(files.key, make=False).public
    count, problems = check_chain(journal, AnchorFile(files.anchors), by)
    if count == 0 and not problems:
        raise Failure("no-anchors", file=files.anchors)
    rows: list[Mapping[str, str]] = [problem._asdict() for problem in problems[:_MOST]]
    return {"problems": rows, "disagreements": len(problems), "figures": {"anchors": count}}


def _signer(file: Path, *, make: bool) -> Signer:
    try:
        if make and not file.exists():
            return _made(file)
        return Signer.read(file.read_bytes())
    except (OSError, ValueError) as error:
        raise Failure("notary-key-unreadable", file=file, reason=error) from error


def _made(file: Path) -> Signer:
    signer = Signer.make()
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "wb") as out:
        out.write(signer.pem())
    return signer
