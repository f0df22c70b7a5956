"""
Where a process listens: what the kernel says of its sockets and those of its children.

Linux only (``/proc``), which is where the tests' real parts run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from socket import ntohl
from typing import Final

_SOCKET: Final = re.compile(r"socket:\[(\d+)\]")
_LISTENING: Final = "0A"


def listening(pid: int) -> set[str]:
    """Return ``address:port`` of every TCP listener of *pid* and the processes it started."""
    return {where for one in _family(pid) for where in _own(one)}


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from _family(int(child))


def _own(pid: int) -> Iterator[str]:
    sockets = set()
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since it was listed: that of the list itself
            if found := _SOCKET.fullmatch(str(file.readlink())):
                sockets.add(found[1])
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == _LISTENING and fields[9] in sockets:
                yield _place(fields[1])


def _place(text: str) -> str:
    """Return ``127.0.0.1:80`` for ``0100007F:0050``: words of the address in the host's order."""
    address, port = text.split(":")
    words = [ntohl(int(address[at : at + 8], 16)) for at in range(0, len(address), 8)]
    packed = b"".join(word.to_bytes(4, "big") for word in words)
    host = IPv4Address(packed) if len(packed) == 4 else IPv6Address(packed)
    return f"{host}:{int(port, 16)}"
