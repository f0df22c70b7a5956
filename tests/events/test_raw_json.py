"""Parts of JSON are cut out as they were written."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.raw_json import elements, members

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text() | st.floats(-9, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
OPTIONS = st.sampled_from([None, orjson.OPT_INDENT_2, orjson.OPT_APPEND_NEWLINE])


@settings(max_examples=30)
@given(st.dictionaries(st.text(), VALUES, max_size=4), OPTIONS)
def test_every_member_is_found_as_it_stands(said: dict[str, object], option: int | None) -> None:
    """What is cut out reads as what stood there, and is a piece of the text."""
    text = orjson.dumps(said, option=option)

    cut = members(text)

    assert said == {name: orjson.loads(part) for name, part in cut.items()}
    assert all(part.encode() in text for part in cut.values())


@settings(max_examples=30)
@given(st.lists(VALUES, max_size=4), OPTIONS)
def test_every_element_is_found_as_it_stands(said: list[object], option: int | None) -> None:
    """A batch is cut into events whose bytes are the sender's."""
    cut = elements(orjson.dumps(said, option=option))

    assert said == [orjson.loads(one) for one in cut]


@pytest.mark.parametrize(
    "text", [b"", b"{", b'{"a"', b'{"a":1', b"[1", b"[1 2]", b"\xff", b"{1:2}"]
)
def test_what_is_no_json_is_an_error(text: bytes) -> None:
    """And never an endless search."""
    for cut in (members, elements):
        with pytest.raises(ValueError, match=r"."):
            cut(text)


def test_numbers_of_any_length_are_passed_by() -> None:
    """They are found, not computed."""
    number = "9" * 10_000

    assert {"a": number} == members(b'\xef\xbb\xbf{"a":%s}' % number.encode())
