"""The service menu: what an item gives to its orders, and what a menu must not say."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from events.event import Event
from events.instant import MINUTE, Instant
from processors.case_fold import CaseFold
from processors.folding.conclusion import Conclusion
from processors.policies.menu import parse_menu
from processors.policies.policy import PolicyError, contents
from processors.published.reference import Reference
from tests.history import (
    DAY_0,
    accepted,
    assigned,
    at,
    case_row,
    clock,
    closed,
    concluded,
    folded,
    found,
    learned,
    opened,
    publication,
    reference,
    responded,
    returned,
    withdrawn,
)

DAYS = {"unit": "working-days"}
VOUCHER = {
    "item": "voucher",
    "title": {"zh": "科技创新券", "en": "Innovation voucher"},
    "department": "science",
    "statutory": {"target": 20, **DAYS},
    "promised": {"target": 5, **DAYS},
}


def menu(*items: dict[str, Any], version: int = 1, **data: Any) -> dict[str, Any]:
    content = {"categories": [{"category": "technology", "items": list(items)}]}
    facts = {"menu_id": "services", "version": version, "valid_from": "2026-01-01T00:00:00+08:00"}
    return facts | {"content": content | data.pop("content", {})} | data


def knowing(*menus: dict[str, Any], when: Instant | None = None) -> Reference:
    events = (menu_event(one, when) for one in menus)
    return learned(reference(), *events)


def menu_event(data: dict[str, Any], when: Instant | None = None) -> Event:
    id = f"{data['menu_id']}-{data['version']}"
    return publication("menu.published", data, when or at(-30), id=id)


def order(when: Instant = DAY_0, **data: Any) -> Event:
    return opened(when, **({"kind": "order", "item": "voucher"} | data))


def leads(seen: Conclusion) -> list[tuple[str, str, str]]:
    rows = [s.row for s in seen.snapshots if s.kind == "assignment"]
    return [(row["department"], row["basis"], row["ended_by"]) for row in rows]


KNOWN = knowing(menu(VOUCHER))


def test_an_order_goes_to_the_department_of_its_item_when_it_is_opened() -> None:
    """Nobody has to dispatch it, so nobody can forget to."""
    seen = concluded(order(), by=KNOWN)

    assert [("science", "dispatch", "")] == leads(seen)
    assert "science" == case_row(seen)["lead_department"]
    assert clock(seen, "accept")["started_at"] == case_row(seen)["opened_at"]


def test_a_department_that_ignores_its_order_is_found_by_the_opening() -> None:
    """Evidence is an event that happened: the order itself."""
    opening = order()
    [late] = found(concluded(opening, now=at(2), by=KNOWN), "accept")

    assert ("science", (opening.event_id,)) == (late.department, late.evidence)


@pytest.mark.parametrize(
    "opening",
    [order(kind="demand"), order(item="unknown"), order(item=None)],
    ids=["no order", "no such item", "no item"],
)
def test_what_the_menu_does_not_offer_waits_for_its_dispatch(opening: Event) -> None:
    """A demand that happens to use the word is no order."""
    assert [] == leads(concluded(opening, by=KNOWN))


def test_an_order_by_no_menu_waits_for_its_dispatch() -> None:
    """A hub without a menu routes nothing."""
    assert [] == leads(concluded(order()))


@pytest.mark.parametrize("minutes", [-1, 0])
def test_a_lead_stated_by_the_opening_wins(minutes: int) -> None:
    """Somebody knew better than the menu."""
    stated = assigned("industry", Instant(at(0) + minutes * MINUTE))

    assert ["industry"] == [name for name, _, _ in leads(concluded(stated, order(), by=KNOWN))]


def test_a_part_stated_at_the_opening_leaves_the_lead_to_the_menu() -> None:
    """An assistant does not own the case."""
    helper = assigned("industry", at(0), role="assist")

    assert {"industry", "science"} == {
        name for name, _, _ in leads(concluded(order(), helper, by=KNOWN))
    }


def test_a_later_dispatch_follows_as_usual() -> None:
    """The lead changes hands, and the hop is counted."""
    seen = concluded(order(), assigned("industry", at(0, 10)), by=KNOWN)

    assert [("science", "dispatch", "reassigned"), ("industry", "dispatch", "")] == leads(seen)
    assert 1 == case_row(seen)["hops"]


def test_the_department_of_an_item_may_give_an_order_back() -> None:
    """It never saw the id of its assignment; it is known by its name."""
    seen = concluded(order(), returned("science", at(0, 10)), by=KNOWN)

    assert [("science", "dispatch", "returned")] == leads(seen)


def test_the_promise_is_the_limit_and_the_law_runs_beside_it() -> None:
    """Five working days were promised where the law allows twenty."""
    seen = concluded(order(), by=KNOWN)

    expected = {"resolve": 5, "holding": 5, "statutory": 20}
    assert expected == {name: clock(seen, name)["target"] for name in expected}
    assert "sla-135/1+services/1" == clock(seen, "resolve")["policy"]


def test_each_limit_has_its_own_finding() -> None:
    """Late by the promise is one thing, late by the law another."""
    promise = concluded(order(), now=at(8), by=KNOWN)
    law = concluded(order(), now=at(40), by=KNOWN)

    assert [1, 0] == [len(found(promise, kind)) for kind in ("resolve", "statutory")]
    assert [1, 1] == [len(found(law, kind)) for kind in ("resolve", "statutory")]


def test_a_stopped_clock_says_how_much_of_its_target_was_used() -> None:
    """From Monday 10:30 to the closing of the fifth day after lie 2 430 minutes of 420 a day."""
    seen = concluded(order(at(0, 10, 30)), responded("science", at(1, 15)), by=KNOWN)

    spent, whole = 90 + 240 + 180 + 90, 90 + 240 + 5 * 420
    assert round(100 * spent / whole, 2) == clock(seen, "resolve")["used"]


def test_a_running_clock_has_used_nothing_yet() -> None:
    """A share that grows by the minute would be said anew every minute."""
    assert clock(concluded(order(), by=KNOWN), "resolve")["used"] is None


def test_a_new_version_rebases_open_orders_and_leaves_closed_ones() -> None:
    """What was promised when it was closed stays what was promised."""
    faster = menu(VOUCHER | {"promised": {"target": 2, **DAYS}}, version=2)
    known = learned(KNOWN, menu_event(faster, at(2)))
    done = [responded("science", at(1)), closed(at(1))]

    assert 2 == clock(concluded(order(), now=at(2), by=known), "resolve")["target"]
    assert 5 == clock(concluded(order(), *done, now=at(2), by=known), "resolve")["target"]


@pytest.mark.parametrize(
    ("hour", "department"), [(9, "science"), (10, "industry"), (11, "industry")]
)
def test_the_menu_in_force_at_the_opening_gives_the_department(hour: int, department: str) -> None:
    """A new version moves no order that was opened before it."""
    moved = menu(VOUCHER | {"department": "industry"}, version=2)
    known = learned(KNOWN, menu_event(moved, at(0, 10)))

    assert department == case_row(concluded(order(at(0, hour)), by=known))["lead_department"]


def test_a_withdrawn_menu_takes_its_dispatch_along() -> None:
    """What it concluded is concluded again without it."""
    published = menu_event(menu(VOUCHER))
    known = learned(reference(), published)
    gone = known.learn(withdrawn(published, at(1)))

    assert [] == leads(concluded(order(), by=gone))


def test_an_order_of_arrival_changes_nothing() -> None:
    """Whatever comes first, a dispatch stated at the opening wins."""
    history = [order(), accepted("science", at(0, 10)), assigned("roads", at(0)),
               responded("roads", at(1))]  # fmt: skip
    told = {repr(leads(_by(KNOWN, *some))) for some in permutations(history)}

    assert 1 == len(told)


def _by(known: Reference, *events: Event) -> Conclusion:
    fold, state = CaseFold(), folded(())
    for one in events:
        state, _ = fold.step(state, one, known)
    restored = fold.load(fold.dump(state))
    assert fold.conclude(restored, None, at(2), known) == fold.conclude(state, None, at(2), known)
    return fold.conclude(state, None, at(2), known)


def test_an_item_may_name_a_policy_of_its_own() -> None:
    """Department and policy of an item are data: nobody writes code for them."""
    quick = {
        "policy_id": "quick", "version": 1, "kind": "sla",
        "valid_from": "2026-01-01T00:00:00+08:00",
        "content": {"applies_to": {"item": []},
                    "clocks": {"accept": {"target": 60, "unit": "business-minutes"}}},
    }  # fmt: skip
    plain = {"item": "voucher", "department": "science", "policy": "quick"}
    known = learned(reference(), publication("policy.published", quick, at(-30)),
                    menu_event(menu(plain)))  # fmt: skip

    assert (60, "quick/1") == _limit(concluded(order(), by=known), "accept")
    assert (3, "quick/1") == _limit(concluded(order(), by=known), "resolve")
    assert (1, "sla-135/1") == _limit(
        concluded(order(item="other"), assigned("x"), by=known), "accept"
    )


def _limit(seen: Conclusion, name: str) -> tuple[int, str]:
    row = clock(seen, name)
    return row["target"], row["policy"]


def test_whom_a_menu_is_for_is_data() -> None:
    """A county may let demands order too."""
    known = knowing(menu(VOUCHER, content={"applies_to": {"kind": ["order", "demand"]}}))

    assert [("science", "dispatch", "")] == leads(concluded(order(kind="demand"), by=known))


def test_a_case_shows_what_was_ordered_and_whom_the_party_named() -> None:
    """点单点将: whoever receives the case sees the name that was asked for."""
    row = case_row(concluded(order(named_officer="O-7"), by=KNOWN))

    shown = (row["menu"], row["menu_item"], row["menu_category"], row["menu_department"])
    assert ("services/1", "voucher", "technology", "science") == shown
    assert "O-7" == row["named_officer"]


def test_a_case_that_orders_nothing_shows_no_menu() -> None:
    """Empty is ''."""
    row = case_row(concluded(opened(), by=KNOWN))

    assert ("", "", "", "", "") == tuple(
        row[name]
        for name in ("menu", "menu_item", "menu_category", "menu_department", "named_officer")
    )


WRONG = [
    ({"promised": {"target": 1, "unit": "calendar-days"}}, "promised.unit is 'calendar-days'"),
    ({"promised": {"target": 21, **DAYS}}, "promised.target is 21 over 20"),
    ({"promised": {"target": 1.5, **DAYS}}, "days are whole"),
    ({"statutory": {"target": 0, **DAYS}}, "statutory.target is 0"),
    ({"item": ""}, "item is ''"),
    ({"limit": 3}, "limit is unknown"),
    ({"department": 7}, "department is 7"),
]


@pytest.mark.parametrize(("changes", "message"), WRONG)
def test_a_wrong_item_is_named_with_its_place(changes: dict[str, Any], message: str) -> None:
    """Of two thousand items the one line says which."""
    with pytest.raises(PolicyError, match=rf"ours.yaml: categories\[0\].items\[1\].*{message}"):
        parse_menu(_flat(menu({"item": "other"}, VOUCHER | changes)), "ours.yaml")


def test_an_item_stands_once() -> None:
    """Two lines for one item would route its orders by chance."""
    with pytest.raises(PolicyError, match="is 'voucher' twice"):
        parse_menu(_flat(menu(VOUCHER, VOUCHER)))


@pytest.mark.parametrize("goal", [-1, 101, "75", True])
def test_a_goal_is_a_percent(goal: Any) -> None:
    """It is compared with percents."""
    with pytest.raises(PolicyError, match="goal is"):
        parse_menu(_flat(menu(VOUCHER, content={"goal": goal})))


def _flat(data: dict[str, Any]) -> dict[str, Any]:
    return contents(data)


def test_a_broken_version_leaves_the_one_before_it() -> None:
    """No publication can leave an item without its department."""
    broken = menu(VOUCHER, VOUCHER, version=2)
    known = knowing(menu(VOUCHER), broken)

    assert ["science"] == [name for name, _, _ in leads(concluded(order(), by=known))]
    assert "twice" in known.problems(at(0))[0]


def test_limits_that_cannot_be_computed_are_reported_and_leave_the_policys() -> None:
    """A deadline that cannot be computed is refused loudly, never left unarmed."""
    endless = VOUCHER | {
        "statutory": None,
        "promised": {"target": 5_270_400, "unit": "business-minutes"},
    }
    known = knowing(menu(endless))

    assert 3 == clock(concluded(order(), by=known), "resolve")["target"]
    assert "promised cannot be computed" in known.problems(at(0))[0]


def test_a_policy_that_an_item_names_must_be_published() -> None:
    """A slip of the pen would silently give the general limits."""
    known = knowing(menu(VOUCHER | {"policy": "quick"}))

    assert "policy quick is not published" in known.problems(at(0))[0]


def test_two_menus_with_one_item_are_not_one() -> None:
    """The later published one counts for the item."""
    ours = menu(VOUCHER | {"department": "industry"}, menu_id="ours",
                valid_from="2026-02-01T00:00:00+08:00")  # fmt: skip

    assert (
        "industry"
        == case_row(concluded(order(), by=knowing(ours, menu(VOUCHER))))["lead_department"]
    )
