"""
At the gateway's door: who is it, may they, how much, and did the body come whole and in time.

Every refusal, of whatever kind, is written down by the handlers of ``hub.gateway.app``.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from threading import Lock
from typing import Final

from fastapi import Request

from hub.gateway.keyring import Caller, Keyring
from hub.gateway.limits import Bucket, Limits, take
from hub.gateway.problems import ProblemError
from hub.gateway.roles import may
from hub.gateway.together import Together
from hub.outreach import links
from hub.port import Hub, Rows

_BEARER: Final = "bearer "
_REMEMBERED: Final = 10_000
"""Buckets of callers and addresses; the oldest is forgotten, which fills it again."""


class Door:
    """What one running gateway knows: its hub, its keys, and how much each caller sent."""

    def __init__(self, hub: Hub, keyring: Keyring, limits: Limits) -> None:
        self.hub, self.keyring, self.limits = hub, keyring, limits
        self._together = Together(hub.take)
        self.streams: dict[str, int] = {}
        self.waiting = 0
        self.answers: dict[str, tuple[float, object]] = {}
        self._buckets: dict[str, Bucket] = {}
        self._turn = Lock()

    def admit(self, request: Request, right: str) -> Caller:
        """
        Return who asks; they have *right*.

        Raises:
            ProblemError: no-key, wrong-key, not-allowed or too-fast.
        """
        stated = request.headers.get("authorization", "")
        address = address_of(request)
        caller = None
        if stated[: len(_BEARER)].lower() == _BEARER:
            caller = self.keyring.opens(stated[len(_BEARER) :].strip())
        if caller is None:
            self.charge(f"@{address}", self.limits.strangers, 0)
            raise ProblemError("wrong-key" if stated else "no-key")
        request.state.caller = caller.name
        if not may(caller.role, right):
            raise ProblemError("not-allowed", caller.role)
        return caller

    def take(self, department: str, values: Sequence[bytes]) -> Rows:
        """Return what *department* is answered for each of *values*, once the log holds them."""
        return self._together.take([(department, value) for value in values])

    def charge(self, name: str, rate: int, size: int) -> None:
        """Take *size* bytes out of the bucket of *name*; raise ``ProblemError`` when empty."""
        with self._turn:
            bucket, wait_s = take(self._buckets.pop(name, None), time.monotonic(), rate, size)
            self._buckets[name] = bucket
            if len(self._buckets) > _REMEMBERED:
                del self._buckets[next(iter(self._buckets))]
        if wait_s:
            raise ProblemError("too-fast", round(wait_s), wait_s)

    async def read(self, request: Request, caller: Caller) -> bytes:
        """
        Return the body, counted against the caller's quota.

        Raises:
            ProblemError: body-too-large, too-slow or too-fast.
        """
        stated = request.headers.get("content-length", "0")
        if stated.isdigit() and int(stated) > self.limits.body:
            raise ProblemError("body-too-large", self.limits.body)
        self.charge(caller.name, caller.quota, 0)
        try:
            async with asyncio.timeout(self.limits.read_s):
                body = await self._whole(request)
        except TimeoutError as error:
            raise ProblemError("too-slow", round(self.limits.read_s)) from error
        self._spend(caller, len(body))
        return body

    def _spend(self, caller: Caller, size: int) -> None:
        with self._turn:
            bucket = self._buckets[caller.name]
            self._buckets[caller.name] = Bucket(bucket.level - size, bucket.at)

    async def _whole(self, request: Request) -> bytes:
        parts, size = [], 0
        async for part in request.stream():
            size += len(part)
            if size > self.limits.body:
                raise ProblemError("body-too-large", self.limits.body)
            parts.append(part)
        return b"".join(parts)


def path_of(request: Request) -> str:
    """Return the path asked for, fit to be written down: who reads a letter's link has it."""
    path = request.url.path
    return f"{links.PATH}…" if path.startswith(links.PATH) else path


def address_of(request: Request) -> str:
    """Return the address the request came from, '' where there is none."""
    return request.client.host if request.client else ""
