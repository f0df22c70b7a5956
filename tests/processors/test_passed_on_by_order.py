"""What passes no buck: the referrals that the catalogue orders, and the parts of a split case."""

from __future__ import annotations

import pytest

from processors.policies.sla_policy import overlaid
from processors.published.defaults import default_publications
from processors.published.reference import Reference
from tests.history import (
    assigned,
    at,
    case_row,
    concluded,
    found,
    learned,
    linked,
    opened,
    publication,
    reference,
)


def _ordering(*pairs: tuple[str, str]) -> Reference:
    """Return the default rules with a newer policy that orders referrals between *pairs*."""
    ((name, data),) = (p for p in default_publications() if p[1].get("policy_id") == "sla-135")
    told = [{"from": one, "to": other} for one, other in pairs]
    content = overlaid(data["content"], {"ping_pong": {"ordered_referrals": told}})
    return learned(reference(), publication(name, {**data, "version": 2, "content": content}))


@pytest.mark.parametrize(
    ("ordered", "hops", "bounces"),
    [((), 2, 1), ((("fire", "water"),), 1, 0), ((("water", "tax"),), 2, 1)],
)
def test_a_referral_that_the_catalogue_orders_is_neither_hop_nor_bounce(
    ordered: tuple[tuple[str, str], ...], hops: int, bounces: int
) -> None:
    """Whoever does what the list of duties says passes on nothing of its own."""
    line = [assigned(d, at(0, 9, 15 * n), f"x-{n}") for n, d in enumerate(("water", "fire"))]
    back = assigned("water", at(0, 10), "x-9")
    told = concluded(opened(), *line, back, by=_ordering(*ordered))

    assert (hops, bounces) == (case_row(told)["hops"], len(found(told, "bounce")))


def test_a_case_that_is_split_into_parts_is_passed_to_nobody() -> None:
    """Each part is a case of its own, with a lead of its own."""
    history = [opened(), assigned("water", at(0, 9)), linked(at(0, 10)), linked(at(0, 11), "K-3")]
    told = concluded(*history)

    assert (0, 0) == (case_row(told)["hops"], case_row(told)["returns"])
    assert [] == [finding for finding in told.findings if finding.rule == "ping-pong"]
