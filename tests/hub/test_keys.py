"""Keys of departments: made, published, used, replaced and revoked, by the commands people type."""

from __future__ import annotations

from pathlib import Path
from stat import S_IMODE
from typing import Any

import orjson
import pytest

from events.signing import Signer, fingerprint
from hub.cli import run
from hub.client import open_client
from hub.loading.files import read_lines
from hub.settings import Settings
from tests.events.messages_sent import said

POLICY = """
policy_id: signing
version: 1
kind: signing
valid_from: "2026-01-01T00:00:00+08:00"
must_sign: [fire]
"""


class Office:
    """Runs the command over one data folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def __call__(self, *arguments: str) -> Any:
        code = run(["--data", str(self.folder / "data"), *arguments, "--json"])
        out, err = self._capsys.readouterr()
        return orjson.loads(out) if code == 0 else (code, err.strip())

    def sends(self, *events: dict[str, Any], key: Path | None = None) -> dict[str, int]:
        """Take *events* in, signed with *key* if there is one; return what was refused, by code."""
        file = self.folder / "events.ndjson"
        file.write_bytes(b"\n".join(map(orjson.dumps, events)))
        if key:
            assert 0 == run(["keys", "sign", str(file), "--key", str(key)])
            file.write_text(self._capsys.readouterr()[0])
        with open_client(Settings(self.folder / "data"), create=True) as office:
            raws = [("fire", line) for line in read_lines(file)]
            refused: dict[str, int] = office.accept(raws, None)["by_code"]
        return refused


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, capsys)


def test_a_department_signs_and_its_key_is_revoked(office: Office) -> None:
    """From the new key to the stolen one, each step as somebody would type it."""
    key = office.folder / "fire.pem"
    [made] = office("keys", "new", str(key))
    assert {"signature-key-unknown": 1} == office.sends(said(), key=key)
    since = ("--from", "2026-01-01T00:00:00+08:00")
    [known] = office("keys", "add", "fire", made["public"], *since)
    assert {} == office.sends(said(id="e2"), key=key)
    assert {} == office.sends(said(id="e3"))
    policy = office.folder / "signing.yaml"
    policy.write_text(POLICY)
    assert {"published": 1} == office("policy", "publish", str(policy))
    assert {"signature-missing": 1} == office.sends(said(id="e4"))
    assert {} == office.sends(said(id="e4"), key=key)
    [void] = office("keys", "revoke", "fire", made["key_id"], "--reason", "laptop stolen")
    assert {"signature-key-unknown": 1} == office.sends(said(id="e5"), key=key)

    assert 0o600 == S_IMODE(key.stat().st_mode)
    assert (made["key_id"], False) == (known["key_id"], known["revoked"])
    assert (True, True) == (void["revoked"], void["must_sign"])
    assert [void] == office("keys", "list")


def test_a_key_that_is_there_is_not_written_over(office: Office) -> None:
    """Whoever types it twice would lose the key that signs."""
    file = office.folder / "fire.pem"
    office("keys", "new", str(file))
    before = file.read_bytes()

    assert 2 == office("keys", "new", str(file))[0]
    assert before == file.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "fire", "c2hvcnQ="), "is no public key"),
        (("add", "fire", "*"), "is no public key"),
        (("add", "fi re", "x"), "is no department"),
        (("revoke", "fire", "00", "--reason", "x"), "has no key 00"),
        (("add", "fire", Signer.make().public, "--from", "today"), "is no instant"),
    ],
)
def test_wrong_use_says_how_to_mend_it(
    office: Office, arguments: tuple[str, ...], words: str
) -> None:
    """One line: what, where, and the way out."""
    office("keys", "add", "tax", Signer.make().public)
    code, line = office("keys", *arguments)

    assert 2 == code
    assert words in line


def test_the_duty_of_a_department_without_a_key_is_seen(office: Office) -> None:
    """It could send nothing: somebody must tell it before it finds out."""
    policy = office.folder / "signing.yaml"
    policy.write_text(POLICY)
    office("policy", "publish", str(policy))
    [row] = office("keys", "list")

    assert ("fire", True, "") == (row["department"], row["must_sign"], row["key_id"])


def test_the_hub_cannot_be_bound(office: Office) -> None:
    """Nobody could lift the duty again."""
    policy = office.folder / "signing.yaml"
    policy.write_text(POLICY.replace("[fire]", "[fire, hub]"))
    code, line = office("policy", "publish", str(policy))

    assert 1 == code
    assert "leave it out" in line


def test_what_cannot_be_signed_is_named(office: Office) -> None:
    """A fraction of a second would not be covered."""
    key = office.folder / "fire.pem"
    office("keys", "new", str(key))
    file = office.folder / "events.ndjson"
    file.write_bytes(orjson.dumps(said(time="2026-10-09T10:00:00.5+08:00")))

    assert 2 == run(["keys", "sign", str(file), "--key", str(key)])


def test_a_public_key_has_one_name() -> None:
    """The fingerprint that other tools work out: SHA-256 of the 32 bytes, sixteen digits."""
    rfc8032 = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

    assert "21fe31dfa154a261" == fingerprint(rfc8032)
