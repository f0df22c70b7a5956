"""
Keys with which departments sign: files of private halves, and what the log knows of public ones.

A private key is made on the department's own machine, in a file that only its owner may read;
the hub never sees it. What people say about keys are events like any other
(``events.models.key``), and who signs is concluded from them (``events.signers``).
"""

from __future__ import annotations

import os
from base64 import b64decode
from pathlib import Path
from typing import Any, Final

from events import topics
from events.instant import Instant, render
from events.signers import NOBODY, Key, Signers
from events.signing import Signer, fingerprint
from hub.failure import Failure, must_be_file
from hub.intake.signers import about_signing
from hub.journal import Journal
from hub.publishing.publications import Publication

_OWNER_ONLY: Final = 0o600
_RAW: Final = 32


def make_key_file(path: Path) -> Signer:
    """Write a new private key to *path*, for its owner alone; raise ``Failure`` where it stands."""
    signer = Signer.make()
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    except OSError as error:
        raise Failure("key-unwritable", path=path, reason=error.strerror) from error
    with os.fdopen(file, "wb") as out:
        out.write(signer.pem())
    return signer


def read_key_file(path: Path) -> Signer:
    """Return who signs with the private key in *path*; raise ``Failure`` where there is none."""
    must_be_file(path)
    try:
        return Signer.read(path.read_bytes())
    except (OSError, ValueError) as error:
        raise Failure("key-unreadable", path=path, reason=error) from error


def publication(department: str, public: str, since: str, until: str | None = None) -> Publication:
    """
    Return what tells the hub a public key.

    *public* is 32 bytes in base64; it counts for what happened in [*since*, *until*) (RFC 3339).
    """
    said = {"department_id": department, "key_id": _id(public), "public": public}
    ends = {} if until is None else {"valid_to": until}
    return "key.published", said | {"valid_from": since} | ends


def revocation(
    signers: Signers, department: str, key_id: str, until: str | None, reason: str
) -> Publication:
    """Return what makes a key void; raise ``Failure`` where *signers* have no such key."""
    if signers.key(department, key_id) is None:
        raise Failure("unknown-signing-key", id=key_id, department=department)
    said = {"department_id": department, "key_id": key_id, "reason": reason}
    return "key.revoked", said | ({} if until is None else {"until": until})


def rows(signers: Signers, now: Instant) -> list[dict[str, Any]]:
    """Return the keys by department, and the departments that must sign and have none."""
    keys = [_row(key, signers, now) for _, key in sorted(signers.keys.items())]
    keyed = {row["department"] for row in keys}
    bound = {one for duty in signers.duties for one in duty.departments}
    without = [one for one in sorted(bound - keyed) if signers.must_sign(one, now)]
    return [*keys, *({"department": one, "must_sign": True, "key_id": ""} for one in without)]


def signers_of(journal: Journal) -> Signers:
    """Return the signers that *journal* tells of: one partition has all of them."""
    known, topic = NOBODY, journal.layout.live(topics.JOURNAL_CASES)
    for record in journal.read(topic, 0) if journal.partitions(topic) else ():
        event = about_signing(record)
        if event is not None and known.holds(event):
            known = known.learn(event)
    return known


def _row(key: Key, signers: Signers, now: Instant) -> dict[str, Any]:
    return {
        "department": key.department,
        "must_sign": signers.must_sign(key.department, now),
        "key_id": key.key_id,
        "valid_from": render(key.since),
        "valid_to": _end(key),
        "revoked": key.revoked,
        "public": key.public,
    }


def _end(key: Key) -> str:
    if not key.ends:
        return ""
    return render(max(key.until, Instant(0)))


def _id(public: str) -> str:
    try:
        if len(b64decode(public, validate=True)) == _RAW:
            return fingerprint(public)
    except ValueError:
        pass
    raise Failure("public-key-wrong", value=public[:60])
