"""
A real ClickHouse server for the tests, wherever it can be had.

``CLICKHOUSE_URL`` (``clickhouse://user:password@host:9000/database``) names one that runs;
else Docker starts one; else Debian's ``clickhouse-server`` (18.16.1) runs with a small
configuration of ours, on the loopback interface and ports that were free. The old server
speaks the same wire protocol but knows fewer types: ``Server.version`` tells.
It keeps its folder and ports over ``stop``, ``kill`` and ``start``.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from clickhouse_driver import Client
from clickhouse_driver.errors import Error

from tests.support.daemon import Container, Daemon, Process, free_port, listens
from tests.support.part import Absent, docker_answers

IMAGE = "clickhouse/clickhouse-server:26.9"

_HELP = (
    "no ClickHouse server: set CLICKHOUSE_URL to one, or start Docker, or install Debian's "
    "(apt-get install clickhouse-server)"
)

_CONFIG = """<?xml version="1.0"?>
<yandex>
    <logger><level>warning</level><console>1</console></logger>
    <listen_host>127.0.0.1</listen_host>
    <tcp_port>{tcp}</tcp_port>
    <http_port>{http}</http_port>
    <path>{folder}/data/</path>
    <tmp_path>{folder}/tmp/</tmp_path>
    <user_files_path>{folder}/files/</user_files_path>
    <format_schema_path>{folder}/schemas/</format_schema_path>
    <users_config>users.xml</users_config>
    <default_profile>default</default_profile>
    <default_database>default</default_database>
    <timezone>UTC</timezone>
    <mark_cache_size>67108864</mark_cache_size>
    <mlock_executable>false</mlock_executable>
</yandex>
"""

_USERS = """<?xml version="1.0"?>
<yandex>
    <profiles><default><max_memory_usage>2000000000</max_memory_usage></default></profiles>
    <users><default>
        <password></password>
        <networks><ip>127.0.0.1</ip></networks>
        <profile>default</profile><quota>default</quota>
    </default></users>
    <quotas><default></default></quotas>
</yandex>
"""


class Server:
    """A ClickHouse server: ``url`` for the native protocol, ``http`` for ``url()`` of chDB."""

    def __init__(self, url: str, http_port: int, origin: str, daemon: Daemon | None = None) -> None:
        parts = urlsplit(url)
        self.url = url
        self.host = parts.hostname or "127.0.0.1"
        self.port = parts.port or 9000
        self.http = f"http://{self.host}:{http_port}/"
        self.origin = origin
        self._daemon = daemon

    @property
    def daemon(self) -> Daemon:
        """The process or container, to be stopped and killed; raises for a server not ours."""
        if self._daemon is None:
            raise RuntimeError(f"the server at {self.host}:{self.port} is not ours to stop")
        return self._daemon

    @property
    def version(self) -> tuple[int, ...]:
        """The server's version, such as (18, 16, 1)."""
        [(text,)] = self.execute("SELECT version()")
        return tuple(int(number) for number in str(text).split(".")[:3])

    @property
    def modern(self) -> bool:
        """Whether the production tables run here untranslated (DateTime64, window functions)."""
        return self.version >= (24,)

    def execute(self, query: str, *arguments: object) -> list[tuple[object, ...]]:
        """Run *query* on a connection of its own and return the rows."""
        with _client(self.url) as client:
            rows: list[tuple[object, ...]] = client.execute(query, *arguments)
            return rows

    def database(self, name: str) -> str:
        """Return the url of database *name* on this server."""
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()


@contextmanager
def running_clickhouse(folder: Path, *, own: bool = False) -> Iterator[Server]:
    """
    Give a server that answers, and end it afterwards when it was started here.

    Args:
        folder: an empty folder for its data and log.
        own: never the shared one of ``CLICKHOUSE_URL``: the test will stop or kill it.

    Raises:
        Absent: there is no server, no Docker, and no ``clickhouse-server`` program.
    """
    url = os.environ.get("CLICKHOUSE_URL", "")
    if url and not own:
        http = int(os.environ.get("CLICKHOUSE_HTTP_PORT", "8123"))
        yield Server(url, http, f"ClickHouse at {urlsplit(url).hostname}")
        return
    server = _in_docker() if docker_answers() else _on_this_machine(folder)
    server.daemon.start()
    try:
        yield server
    finally:
        server.daemon.kill()


def answers(url: str) -> bool:
    """Return whether the server at *url* answers a query."""
    if not listens(urlsplit(url).port or 9000):
        return False
    try:
        with _client(url) as client:
            return bool(client.execute("SELECT 1") == [(1,)])
    except (Error, OSError, EOFError):
        return False


def program() -> str:
    """
    Return the path of the installed server.

    Raises:
        Absent: none is installed.
    """
    found = shutil.which("clickhouse-server") or shutil.which("/usr/sbin/clickhouse-server")
    if found is None:
        raise Absent(_HELP)
    return found


def _on_this_machine(folder: Path) -> Server:
    tcp, http = free_port(), free_port()
    config = folder / "config.xml"
    config.write_text(_CONFIG.format(tcp=tcp, http=http, folder=folder))
    (folder / "users.xml").write_text(_USERS)
    url = f"clickhouse://default@127.0.0.1:{tcp}/default"
    process = Process(
        "ClickHouse",
        [program(), f"--config-file={config}"],
        folder / "clickhouse.log",
        lambda: answers(url),
    )
    return Server(url, http, "ClickHouse (installed program)", process)


def _in_docker() -> Server:
    tcp, http = free_port(), free_port()
    url = f"clickhouse://default@127.0.0.1:{tcp}/default"
    ports = ["--publish", f"127.0.0.1:{tcp}:9000", "--publish", f"127.0.0.1:{http}:8123"]
    container = Container(
        f"hub-test-clickhouse-{uuid.uuid4().hex[:8]}",
        [*ports, "--env", "CLICKHOUSE_SKIP_USER_SETUP=1", IMAGE],
        lambda: answers(url),
    )
    return Server(url, http, f"ClickHouse (Docker, {IMAGE})", container)


def _client(url: str) -> Client:
    parts = urlsplit(url)
    return Client(
        host=parts.hostname,
        port=parts.port or 9000,
        user=parts.username or "default",
        password=parts.password or "",
        database=parts.path.lstrip("/") or "default",
        connect_timeout=3,
        send_receive_timeout=60,
    )
