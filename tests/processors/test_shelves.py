"""Shelves behave as a dict whose every state is kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from processors.structures.shelves import Shelves

_keys = st.text("abc", max_size=3)


@given(st.lists(st.tuples(_keys, st.one_of(st.none(), st.integers()))))
def test_shelves_hold_what_a_dict_would(changes: list[tuple[str, int | None]]) -> None:
    """None stands for taking a key away."""
    plain, shelves = dict[str, int](), Shelves[int]()
    for key, value in changes:
        if value is None:
            plain.pop(key, None)
            shelves = shelves.without(key)
        else:
            plain[key] = value
            shelves = shelves.put(key, value)

    assert Shelves(plain.items()) == shelves
    assert (plain, len(plain)) == (dict(shelves.items()), len(shelves))


def test_a_change_leaves_the_old_map_as_it_was() -> None:
    """A failed step must leave nothing half done."""
    old = Shelves([("a", 1)])

    new = old.put("a", 2)

    assert (1, 2) == (old.get("a"), new.get("a"))
