"""
``hub backup`` and ``hub restore``: the embedded hub in one file, verified before it is believed.

A backup is a copy of the log's database, taken by SQLite while the hub goes on, so it holds
whole batches: log, intake memory, checkpoints and positions of one instant. The ingest topics
are left out: what departments sent names people. The vault is backed up apart, the warehouse
not at all: it is built again from the log, which gives the same reports. Beside a backup stands
its digest. It is read back and its log held against itself before it is called one, and again
before it is put in place of a hub.
"""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from events import topics
from hub.embedded.lock import Ownership
from hub.embedded.log import Log
from hub.failure import FOUND_WRONG, Failure, must_be_file, must_have_folder
from hub.proving.log_check import verify_log
from hub.settings import Settings
from hub.sqlite import Database, SqliteError

_DIGEST: Final = ".sha256"
_CHUNK: Final = 1 << 20


def back_up(database: Path, target: Path) -> dict[str, Any]:
    """
    Copy the log's *database* to the file *target*, verify it, and return what it holds.

    Raises:
        Failure: *target* is there already or cannot be written, or the copy does not agree with
            itself.
    """
    if target.exists():
        raise Failure("backup-exists", target=target)
    must_have_folder(target)
    draft = target.with_name(target.name + ".half")
    draft.unlink(missing_ok=True)
    source = Database(database)
    try:
        source.copy_to(draft)
    except SqliteError as error:
        draft.unlink(missing_ok=True)
        raise Failure("backup-unwritable", FOUND_WRONG, target=target, reason=error) from error
    finally:
        source.close()
    _let_go(draft)
    figures = _verified(draft)
    draft.rename(target)
    _digest_file(target).write_text(f"{_digest(target)}  {target.name}\n", encoding="utf-8")
    return {"backup": str(target), **figures}


def _let_go(path: Path) -> None:
    """
    Take out what departments sent, as it was sent: intake remembers what it must.

    A copy is kept for longer than people's names may be; the journals hold pseudonyms.
    """
    database = Database(path)
    try:
        log = Log(database)
        with database.transaction():
            for topic in filter(topics.ingest_department, log.topics()):
                log.cut(topic, 0, log.end(topic, 0))
        database.run("VACUUM")
    finally:
        database.close()


def restore(settings: Settings, source: Path, replace: bool = False) -> dict[str, Any]:
    """
    Put the backup *source* in the place of the hub's log; return what it holds.

    *replace*: a hub that is there is moved aside (``<folder>.replaced``), not deleted.

    Raises:
        Failure: *source* is none, was altered, or does not agree with itself; or there is a
            hub already; or another process holds it.
    """
    must_be_file(source)
    _check_digest(source)
    with Ownership(settings.data):
        if settings.log.exists() and not replace:
            raise Failure("hub-exists", data=settings.data)
        draft = settings.data / "restored.half"
        shutil.copyfile(source, draft)
        figures = _verified(draft)
        _move_aside(settings)
        draft.rename(settings.log)
    return {"restored": str(source), **figures}


def _move_aside(settings: Settings) -> None:
    aside = settings.data / "replaced"
    shutil.rmtree(aside, ignore_errors=True)
    files = [settings.log, Path(f"{settings.log}-wal"), Path(f"{settings.log}-shm")]
    for path in (*files, settings.warehouse):
        if path.exists():
            aside.mkdir(exist_ok=True)
            path.rename(aside / path.name)


def _verified(path: Path) -> dict[str, Any]:
    try:
        database = Database(path)
        try:
            damaged = database.damage()
            seen = None if damaged else verify_log(Log(database))
        finally:
            database.close()
    except SqliteError as error:
        raise Failure("backup-damaged", FOUND_WRONG, path=path, reason=error) from error
    if damaged or seen is None or seen.problems:
        reason = damaged or f"{len(seen.problems) if seen else 0} disagreements"
        raise Failure("backup-damaged", FOUND_WRONG, path=path, reason=reason)
    for rest in ("-wal", "-shm"):
        Path(f"{path}{rest}").unlink(missing_ok=True)
    return {"records": seen.records, "events": seen.accepted}


def _check_digest(source: Path) -> None:
    try:
        stated = _digest_file(source).read_text(encoding="utf-8").split()[0]
        found = _digest(source)
    except (OSError, IndexError) as error:
        raise Failure("backup-unreadable", path=source, reason=error) from error
    if stated != found:
        reason = "its digest is another"
        raise Failure("backup-damaged", FOUND_WRONG, path=source, reason=reason)


def _digest_file(path: Path) -> Path:
    return path.with_name(path.name + _DIGEST)


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
