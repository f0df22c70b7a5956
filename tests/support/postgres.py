"""
A real PostgreSQL for the tests: one that runs (``POSTGRES_URL``), else Debian's programs.

The server listens on the loopback interface, at a port that was free, with its data in a folder
of its own under the system's temporary one. PostgreSQL refuses to run as root: started by root
it runs as ``postgres``, or ``nobody``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg

from tests.support.daemon import Process, free_port
from tests.support.part import Absent

_HELP = (
    "no PostgreSQL: set POSTGRES_URL to one, or install Debian's (apt-get install postgresql), "
    "whose service need not run"
)


class Postgres(NamedTuple):
    """A server: ``url`` of a database the tests may write to."""

    url: str
    origin: str

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            asked = connection.execute(sql.encode())
            return asked.fetchall() if asked.description else []


def program(name: str = "postgres") -> str:
    """
    Return the path of the installed program, the newest.

    Raises:
        Absent: none is installed.
    """
    there = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: p.parts[4])
    found = str(there[-1]) if there else shutil.which(name)
    if found is None:
        raise Absent(_HELP)
    return found


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """
    Give a server that answers, and end it afterwards when it was started here.

    Raises:
        Absent: there is none, and none is installed.
    """
    if url := os.environ.get("POSTGRES_URL", ""):
        yield Postgres(url, "PostgreSQL at POSTGRES_URL")
        return
    folder = Path(tempfile.mkdtemp(prefix="hub-postgres-"))
    try:
        yield from _started(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _started(folder: Path) -> Iterator[Postgres]:
    prefix, data, port = _as_somebody(folder), folder / "data", free_port()
    initdb = [*prefix, program("initdb"), "-D", str(data), "-U", "hub", "-A", "trust", "-N"]
    done = subprocess.run([*initdb, "-E", "UTF8", "--locale=C"], capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr.decode(errors='replace')}")
    settings = {
        "listen_addresses": "127.0.0.1", "unix_socket_directories": str(folder),
        "fsync": "off", "shared_buffers": "16MB", "max_connections": "20",
    }  # fmt: skip
    flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [*prefix, program(), "-D", str(data), "-p", str(port), *flags]
    url = f"postgresql://hub@127.0.0.1:{port}/postgres"
    process = Process("PostgreSQL", command, folder / "log", lambda: _answers(url))
    process.start()
    try:
        yield Postgres(url, "PostgreSQL (installed program)")
    finally:
        process.stop()


def _as_somebody(folder: Path) -> list[str]:
    """Return what runs a command as somebody other than root; *folder* becomes theirs."""
    if os.getuid() != 0:
        return []
    names = {user.pw_name for user in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    user = pwd.getpwnam(name)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
