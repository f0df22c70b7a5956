"""A policy of identity that comes after the parties: its links are said at once."""

from __future__ import annotations

from random import Random

import pytest

from events import topics
from events.comparison import fingerprint
from processors.identity.identity_pointers import cluster
from processors.identity.party import PARTIES
from processors.identity_fold import IdentityFold
from tests.history import reference
from tests.processors.interleaving import Interleaving
from tests.processors.test_identity_by_name import AREA, NAME, registered
from tests.processors.test_identity_fold import CODE, unlink
from tests.processors.visit_history import recorded

TOLD = [
    registered("A", NAME, 1, CODE),
    registered("B", "浦江华圣机械有限公司", 2, area=AREA),
    recorded("1", "fire", 20, party_id="A"),
    recorded("2", "tax", 25, party_id="B"),
]


def run_late(seed: int, *, crashes: bool, policies_first: bool) -> Interleaving:
    """Return all partitions after ``TOLD``, with the policies before or behind everything."""
    run = Interleaving(Random(seed), crashes, torn=crashes)
    for publishing in (policies_first, not policies_first):
        if publishing:
            run.publish(reference())
        else:
            run.tell((said.data["party_id"], said) for said in TOLD)
        run.run()
    return run


@pytest.mark.parametrize("crashes", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_parties_that_overtake_the_policy_are_linked_as_soon_as_it_comes(
    seed: int, crashes: bool
) -> None:
    """At a start departments' events may be read first; no party may ever be told of again."""
    late = run_late(seed, crashes=crashes, policies_first=False)

    state = late.states(topics.IDENTITY)[PARTIES]
    assert "A" == cluster(state, "B")
    early = run_late(seed, crashes=False, policies_first=True)
    assert fingerprint(early.findings) == fingerprint(late.findings)
    assert [] != late.findings


def test_a_policy_that_asks_for_the_same_says_nothing() -> None:
    """Most publications are of other things: identity is not to be built anew for each."""
    run = run_late(1, crashes=False, policies_first=True)
    state = run.states(topics.IDENTITY)[PARTIES]

    assert state is IdentityFold().retell(state, reference())


def test_a_late_policy_makes_no_link_that_people_undid() -> None:
    """What somebody knows better is known before the rule is."""
    run = Interleaving(Random(1))
    undone = unlink("B", "A", 3)
    run.tell((said.data["party_id"], said) for said in TOLD)
    run.tell((party, undone) for party in ("A", "B"))
    run.run()
    run.publish(reference())
    run.run()

    assert "B" == cluster(run.states(topics.IDENTITY)[PARTIES], "B")
    assert [] == run.findings
