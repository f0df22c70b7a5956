"""
What must hold of every input, and what an input that breaks it is told as.

Time is CPU time of this thread, the least of three where the first was too much: a busy machine
is not a slow input. An input below a megabyte counts as one.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections import Counter
from typing import Final, NamedTuple

from bench.fuzz.messages import unpacked
from events import codec
from events.event import Event
from events.instant import Instant, parse
from events.intake import Accepted, Judgement, Received, Rejected, Settings, judge
from events.remembered import Remembered
from events.signers import NOBODY, Signers
from events.signing import Signer, fingerprint

MS_PER_MB: Final = 50.0
_MB: Final = 1024 * 1024
_NOW: Final = parse("2026-11-01T00:00:00Z")
_TRIES: Final = 3
_DEPARTMENT: Final = re.compile(rb'source"?:"?/departments/([A-Za-z0-9._-]{1,20})')
SIGNER: Final = Signer.read(
    b"-----BEGIN PRIVATE KEY-----\n"
    b"MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    b"-----END PRIVATE KEY-----\n"
)
"""The first key of RFC 8032's examples: a seed gives the same inputs again."""


class Wrong(NamedTuple):
    """``what`` an input broke: ``raised``, ``internal-error``, ``unreadable`` or ``slow``."""

    what: str
    detail: str
    data: bytes

    @property
    def name(self) -> str:
        return f"{self.what}-{hashlib.sha256(self.data).hexdigest()[:12]}"


class Probe:
    """Judges inputs one by one; keeps what was wrong, the slowest, and the outcomes."""

    def __init__(self) -> None:
        self.wrong: list[Wrong] = []
        self.outcomes: Counter[str] = Counter()
        self.slowest = 0.0
        """ms of CPU per started megabyte."""
        self._settings = Settings(signers=_signers(), pseudonym=_pseudonym)

    def check(self, data: bytes) -> None:
        """Judge the message in *data*."""
        value, headers = unpacked(data)
        message = Received(_department(data), value, headers, "ingest.x", 0, 0, _NOW)
        begun = time.thread_time()
        try:
            judgement = judge(message, _nothing, self._settings)
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            self.wrong.append(Wrong("raised", repr(error)[:200], data))
            return
        self._timed(time.thread_time() - begun, message, data)
        self._read(judgement, data)

    def _timed(self, seconds: float, message: Received, data: bytes) -> None:
        pace = _pace(seconds, data)
        for _ in range(_TRIES - 1):
            if pace <= max(self.slowest, MS_PER_MB):
                break
            begun = time.thread_time()
            judge(message, _nothing, self._settings)
            pace = min(pace, _pace(time.thread_time() - begun, data))
        self.slowest = max(self.slowest, pace)
        if pace > MS_PER_MB:
            self.wrong.append(Wrong("slow", f"{pace:.0f} ms per MB", data))

    def _read(self, judgement: Judgement, data: bytes) -> None:
        code = judgement.receipt.code
        self.outcomes[code or judgement.receipt.outcome] += 1
        if code == "internal-error":
            self.wrong.append(Wrong(code, judgement.receipt.message, data))
        if isinstance(judgement, Accepted):
            again = codec.decode(judgement.journal[-1].value)
            if again != judgement.event:
                self.wrong.append(Wrong("unreadable", "the journal says another event", data))
        elif not isinstance(judgement, Rejected):
            self.wrong.append(Wrong("unreadable", "a duplicate of nothing", data))


def _pace(seconds: float, data: bytes) -> float:
    return seconds * 1000 / max(1.0, len(data) / _MB)


def _department(data: bytes) -> str:
    """Return the department that sends: most often the one that the message names."""
    found = _DEPARTMENT.search(data)
    return found[1].decode() if found else "fire"


def _signers() -> Signers:
    id = fingerprint(SIGNER.public)
    signers = NOBODY
    for department in ("fire", "hub", "tax"):
        said = {"department_id": department, "key_id": id, "public": SIGNER.public}
        said["valid_from"] = "2000-01-01T00:00:00Z"
        name = "key.published"
        event = Event(f"k#{department}", name, 1, Instant(0), 0, "k", department, "", said)
        signers = signers.learn(event)
    return signers


def _pseudonym(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _nothing(_source: str, _id: str) -> Remembered | None:
    return None
