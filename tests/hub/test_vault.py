"""What the vault keeps of people, and what is left when they are forgotten."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from events.instant import Instant, parse
from events.people import Entrusted
from hub.alerting.addresses import Addresses
from hub.failure import Failure
from hub.sqlite import Database
from hub.vault.sealing import AlteredError
from hub.vault.store import Vault

NOW = parse("2026-06-01T00:00:00Z")
NAME, TELEPHONE = "张三丰", "13812345678"


def _later(days: float) -> Instant:
    return Instant(NOW + timedelta(days=days) // timedelta(microseconds=1))


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault.sqlite")


def test_what_is_told_of_a_person_is_read_back_and_never_stands_in_the_files(
    vault: Vault, tmp_path: Path
) -> None:
    """A stolen disk without the hub's key tells nothing."""
    vault.hold([Entrusted("person:1", {"name": NAME, "telephone": TELEPHONE})])
    vault.write()
    vault.close()

    assert {"name": NAME, "telephone": TELEPHONE} == Vault(tmp_path / "vault.sqlite").facts(
        "person:1"
    )
    assert NAME.encode() not in _bytes(tmp_path)
    assert TELEPHONE.encode() not in _bytes(tmp_path)


def test_a_person_is_found_by_what_was_told_of_them(vault: Vault) -> None:
    """Who asks to be forgotten knows their number, not their pseudonym."""
    vault.put("person:1", {"name": NAME, "telephone": TELEPHONE})
    vault.put("R-7", {"name": NAME})

    assert ["person:1"] == vault.find("138 1234 5678")
    assert ["R-7", "person:1"] == vault.find(NAME)
    assert ["R-7"] == vault.find("R-7")
    assert [] == vault.find("13900000000")


def test_who_is_forgotten_cannot_be_read_from_any_copy_of_what_was_sealed(
    vault: Vault, tmp_path: Path
) -> None:
    """A backup of the sealed facts may be older than the wish to be forgotten."""
    vault.put("person:1", {"name": NAME})
    vault.put("person:2", {"name": "李四"})
    copy = tmp_path / "copy"
    copy.mkdir()
    Database(tmp_path / "vault.sqlite").copy_to(copy / "vault.sqlite")

    assert vault.forget("person:1")
    for name in ("vault.keys", "hub.key"):
        shutil.copy(tmp_path / name, copy)
    restored = Vault(copy / "vault.sqlite")

    assert ({}, {}) == (vault.facts("person:1"), restored.facts("person:1"))
    assert {"name": "李四"} == vault.facts("person:2") == restored.facts("person:2")
    assert [] == vault.find(NAME)


def test_who_is_forgotten_stays_so(vault: Vault) -> None:
    """A department that sends its list again must not undo it."""
    vault.put("person:1", {"name": NAME})
    vault.forget("person:1")

    assert not vault.put("person:1", {"name": NAME})
    assert {} == vault.facts("person:1")


def test_the_key_that_was_shredded_is_in_no_file(vault: Vault, tmp_path: Path) -> None:
    """A deleted row of a database often stays in the file, or in its write-ahead log."""
    vault.put("person:1", {"name": NAME})
    keys = Database(tmp_path / "vault.keys")
    [(wrapped,)] = keys.rows("SELECT key FROM wrapped")
    keys.close()
    vault.forget("person:1")

    assert wrapped not in _bytes(tmp_path)


@pytest.mark.parametrize(("days", "readable"), [(6.9, True), (7.9, True), (8.1, False)])
def test_what_was_refused_is_readable_for_seven_days(
    vault: Vault, days: float, readable: bool
) -> None:
    """Long enough to mend it; the day it came on counts until its end."""
    text = vault.seal(b"no event", NOW)
    vault.expire(_later(days))

    assert (b"no event" if readable else None) == vault.unseal(text)


def test_what_was_sealed_and_altered_is_told(vault: Vault) -> None:
    """It must not be taken for another department's event."""
    text = vault.seal(b"no event", NOW)

    for altered in (text[:-8] + "AAAAAAA=", text[:30], text + "!"):
        with pytest.raises(AlteredError):
            vault.unseal(altered)


def test_pseudonyms_last_as_long_as_the_hubs_key(vault: Vault, tmp_path: Path) -> None:
    """Another hub gives another name: lists of two hubs cannot be laid side by side."""
    other = Vault(tmp_path / "other" / "vault.sqlite")

    assert vault.pseudonym(TELEPHONE) == Vault(tmp_path / "vault.sqlite").pseudonym(TELEPHONE)
    assert vault.pseudonym(TELEPHONE) != other.pseudonym(TELEPHONE)
    assert "person:" == vault.pseudonym(TELEPHONE)[:7]


def test_a_key_that_others_can_read_is_refused(vault: Vault, tmp_path: Path) -> None:
    """What it protects is then protected by nothing."""
    vault.close()
    (tmp_path / "hub.key").chmod(0o640)

    with pytest.raises(Failure) as told:
        Vault(tmp_path / "vault.sqlite")

    assert "vault-key-open" == told.value.key


def test_addresses_that_an_older_hub_kept_open_are_sealed(tmp_path: Path) -> None:
    """Nobody enters them again, and nothing of them is left readable."""
    path = tmp_path / "vault.sqlite"
    old = Database(path)
    old.run("CREATE TABLE address (id TEXT PRIMARY KEY, channel_ref TEXT, url TEXT, secret TEXT)")
    old.run("INSERT INTO address VALUES ('x', 'vault:7', 'mailto://someone@example.org', 's3cret')")
    old.close()
    addresses = Addresses(path)

    assert [("mailto://someone@example.org", "s3cret")] == [one[2:] for one in addresses.all()]
    assert b"someone@example" not in _bytes(tmp_path)
    assert 1 == addresses.forget("vault:7")
    assert [] == addresses.all()
