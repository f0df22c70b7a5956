"""
The classes of a broker, read out of its jars and checked once, and kept beside them.

Half of the processor time in which a broker starts goes into that. A first one is started and
ended only to write down what it loaded (class-data sharing of the JVM); those after it map that
file. It is made anew for another Java; one that cannot be used is left aside by the JVM itself.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

Broker = Callable[[Path, list[str]], None]
"""Starts a broker in an empty folder with more words for its JVM, and asks it to end."""


def shared_classes(jars: Path, run: Broker) -> list[str]:
    """Return the words that let a JVM map the classes of *jars*; none where that cannot be."""
    archive = jars.with_name(f"{jars.name}-{_java()}.jsa")
    with jars.with_name(f"{jars.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not archive.exists():
            _write(archive, run)
    return [f"-XX:SharedArchiveFile={archive}"] if archive.stat().st_size else []


def _java() -> int:
    """Return what tells one installed Java from another: the seconds of its program's time."""
    return int(Path(shutil.which("java") or "/").resolve().stat().st_mtime)


def _write(archive: Path, run: Broker) -> None:
    """Let a broker write *archive* when it ends; an empty one says that this Java does not."""
    half = archive.with_suffix(".half")
    half.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="hub-classes-") as folder:
        try:
            run(Path(folder), [f"-XX:ArchiveClassesAtExit={half}"])
        except (RuntimeError, TimeoutError):
            half.unlink(missing_ok=True)
    half.touch()
    half.rename(archive)
