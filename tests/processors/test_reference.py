"""Reference data: which publication counts when, and for which case."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.event import Event
from events.instant import Instant, parse
from events.models.base import MODELS
from processors.policies.policy import Target
from processors.policies.sla_policy import CaseFacts
from processors.published.defaults import default_publications
from processors.published.reference import Reference
from tests.processors.calendars import WEEK, at

FIRST = parse("2000-01-02T00:00:00Z")
NOW = at("2026-09-29 10:00")


def said(name: str, data: dict[str, Any], time: Instant = FIRST, id: str = "") -> Event:
    """Return a reference event; without *id* it is named after its data."""
    id = id or f"{name}:{orjson.dumps(data).decode()}"
    return Event(id, name, 1, time, 0, "/departments/hub", id, "", data)


def withdrawn(event: Event) -> Event:
    return said("event.withdrawn", {"event_id": event.event_id, "reason": "a slip"}, NOW)


def policy(
    policy_id: str = "county",
    version: int = 1,
    valid_from: str = "2026-01-01T00:00:00+08:00",
    **content: Any,
) -> dict[str, Any]:
    return {
        "policy_id": policy_id,
        "version": version,
        "kind": "sla",
        "valid_from": valid_from,
        "content": content,
    }


def resolve(days: int) -> dict[str, Any]:
    return {"resolve": {"target": days, "unit": "working-days"}}


DEFAULTS = tuple(said(name, data) for name, data in default_publications())


def learnt(*events: Event, defaults: bool = True) -> Reference:
    reference = Reference()
    for event in (*DEFAULTS, *events) if defaults else events:
        reference = reference.learn(event)
    return reference


def resolved_in(reference: Reference, as_of: Instant = NOW, **facts: Any) -> tuple[str, Target]:
    found = reference.armed(CaseFacts(**facts), as_of)
    assert found is not None
    return found[0].name, found[0].clocks["resolve"].target


def test_the_default_publications_are_valid_events() -> None:
    """They enter the log like any other event, so intake must take them."""
    for name, data in default_publications():
        assert MODELS[name, 1].model_validate_json(orjson.dumps(data))


def test_the_default_publications_arm_every_case_without_problems() -> None:
    """An empty log with its defaults concludes with the 135 limits."""
    reference = learnt()

    assert resolved_in(reference, kind="demand") == ("sla-135/1", Target(3, "working-days"))
    assert reference.problems(NOW) == ()


@pytest.mark.parametrize(
    "facts,expected",
    [
        ({"kind": "card", "colour": "blue"}, ("card-blue/1", Target(60, "business-minutes"))),
        ({"kind": "card", "colour": "red"}, ("card-red/1", Target(10, "working-days"))),
        ({"kind": "card"}, ("sla-135/1", Target(3, "working-days"))),
        ({"kind": "demand", "colour": "red"}, ("sla-135/1", Target(3, "working-days"))),
        ({"kind": "call", "channel": "sms"}, ("hotline-sms/1", Target(3, "working-days"))),
    ],
)
def test_the_most_specific_policy_wins(facts: dict[str, Any], expected: tuple[str, Target]) -> None:
    """And takes from the general one what it does not state."""

    assert resolved_in(learnt(), **facts) == expected


def test_without_publications_no_case_is_armed() -> None:
    """Folds have no rules of their own."""
    empty = Reference()

    assert empty.armed(CaseFacts(), NOW) is None
    assert empty.visits(NOW) is None
    assert empty.calendar("china", NOW) is None


@pytest.mark.parametrize(
    "as_of,expected",
    [
        ("2026-03-31 23:59", "sla-135/1"),
        ("2026-04-01 00:00", "county/1"),  # valid from this instant on
        ("2026-04-01 00:01", "county/1"),
    ],
)
def test_a_policy_counts_from_its_first_valid_instant(as_of: str, expected: str) -> None:
    """It was published before, and waits."""
    limits = policy(valid_from="2026-04-01T00:00:00+08:00", clocks=resolve(2))
    reference = learnt(said("policy.published", limits, at("2026-02-01 00:00")))

    assert resolved_in(reference, at(as_of))[0] == expected
    assert reference.next_change(at("2026-03-01 00:00")) == at("2026-04-01 00:00")
    assert reference.next_change(at("2026-04-01 00:00")) is None


@pytest.mark.parametrize(
    "as_of,expected",
    [
        ("2026-04-30 23:59", "sla-135/1"),
        ("2026-05-01 00:00", "county/1"),
        ("2026-05-01 00:01", "county/1"),
    ],
)
def test_a_policy_valid_before_its_publication_counts_from_the_publication(
    as_of: str, expected: str
) -> None:
    """A case closed before it was published keeps the policy it was closed under."""
    limits = policy(clocks=resolve(2))
    reference = learnt(said("policy.published", limits, at("2026-05-01 00:00")))

    assert resolved_in(reference, at(as_of))[0] == expected


def test_the_greatest_valid_from_counts_before_the_greatest_version() -> None:
    """A correction of an old rule does not replace the rule that came after it."""
    newer = said("policy.published", policy(version=2, valid_from="2026-06-01T00:00:00Z"))
    older = said("policy.published", policy(version=3, valid_from="2026-03-01T00:00:00Z"))

    assert resolved_in(learnt(newer, older))[0] == "county/2"


def test_a_new_version_decides_whom_the_policy_is_for() -> None:
    """An older version lends numbers, never cases."""
    first = policy(applies_to={"kind": "call"}, clocks=resolve(7))
    second = policy(version=2, applies_to={"kind": "order"})
    reference = learnt(said("policy.published", first), said("policy.published", second))

    assert resolved_in(reference, kind="call")[0] == "sla-135/1"
    assert resolved_in(reference, kind="order") == ("county/2", Target(7, "working-days"))


@pytest.mark.parametrize(
    "content",
    [
        {"clocks": {"resolve": {"target": -1, "unit": "working-days"}}},
        {"clocks": "none"},
        {"calendar": "moon"},
        {"applies_to": {"weather": "rain"}},
        {"silence": {"target": 5_000_000, "unit": "business-minutes"}},
    ],
)
def test_a_policy_that_cannot_be_used_is_passed_over_and_reported(content: dict[str, Any]) -> None:
    """A broken publication neither stops a partition nor leaves a clock unarmed."""
    sparse = said("calendar.published", _calendar(weekly={"1": [["09:00", "09:01"]]}))
    broken = policy(**({"calendar": "county"} | content))
    reference = learnt(sparse, said("policy.published", broken))

    assert resolved_in(reference)[0] == "sla-135/1"
    assert len(reference.problems(NOW)) == 1


def _calendar(**changes: Any) -> dict[str, Any]:
    return {
        "calendar_id": "county",
        "version": 1,
        "valid_from": "2026-01-01T00:00:00+08:00",
        "timezone": "Asia/Shanghai",
        "weekly": WEEK,
        "overrides": {},
        "known_through": "2026-12-31",
    } | changes


def test_a_broken_calendar_leaves_the_one_before_it() -> None:
    """The office stays open as it was."""
    good, broken = _calendar(), _calendar(version=2, weekly={})
    reference = learnt(said("calendar.published", good), said("calendar.published", broken))
    found = reference.calendar("county", NOW)

    assert found is not None
    assert found.version == 1
    assert "open at least one weekday" in reference.problems(NOW)[0]


def test_the_visit_rules_of_a_county_change_one_number() -> None:
    """What it does not state stays as it was."""
    county = policy("visits", 2, window_days=60) | {"kind": "visits"}
    found = learnt(said("policy.published", county)).visits(NOW)

    assert found is not None
    assert (found.name, found.window_days, found.cap_per_year) == ("visits/2", 60, 2)


def test_a_withdrawn_policy_counts_for_nobody() -> None:
    """It stays in the log; conclusions ignore it."""
    slip = said("policy.published", policy(clocks=resolve(1)))
    reference = learnt(slip)

    assert reference.holds(withdrawn(slip))
    assert resolved_in(reference.learn(withdrawn(slip)))[0] == "sla-135/1"


def test_the_withdrawal_of_a_visit_is_no_reference_event() -> None:
    """It belongs to the fold that holds the visit."""
    visit = said("visit.recorded", {"visit_id": "V-1"})

    assert not learnt().holds(withdrawn(visit))
    assert not learnt().holds(visit)


@pytest.mark.parametrize(
    "as_of,expected",
    [
        ("2026-05-31 23:59", "农业局"),
        ("2026-06-01 00:00", "农业农村局"),
        ("2025-12-31 23:59", None),
    ],
)
def test_a_department_has_the_name_of_its_time(as_of: str, expected: str | None) -> None:
    """Departments are merged and renamed with effect from a date."""
    before = {"department_id": "farm", "name": "农业局", "valid_from": "2026-01-01T00:00:00+08:00"}
    after = {**before, "name": "农业农村局", "valid_from": "2026-06-01T00:00:00+08:00"}
    reference = learnt(said("department.reorganised", after), said("department.registered", before))
    found = reference.department("farm", at(as_of))

    assert (found and found["name"]) == expected


def test_officers_are_found_and_listed() -> None:
    """Alerts look an officer up; coverage lists them all."""
    officers = [said("officer.registered", {"officer_id": f"O-{n}"}, NOW) for n in range(20)]
    reference = learnt(*officers)

    assert reference.officer("O-7", NOW) == {"officer_id": "O-7"}
    assert reference.officer("O-7", Instant(NOW - 1)) is None
    assert len(list(reference.listed("officer", NOW))) == 20


LOG = (
    *DEFAULTS,
    said("policy.published", policy(clocks=resolve(2)), id="p1"),
    said("policy.published", policy(version=2, clocks=resolve(4)), NOW, id="p2"),
    said("policy.published", policy("cards", applies_to={"kind": "card"}, bands=[100]), id="p3"),
    said("calendar.published", _calendar(), id="c1"),
    said("department.registered", {"department_id": "fire", "name": "消防"}, id="d1"),
    said("officer.registered", {"officer_id": "O-1"}, id="o1"),
    said("event.withdrawn", {"event_id": "p2"}, NOW, id="w1"),
    said("event.withdrawn", {"event_id": "o1"}, NOW, id="w2"),
)


@given(st.permutations(LOG), st.lists(st.sampled_from(LOG), max_size=4))
def test_the_order_of_learning_and_repeats_change_nothing(
    order: list[Event], again: list[Event]
) -> None:
    """At least once, in any order, gives the same reference."""
    one, other = learnt(*LOG, defaults=False), learnt(*order, *again, defaults=False)

    assert one.dump() == other.dump()
    assert (one.identity, one.rules_identity) == (other.identity, other.rules_identity)
    assert resolved_in(one, kind="card") == resolved_in(other, kind="card")


@given(st.integers(0, len(LOG)))
def test_a_restart_changes_nothing(cut: int) -> None:
    """A reference taken back from a checkpoint learns on as if nothing had happened."""
    whole = learnt(*LOG, defaults=False)
    head = learnt(*LOG[:cut], defaults=False)
    reference = Reference.load(orjson.loads(orjson.dumps(head.dump())))
    for event in LOG[cut:]:
        reference = reference.learn(event)

    assert whole.dump() == reference.dump()
    assert whole.identity == reference.identity


def test_learning_again_gives_the_same_reference() -> None:
    """Nothing new, nothing concluded again."""
    reference = learnt(*LOG)

    assert all(reference.learn(event) is reference for event in LOG)


def test_learning_leaves_the_old_reference_as_it_was() -> None:
    """A reference is a value: whoever holds it sees what it held."""
    before = learnt()
    after = before.learn(said("policy.published", policy(clocks=resolve(1))))

    assert resolved_in(before)[0] == "sla-135/1"
    assert resolved_in(after)[0] == "county/1"
    assert before.identity != after.identity
    assert before.rules_identity != after.rules_identity


def test_an_officer_changes_no_rule() -> None:
    """Cases need not be concluded again for a new officer."""
    before = learnt()
    after = before.learn(said("officer.registered", {"officer_id": "O-1"}))

    assert before.identity != after.identity
    assert before.rules_identity == after.rules_identity


scalars = st.none() | st.booleans() | st.integers(-9, 999_999) | st.floats(-9, 9) | st.text()
junk = st.recursive(scalars, lambda part: st.lists(part) | st.dictionaries(st.text(), part))


@st.composite
def spoiled(draw: st.DrawFn) -> dict[str, Any]:
    """Return the data of a default publication with one value, somewhere, replaced by junk."""
    data: dict[str, Any] = orjson.loads(orjson.dumps(draw(st.sampled_from(POLICIES))))
    part = data["content"]
    while True:
        name = draw(st.sampled_from(sorted(part)))
        if not isinstance(part[name], dict) or not part[name] or draw(st.booleans()):
            part[name] = draw(junk)
            return data | {"version": 2}
        part = part[name]


POLICIES = [data for name, data in default_publications() if name == "policy.published"]


@settings(max_examples=200, deadline=None)
@given(spoiled())
def test_no_publication_can_stop_a_partition(data: dict[str, Any]) -> None:
    """Whatever a policy says, learning and looking up go on, and every clock is armed."""
    reference = learnt(said("policy.published", data))

    assert reference.armed(CaseFacts(kind="card", colour="red"), NOW) is not None
    assert reference.visits(NOW) is not None
    assert reference.problems(NOW) is not None
