"""What was signed is believed, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.signing import Signer, is_signed

SIGNER = Signer.make()


@given(st.binary(max_size=40))
def test_what_was_signed_is_believed_of_the_signer_only(message: bytes) -> None:
    """The key on file is the name."""
    signature = SIGNER.sign(message)

    assert is_signed(message, signature, SIGNER.public)
    assert not is_signed(message, signature, Signer.make().public)
    assert not is_signed(message + b"x", signature, SIGNER.public)


@given(st.text(max_size=90), st.text(max_size=50))
def test_junk_is_no_signature_and_no_key(signature: str, public: str) -> None:
    """Whatever a stranger sends, the answer is no, never an error."""
    assert not is_signed(b"message", signature, SIGNER.public)
    assert not is_signed(b"message", SIGNER.sign(b"message"), public)


def test_a_key_comes_back_from_its_file() -> None:
    """The notary swears under one name for years."""
    assert SIGNER.public == Signer.read(SIGNER.pem()).public


@pytest.mark.parametrize(
    "pem", [b"", b"no key", SIGNER.pem()[:-40]], ids=["empty", "words", "torn"]
)
def test_a_file_that_is_no_key_is_an_error(pem: bytes) -> None:
    """A torn key must not look like a key."""
    with pytest.raises(ValueError, match=r"."):
        Signer.read(pem)
