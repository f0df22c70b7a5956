"""A person's browser in the tests that need none: it keeps cookies and reads HTML."""

from __future__ import annotations

from contextlib import closing
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from tests.support.waiting import wait_until

VOID = {"meta", "link", "input", "br", "img"}


class Seen(NamedTuple):
    """What came back: ``headers`` in small letters."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def page(self) -> Page:
        found = Page()
        found.feed(self.text)
        found.close()
        return found


class Looker:
    """Asks for pages as one person, in one language."""

    def __init__(self, url: str, language: str = "en") -> None:
        self.url, self.language = url, language
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> Seen:
        """Return the page, asked for again while it is being worked out, as browsers do."""
        seen = [self.once(path, **headers)]

        def there() -> bool:
            seen.append(self.once(path, **headers) if seen[-1].status == 202 else seen[-1])
            return seen[-1].status != 202

        wait_until(there, f"{path} to be worked out", 60)
        return seen[-1]

    def once(self, path: str, **headers: str) -> Seen:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> Seen:
        return self._ask("POST", path, urlencode(fields).encode(), headers or {})

    def log_in(self, key: str) -> Seen:
        return self.post("/pages/login", key=key)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Seen:
        said = {"Accept-Language": self.language, **headers}
        if self.cookies:
            said["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        parts = urlsplit(self.url)
        with closing(HTTPConnection(parts.hostname or "", parts.port or 80, timeout=60)) as line:
            line.request(method, path, body, said)
            answer = line.getresponse()
            self._keep(answer.headers.get_all("set-cookie") or [])
            known = {name.lower(): value for name, value in answer.headers.items()}
            return Seen(answer.status, known, answer.read().decode())

    def _keep(self, told: list[str]) -> None:
        for one in told:
            for name, morsel in SimpleCookie(one).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]


class Page(HTMLParser):
    """What of a page the tests ask about; an element that is not closed is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.labelled: set[str] = set()
        self.fields: set[str] = set()
        self.language = ""
        self.unsafe: list[str] = []
        self.words: list[str] = []
        self.headings: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.ids += [said["id"]] if "id" in said else []
        self.links += [said["href"]] if tag == "a" else []
        self.labelled |= {said["for"]} if tag == "label" else set()
        if tag in {"input", "select", "textarea"} and said.get("type") != "hidden":
            self.fields.add(said.get("id", f"a {tag} without an id"))
        if tag == "html":
            self.language = said["lang"]
        self._unsafe(tag, said)
        if tag not in VOID:
            self.open.append(tag)

    def _unsafe(self, tag: str, said: dict[str, str]) -> None:
        inline = tag == "script" and "src" not in said
        self.unsafe += [tag] if inline or tag in {"style", "img"} else []
        self.unsafe += [name for name in said if name.startswith("on") or name == "style"]

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1] != tag and self.open[-1] in {"li", "p"}:
            self.open.pop()
        assert self.open, f"</{tag}> closes nothing"
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(data.strip())
            if self.open and self.open[-1] in {"h1", "h2"}:
                self.headings.append(data.strip())
