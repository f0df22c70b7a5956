"""
A real browser for the pages: Debian's Chromium, driven by Playwright.

Playwright's own browsers are not fetched: the program is ``CHROMIUM`` of the environment, else
``chromium`` on the path (``apt-get install chromium``).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Error, sync_playwright

from tests.support.part import Absent

_GET = "apt-get install chromium, or name the program in CHROMIUM"


def program() -> str:
    """Return the path of the browser; raise ``Absent`` where there is none."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not found:
        raise Absent(f"no chromium on the path: {_GET}")
    return found


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Give a browser while the body runs; raise ``Absent`` where none starts."""
    path = program()
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=_arguments())
        except Error as error:
            first = str(error).splitlines()[0]
            raise Absent(f"{path} does not start ({first}): {_GET}") from error
        try:
            yield browser
        finally:
            browser.close()


def _arguments() -> list[str]:
    """Return what a container needs: root has no sandbox, and shared memory is small."""
    return ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
