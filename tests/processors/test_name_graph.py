"""The graph of names: the same in any order, also where keys become too full, or are no longer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.identity.name_blocks import NameBlocks, build_blocks, key_of
from processors.identity.name_graph import NameGraph, build_graph
from processors.identity.party_name import name_id, read_name
from processors.policies.identity_policy import IdentityPolicy, parse_identity
from processors.published.defaults import default_publications

_CONTENTS = [data for _, data in default_publications() if data.get("kind") == "identity"]
POLICY: IdentityPolicy = replace(
    parse_identity({**_CONTENTS[0]["content"], "policy_id": "identity", "version": 1}), block=3
)
"""Keys are full with three names: it must happen in a handful of them."""
_WORDS = ("华盛", "华圣", "华鼎", "华云", "东盛", "金盛", "银盛", "宏图", "盛华")
NAMES = [name_id(read_name(f"浦江{word}机械有限公司", "浦江", POLICY)) for word in _WORDS]


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.booleans()), max_size=25))
@settings(max_examples=150, deadline=None)
def test_names_that_come_and_go_leave_the_graph_of_those_that_stay(
    story: list[tuple[str, bool]],
) -> None:
    """Which names are alike must not depend on who was there in between."""
    graph, stay = NameGraph(), set[str]()
    for name, comes in story:
        if comes == (name in stay):
            continue
        graph, _ = (graph.added if comes else graph.removed)(name, POLICY)
        stay ^= {name}

    assert build_graph(sorted(stay), POLICY) == graph


@given(st.lists(st.sampled_from(NAMES), unique=True), st.sampled_from(NAMES))
@settings(max_examples=100, deadline=None)
def test_a_change_names_all_whose_likenesses_it_changed(names: list[str], more: str) -> None:
    """Only they are judged anew."""
    before = build_graph([name for name in names if name != more], POLICY)
    after, touched = before.added(more, POLICY)
    gone, untouched = after.removed(more, POLICY)

    differ = {name for name in NAMES if before.near(name) != after.near(name)}
    assert (differ | {more}, differ | {more}) == (touched, untouched)
    assert before == gone


@pytest.mark.parametrize("count", [1, 63, 64, 65, 200])
def test_a_key_of_many_names_gives_them_all_back(count: int) -> None:
    """It leaves its bucket when it grows long; nobody may get lost on the way."""
    few, many = key_of("few"), key_of("many")
    blocks = NameBlocks().put(few, 7)
    for number in range(count):
        blocks = blocks.put(many, number)

    assert (count, set(range(count))) == (blocks.count(many), {*blocks.members(many)})
    assert (7,) == blocks.members(few)
    at_once = build_blocks([(few, 7), *((many, number) for number in range(count))])
    assert {*at_once.members(many)} == {*blocks.members(many)}
    for number in range(count):
        blocks = blocks.without(many, number)
    assert (0, ()) == (blocks.count(many), blocks.members(many))
