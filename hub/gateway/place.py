"""
Where a server listens: ``host:port``, or a port of this machine, and whether it may.

Asked before anything is opened: a hub that was started twice should say so at once.
"""

from __future__ import annotations

import socket

from hub.failure import Failure


def must_be_free(address: str) -> None:
    """Raise ``Failure`` where nobody could listen at *address* now; port 0 is always free."""
    host, port = place(address)
    try:
        (family, *_, where), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as error:
        raise Failure("cannot-listen", address=address) from error


def place(address: str) -> tuple[str, int]:
    """Return host and port of *address*; a port alone means this machine only."""
    host, _, port = address.rpartition(":")
    if not port.isdecimal() or int(port) > 65_535:
        raise Failure("address-wrong", value=address)
    return host or "127.0.0.1", int(port)
