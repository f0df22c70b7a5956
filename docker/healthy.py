"""
Says whether this container works: whether it is a member of its consumer group at the broker.

A process that runs but was put out of its group (it hangs, or its network is cut) does no
work, whatever its process list says; the broker knows. Called by the healthchecks of
``compose.yaml`` as ``healthy.py GROUP`` with the brokers in ``HUB_KAFKA``. Exit code 0: a
member at one of this machine's addresses. 1: none, or no broker answers.
"""

from __future__ import annotations

import os
import socket
import sys
from contextlib import closing

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

TIMEOUT_MS = 5_000


def main(group: str, brokers: str) -> str:
    """Return why the container is not healthy, or '' when it is."""
    try:
        hosts = member_hosts(group, brokers)
    except (KafkaError, OSError) as error:
        return f"no answer from {brokers}: {error!r}"
    ours = own_addresses()
    return (
        "" if hosts & ours else f"no member of {group} at {sorted(ours)}; members: {sorted(hosts)}"
    )


def member_hosts(group: str, brokers: str) -> set[str]:
    """Return the addresses that the members of *group* connect from, as the broker sees them."""
    admin = KafkaAdminClient(
        bootstrap_servers=brokers.split(","),
        request_timeout_ms=TIMEOUT_MS,
        bootstrap_timeout_ms=TIMEOUT_MS,
    )
    with closing(admin):
        members = admin.describe_groups([group])[group]["members"]
    return {member["client_host"].lstrip("/") for member in members}


def own_addresses() -> set[str]:
    """Return this machine's addresses, the loopback one among them."""
    return {"127.0.0.1", *socket.gethostbyname_ex(socket.gethostname())[2]}


if __name__ == "__main__":
    problem = main(sys.argv[1], os.environ.get("HUB_KAFKA", "localhost:9092"))
    sys.exit(problem or 0)
