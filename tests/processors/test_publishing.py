"""A finding's canonical text is written once, and its revision put into it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from events.finding import Finding, canonical
from events.instant import Instant
from processors.folding.publishing import _with_revision


@given(st.text(), st.dictionaries(st.text(), st.text()), st.integers(1, 1_000))
def test_the_revision_stands_where_canonical_json_has_it(
    said: str, details: dict[str, str], revision: int
) -> None:
    """The text is part of the event's id: whatever people wrote, it must be the same bytes."""
    hidden = {"rule": said, **details}
    found = Finding("stalled", said, f'{said},"rule":"x"', Instant(0), rung=said, details=hidden)
    document = found.document()

    text = _with_revision(canonical(document), revision)

    assert canonical({**document, "revision": revision}) == text
